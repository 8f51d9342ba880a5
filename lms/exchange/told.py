"""A question in plain words, for whoever looks at it before it comes in."""

from lms.exchange import standard
from lms.questions.documents import Question
from lms.questions.passages import stretches

BLANK = "_____"


def asked(question: Question, code: str) -> str:
    """What is asked, in this language: gaps as a line, words that may be wrong in their places."""
    stem = question.stem.get(code, "")
    passage = (question.passage or {}).get(code, "")
    if not passage:
        return stem
    pieces = [
        f"{stretch.text}{_filled(question, stretch.place, code) if stretch.place else ''}"
        for stretch in stretches(passage)
    ]
    standing = stem == standard.in_three(standard.FILL_IN).get(code)
    return "".join(pieces) if standing or not stem else f"{stem}\n\n{''.join(pieces)}"


def _filled(question: Question, place: str, code: str) -> str:
    option = question.option(place) if question.kind == "error-text" else None
    return option.text.get(code, "") if option else BLANK
