"""The text of a report: its fields in the order of the report, and what is taken over from the one before."""

from collections.abc import Mapping
from typing import Any

from lms.core.i18n import LANGUAGES, _

FIELDS = ("context", "achievements", "women", "challenges", "lessons", "next_steps", "data_note")
LONGEST = 6000

#: Language to field to ``{"text", "from"}``.
Narrative = Mapping[str, Mapping[str, Mapping[str, Any]]]


def labels() -> dict[str, str]:
    return {
        "context": _("Context of the period"),
        "achievements": _("Achievements"),
        "women": _("Gender equality and the participation of women"),
        "challenges": _("Challenges, and reasons for variance or delay"),
        "lessons": _("Lessons learned"),
        "next_steps": _("Next steps"),
        "data_note": _("Notes on the data"),
    }


def hints() -> dict[str, str]:
    return {
        "context": _("What changed around the project: laws, institutions, events."),
        "achievements": _("What was reached, with the numbers of the tables."),
        "women": _("What the numbers by sex show, and what was done about it."),
        "challenges": _("What went otherwise than planned, and why."),
        "lessons": _("What will be done differently."),
        "next_steps": _("What happens in the next period."),
        "data_note": _("What a reader must know about gaps and changes in the data."),
    }


def empty() -> dict[str, Any]:
    return {code: {name: {"text": "", "from": None} for name in FIELDS} for code in LANGUAGES}


def taken_over(texts: Mapping[str, Mapping[str, str]], number: str) -> dict[str, Any]:
    """The text of an earlier report, each field marked with where it comes from."""
    found = empty()
    for code, fields in texts.items():
        for name, text in fields.items():
            if text and name in found.get(code, {}):
                found[code][name] = {"text": text, "from": number}
    return found


def written(before: Narrative, code: str, typed: Mapping[str, str], still_right: set[str]) -> dict[str, Any]:
    """The text after somebody saved one language; a field loses its mark when it is changed or said to be right."""
    fields = {}
    for name in FIELDS:
        old = before.get(code, {}).get(name, {"text": "", "from": None})
        text = typed.get(name, "")
        is_touched = text != old["text"] or name in still_right
        fields[name] = {"text": text, "from": None if is_touched else old["from"]}
    return {**before, code: fields}


def texts_of(narrative: Narrative) -> dict[str, dict[str, str]]:
    """Language to field to text, as it is frozen."""
    return {
        code: {name: str(narrative.get(code, {}).get(name, {}).get("text", "")) for name in FIELDS}
        for code in LANGUAGES
    }


def language_of(texts: Mapping[str, Mapping[str, str]], name: str, code: str) -> str | None:
    """The language in which a reader of ``code`` gets this field: the own, else the first in which it was written."""
    return next((each for each in (code, *LANGUAGES) if texts.get(each, {}).get(name)), None)
