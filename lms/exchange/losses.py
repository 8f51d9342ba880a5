"""Fields of a question that a format has no place for, each in one sentence."""

from collections.abc import Set as AbstractSet

from lms.core.i18n import _
from lms.exchange.notes import Notes
from lms.questions.documents import Question


def note_losses(question: Question, held: AbstractSet[str], notes: Notes) -> None:
    """Note what the question has and the format has not. ``held``: names of fields that the format can hold."""
    for field, sentence in _sentences().items():
        if field not in held and _has(question, field):
            notes.lost(sentence)


def _has(question: Question, field: str) -> bool:
    value = getattr(question, field)
    return any(value.values()) if isinstance(value, dict) else bool(value)


def _sentences() -> dict[str, str]:
    return {
        "image": _("The picture stays here: the format has no place for it."),
        "case": _("The case becomes part of the question."),
        "unit": _("The unit is left out."),
        "otherwise": _("What is said of any other answer is left out."),
        "explanation": _("What is said to everybody is left out."),
    }
