"""What the rest of the platform offers a module to refer to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import yaml

from lms.catalogue.documents import MediaFile
from lms.core.glossary import read_glossary
from lms.core.site import Publication
from lms.wording import Checker, Misfit, People, Rule, rules_from, rules_of_terms

#: What the check of wording is made of.
RULES, TERMS, PEOPLE, KYRGYZ_WORDS = "language-rules.yaml", "glossary.yaml", "people-words.yaml", "kyrgyz-words.txt"

#: Letters and traces of people only: site data speak of words as such and are nobody's lesson.
PLAIN = Checker(is_thorough=False)


@dataclass(frozen=True)
class Known:
    """``sources`` as raw entries of ``sources.yaml``, professions and outputs by code, questions by module and key."""

    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    professions: frozenset[str] = frozenset()
    outputs: frozenset[str] = frozenset()
    #: Which states of translations may be published, by language.
    publishable: dict[str, frozenset[str]] = field(default_factory=lambda: Publication().policy)
    #: ``module-slug/question-key`` of questions that may be taken.
    questions: frozenset[str] = frozenset()
    #: Keys of what the glossary explains; None: not known here, so that no term is looked up.
    terms: frozenset[str] | None = None
    checker: Checker = field(default_factory=Checker)
    #: What people have decided about remarks, by their mark.
    decided: Mapping[str, bool | None] = field(default_factory=dict)
    #: Bytes of a picture of points on a phone.
    weigh: Callable[[MediaFile], int] = lambda file: file.size


def known_from(content: Path) -> Known:
    """Read from the content folder; what cannot be read is reported by the check of the site data, not here."""
    site = _read(content / "site.yaml", {})
    return Known(
        sources={
            row["key"]: row for row in _read(content / "sources.yaml", []) if isinstance(row, dict) and "key" in row
        },
        professions=frozenset(row["code"] for row in _read(content / "professions.yaml", []) if "code" in row),
        outputs=frozenset(row["code"] for row in (site.get("project") or {}).get("outputs", ()) if "code" in row),
        publishable=_policy(site),
        questions=frozenset(f"{path.parts[-3]}/{path.stem}" for path in content.glob("*/questions/*.yaml")),
        terms=_terms(content),
        checker=checker_from(content, rules_in(content)[0]),
    )


def rule_rows(content: Path) -> list[dict[str, Any]]:
    """The shipped rules about words as they are written."""
    rows: list[dict[str, Any]] = _read(content / RULES, [])
    return rows


def rules_in(content: Path) -> tuple[list[Rule], list[Misfit]]:
    """The shipped rules about words, and what in the file does not fit."""
    return rules_from(rule_rows(content))


def checker_from(content: Path, rules: Sequence[Rule]) -> Checker:
    """A check of wording by these rules, with the glossary and the lists of words in the content folder."""
    terms = [row for row in _read(content / TERMS, []) if isinstance(row, dict) and "key" in row]
    try:
        words = (content / KYRGYZ_WORDS).read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError):
        words = []
    people = People.from_data(_read(content / PEOPLE, {}))
    return Checker([*rules, *rules_of_terms(terms)], kyrgyz_words=words, people=people)


def _terms(content: Path) -> frozenset[str]:
    try:
        return frozenset(term.key for term in read_glossary(content / TERMS).explained())
    except (OSError, yaml.YAMLError, UnicodeDecodeError, msgspec.ValidationError):
        return frozenset()


def _policy(site: dict[str, Any]) -> dict[str, frozenset[str]]:
    """What ``site.yaml`` says; what cannot be read there is reported by the check of the site data."""
    try:
        return msgspec.convert(site.get("publication") or {}, Publication).policy
    except msgspec.ValidationError:
        return Publication().policy


def _read(path: Path, otherwise: Any) -> Any:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  (both are safe loaders)
    except (OSError, yaml.YAMLError, UnicodeDecodeError):
        return otherwise
    return data if isinstance(data, type(otherwise)) else otherwise
