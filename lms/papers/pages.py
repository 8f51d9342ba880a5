"""What the pages of a trainer show: codes and states of sheets, questions to type in. No name, no point, no key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lms.core.codes import grouped
from lms.core.i18n import NATIVE_NAMES, _, language
from lms.papers import queries
from lms.papers.desks import BatchAt, SheetAt
from lms.papers.models import PaperSheet, SheetState
from lms.papers.naming import named
from lms.papers.printing import portions_of
from lms.papers.services.typing_in import CLOSED
from lms.questions.kinds import kind_of
from lms.questions.showing import Shown, shown, told, words_of
from lms.quizzes.models import AttemptKind

Context = dict[str, Any]
#: State to the tint of its tag.
TINTS = {
    SheetState.BLANK: "neutral",
    SheetState.AWAITED: "wait",
    SheetState.BEGUN: "info",
    SheetState.READY: "info",
    SheetState.HANDED_IN: "plain",
    SheetState.ENDED: "neutral",
}


def test_name(kind: AttemptKind) -> str:
    return _("Pre-test") if kind is AttemptKind.PRE_TEST else _("Final quiz")


def state_words(state: SheetState) -> str:
    return {
        # i18n: states of a printed test, for the trainer
        SheetState.BLANK: _("not typed in yet"),
        SheetState.AWAITED: _("somebody waits for the answers"),
        SheetState.BEGUN: _("typed in in part"),
        SheetState.READY: _("typed in, not claimed yet"),
        SheetState.HANDED_IN: _("handed in"),
        SheetState.ENDED: _("ended"),
    }[state]


@dataclass(frozen=True)
class Line:
    """A sheet in the list of its batch."""

    number: int
    code: str
    printed: str
    form: str
    state: str
    tint: str
    is_compared: bool
    is_own: bool


def batch_page(at: BatchAt, person_id: UUID) -> Context:
    own = queries.own_sheets_among(at.id, person_id)
    lines = [_line(sheet, is_own=sheet.id in own) for sheet in queries.sheets_of(at.id)]
    return {**_about(at), "lines": lines, "portions": portions_of(at.batch.count)}


def _line(sheet: PaperSheet, *, is_own: bool) -> Line:
    state = sheet.state
    return Line(
        number=sheet.number,
        code=sheet.code,
        printed=grouped(sheet.code),
        form=sheet.form,
        state=state_words(state),
        tint=TINTS[state],
        is_compared=sheet.compared_at is not None,
        is_own=is_own,
    )


def _about(at: BatchAt) -> Context:
    return {
        "at": at,
        "slug": at.slug,
        "batch": at.batch,
        "name": test_name(at.batch.kind),
        "spoken": NATIVE_NAMES[at.batch.language],
        "module_title": at.document.title[at.document.language_for(language())],
    }


@dataclass(frozen=True)
class Difference:
    """A question that was typed in twice, and not alike."""

    number: int
    first: list[str]
    second: list[str]


def differences(
    at: SheetAt, first: Mapping[str, Sequence[str]], second: Mapping[str, Sequence[str]]
) -> list[Difference]:
    """Where two typings are not the same, in the order of the sheet."""
    found, code = [], _language(at)
    for asked in at.asked:
        key, kind = asked.question.key, kind_of(asked.question)
        one, other = (kind.read(asked.question, typed.get(key, ())) for typed in (first, second))
        if one != other:
            texts = (told(asked.question, typed, code) for typed in (one, other))
            found.append(Difference(asked.number, *texts))
    return found


def _language(at: SheetAt) -> str:
    return at.at.document.language_for(at.at.batch.language)


def typing_page(at: SheetAt, answers: Mapping[str, Sequence[str]]) -> Context:
    """The questions in the order and with the letters of the sheet, in its language."""
    sheet, code = at.sheet, _language(at)
    return {
        **_about(at.at),
        "sheet": sheet,
        "printed": grouped(sheet.code),
        "state": state_words(sheet.state),
        "tint": TINTS[sheet.state],
        "ended_reason": None if sheet.ended_reason == CLOSED else sheet.ended_reason,
        "questions": [] if sheet.is_over else _questions(at, answers, code),
        "emptied": {asked.number for asked in at.asked if kind_of(asked.question).is_never_emptied},
        "revision": sheet.revision,
        "text_language": code,
    }


def _questions(at: SheetAt, answers: Mapping[str, Sequence[str]], code: str) -> list[Shown]:
    found = []
    for asked in at.asked:
        question = asked.question
        words = named(words_of(question, code), question, asked.order, code)
        values = answers.get(question.key, ())
        found.append(shown(question, words, code, number=asked.number, order=asked.order, values=values))
    return found
