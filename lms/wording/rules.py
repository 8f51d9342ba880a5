"""A rule about words: what is avoided, what is written instead, and why."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lms.wording.findings import Severity

#: A remark that tells when the words before it are meant.
REMARK = re.compile(r"\s*\(([^)]*)\)\s*$")
LISTS = ("avoid", "except", "near")
PHRASES = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Rule:
    """``exceptions`` are longer expressions in which the words are right; with ``near``, they are meant only where one
    of these words stands before them in the sentence. ``instead`` pairs expressions word by word, so that one can be
    put in the place of the other in the same form. ``place`` is ``alt`` for rules about texts that stand for pictures.
    """

    id: str
    severity: Severity
    avoid: PHRASES
    prefer: Mapping[str, str | None]
    reason: Mapping[str, str]
    exceptions: PHRASES = field(default_factory=dict)
    near: PHRASES = field(default_factory=dict)
    instead: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    place: str | None = None
    is_on: bool = True


@dataclass(frozen=True)
class Misfit:
    """What does not fit in the data of a rule: the number of the row, the field, and why, in one word for machines."""

    row: int
    field: str
    why: str


def rules_from(data: Any) -> tuple[list[Rule], list[Misfit]]:
    """Rules from plain data, and everything in them that does not fit. A row that does not fit makes no rule."""
    rules, misfits, seen = [], [], set()
    for number, row in enumerate(data if isinstance(data, list) else ()):
        found = _misfits(number, row)
        if not found and row["id"] in seen:
            found = [Misfit(number, "id", "twice")]
        if found:
            misfits += found
            continue
        seen.add(row["id"])
        rules.append(rule_from(row))
    return rules, misfits


def rule_from(row: Mapping[str, Any]) -> Rule:
    """One rule from data that fit."""
    return Rule(
        id=row["id"],
        severity=Severity(row["severity"]),
        avoid=_phrases(row.get("avoid")),
        prefer=dict(row.get("prefer") or {}),
        reason=dict(row.get("reason") or {}),
        exceptions=_phrases(row.get("except")),
        near=_phrases(row.get("near")),
        instead={language: dict(pairs) for language, pairs in (row.get("instead") or {}).items()},
        place=row.get("place"),
        is_on=row.get("on", True) is not False,
    )


def rules_of_terms(terms: Iterable[Mapping[str, Any]]) -> list[Rule]:
    """Forms that the glossary rejects for what modules speak of, as rules; its term is the better wording."""
    return [
        Rule(
            id=f"term-{term['key']}",
            severity=Severity.WARN,
            avoid=_phrases(term["avoid"]),
            prefer=dict(term["term"]),
            reason={},
            instead={
                language: dict.fromkeys(phrases, term["term"][language])
                for language, phrases in term["avoid"].items()
                if term["term"].get(language)
            },
        )
        for term in terms
        if term.get("table") == "content" and term.get("avoid") and term.get("term")
    ]


def _phrases(given: Any) -> PHRASES:
    return {language: tuple(phrases) for language, phrases in (given or {}).items() if phrases}


def _misfits(number: int, row: Any) -> list[Misfit]:
    if not isinstance(row, Mapping) or not isinstance(row.get("id"), str):
        return [Misfit(number, "id", "missing")]
    wrong = {
        "severity": row.get("severity") not in list(Severity),
        "place": row.get("place") not in (None, "alt"),
        **{name: name in row and not _are_phrases(row[name]) for name in LISTS},
        **{name: not isinstance(row.get(name), Mapping) for name in ("prefer", "reason")},
    }
    wrong["avoid"] = wrong["avoid"] or not any((row.get("avoid") or {}).values())
    return [Misfit(number, name, "does not fit") for name, is_wrong in wrong.items() if is_wrong]


def _are_phrases(given: Any) -> bool:
    return isinstance(given, Mapping) and all(
        isinstance(phrases, list | tuple) and all(isinstance(phrase, str) and phrase.strip() for phrase in phrases)
        for phrases in given.values()
    )
