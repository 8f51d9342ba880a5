"""What a page or a script sends: answers, read strictly and capped before anything else is done; a reason."""

import json
import secrets
from collections.abc import Sequence
from typing import Annotated

import msgspec
from werkzeug.datastructures import MultiDict

from lms.core.i18n import _l
from lms.questions.kinds import kind_of
from lms.quizzes.queries import AnswerSheet, Asked, Sitting
from lms.quizzes.services import Write
from lms.ui.forms import Checkbox, Form, NumberField, Option, Radios, reason_field

#: Usual shares of more time, in percent of the limit.
SHARES = (25, 50, 100)

#: A script sends a handful of answers of some eighty bytes each, or an essay in Cyrillic.
MOST_BYTES = 64 * 1024
Key = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
#: An answer, or a part of one; the longest is an essay.
Value = Annotated[str, msgspec.Meta(min_length=1, max_length=10_000)]


class OpeningForm(Form):
    """Why somebody gets new tries before their time."""

    reason = reason_field()


class ExceptionForm(Form):
    """More time, one more try, or both, and why."""

    share = Radios(
        _l("More time"),
        options=[
            Option("none", _l("no more time")),
            *(Option(str(share), _l("%(share)s %% more", share=share)) for share in SHARES),
            Option("minutes", _l("so many minutes more, written below")),
        ],
        optional=True,
    )
    minutes = NumberField(_l("Minutes more"), optional=True, least=1, most=600)
    one_try = Checkbox(_l("One more try in the present set of tries"), optional=True)
    reason = reason_field(
        hint=_l("It stays in the audit log, and the person can read it. Write nothing about an illness.")
    )

    def minutes_of(self, limit: int | None) -> int:
        """The extra minutes; a share of the limit is rounded up to whole ones."""
        if limit is None or self.share.data in (None, "none"):
            return 0
        if self.share.data == "minutes":
            return self.minutes.data or 0
        return -(-limit * int(self.share.data) // 100)


class EndingForm(Form):
    """Why somebody gets no more time any longer."""

    reason = reason_field()


class SentAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer as ``attempt.js`` sends it."""

    question: Key
    value: Annotated[tuple[Value, ...], msgspec.Meta(max_length=40)]
    write: Annotated[str, msgspec.Meta(min_length=8, max_length=64, pattern="^[A-Za-z0-9-]+$")]
    base: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]


class SentAnswers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    answers: Annotated[tuple[SentAnswer, ...], msgspec.Meta(min_length=1, max_length=100)]


def sent_writes(body: bytes) -> list[Write]:
    """Read what the script sent. Raises ``msgspec.DecodeError``, of which a wrong type is a kind."""
    sent = msgspec.json.decode(body, type=SentAnswers, strict=True)
    return [Write(answer.question, answer.value, answer.write, answer.base) for answer in sent.answers]


def seen_answers(sitting: Sitting) -> str:
    """What the page shows as stored, for its hidden field: an answer is written only if the person changed it."""
    veiled = {
        asked.question.key: (answer.revision, veil(asked, answer.chosen))
        for asked in sitting.asked
        if (answer := sitting.answers.get(asked.question.key)) is not None
    }
    return json.dumps(veiled)


def veiled(sheet: AnswerSheet, key: str, stored: Sequence[str]) -> list[str]:
    """The same for the script, which is told only what it has to know."""
    order = next(options for asked, options in sheet.drawn if asked == key)
    question = sheet.document.questions_by_key[key]
    return kind_of(question).veil(question, stored, order)


def veil(asked: Asked, stored: Sequence[str]) -> list[str]:
    """A stored answer as this attempt's page spells it."""
    return kind_of(asked.question).veil(asked.question, stored, asked.options)


def posted_writes(sitting: Sitting, form: MultiDict[str, str]) -> list[Write]:
    """The answers that the person changed on a page without script: on all of it, or of the one question shown."""
    seen = _seen(form.get("seen", ""))
    writes = []
    place = posted_place(form)
    for asked in sitting.asked:
        if sitting.is_one_way and asked.number != place:
            continue
        key = asked.question.key
        value = posted_value(asked, form)
        revision, before = seen.get(key, (0, []))
        if veil(asked, value) == before or (not value and kind_of(asked.question).is_never_emptied):
            continue
        writes.append(Write(key, veil(asked, value), f"form-{secrets.token_hex(8)}", revision))
    return writes


def posted_value(asked: Asked, form: MultiDict[str, str]) -> list[str]:
    """What the page says of a question, as it is stored."""
    return kind_of(asked.question).posted(asked.question, form.getlist, asked.options)


def posted_place(form: MultiDict[str, str]) -> int:
    """The place of the question that the page showed, where it shows one; 0 if the page says nothing sound."""
    said = form.get("place", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= len("1000") else 0


def _seen(text: str) -> dict[str, tuple[int, Sequence[str]]]:
    """Question to the revision and the answer that the page was drawn with; nothing if it was tampered with."""
    try:
        return msgspec.json.decode(text, type=dict[str, tuple[int, list[str]]])
    except msgspec.DecodeError:
        return {}
