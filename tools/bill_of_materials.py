"""Write which foreign parts the platform is made of, as CycloneDX 1.6: for scanners that know their flaws.

Read from the two locks alone, so that it says what is installed and needs neither network nor environment. What only
tests and checks need is left out.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
INSIDE = "node_modules/"


def of_python(lock: str) -> Iterator[dict[str, Any]]:
    """Packages of requirements.txt."""
    for name, version in PINNED.findall(lock):
        plain = re.sub(r"[-_.]+", "-", name).lower()
        yield component(plain, version, f"pkg:pypi/{plain}@{version}")


def of_npm(lock: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Packages of package-lock.json: fonts, vocabularies, and the bundler with its program for this machine."""
    for path, facts in lock["packages"].items():
        is_for_tests = "@embedded-postgres/" in path
        if not path or facts.get("dev") or is_for_tests:
            continue
        name = path.rpartition(INSIDE)[2]
        yield component(name, facts["version"], f"pkg:npm/{quote(name, safe='/')}@{facts['version']}")


def component(name: str, version: str, address: str) -> dict[str, Any]:
    return {"type": "library", "bom-ref": address, "name": name, "version": version, "purl": address}


def bill(root: Path) -> dict[str, Any]:
    """The whole document; the same locks give the same bytes."""
    project = re.search(r'^version = "(.+)"$', (root / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    parts = [
        *of_python((root / "requirements.txt").read_text(encoding="utf-8")),
        *of_npm(json.loads((root / "package-lock.json").read_text(encoding="utf-8"))),
    ]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "name": "sabak", "version": project[1] if project else "unknown"}
        },
        "components": sorted(parts, key=lambda part: part["purl"]),
    }


if __name__ == "__main__":
    json.dump(bill(ROOT), sys.stdout, indent=1)
    sys.stdout.write("\n")
