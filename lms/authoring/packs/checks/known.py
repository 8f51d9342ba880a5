"""What the rest of the platform offers a module to refer to."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Known:
    """``sources`` as raw entries of ``sources.yaml``, professions and outputs by code, questions by module and key."""

    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    professions: frozenset[str] = frozenset()
    outputs: frozenset[str] = frozenset()
    #: ``module-slug/question-key`` of questions that may be taken.
    questions: frozenset[str] = frozenset()


def known_from(content: Path) -> Known:
    """Read from the content folder; what cannot be read is reported by the check of the site data, not here."""
    site = _read(content / "site.yaml", {})
    return Known(
        sources={
            row["key"]: row for row in _read(content / "sources.yaml", []) if isinstance(row, dict) and "key" in row
        },
        professions=frozenset(row["code"] for row in _read(content / "professions.yaml", []) if "code" in row),
        outputs=frozenset(row["code"] for row in (site.get("project") or {}).get("outputs", ()) if "code" in row),
        questions=frozenset(f"{path.parts[-3]}/{path.stem}" for path in content.glob("*/questions/*.yaml")),
    )


def _read(path: Path, otherwise: Any) -> Any:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  (both are safe loaders)
    except (OSError, yaml.YAMLError, UnicodeDecodeError):
        return otherwise
    return data if isinstance(data, type(otherwise)) else otherwise
