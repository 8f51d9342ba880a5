"""What stands between the braces of a question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from lms.core.i18n import _
from lms.exchange.building import Choice
from lms.exchange.gift.syntax import plain
from lms.exchange.gift.texts import format_of, reason_from, words_from
from lms.exchange.notes import Notes
from lms.exchange.shared import no_words
from lms.exchange.weights import near
from lms.questions.documents import Accepted, Words

_ANSWER = re.compile(r"([~=])([^~=]*)")
_WEIGHT = re.compile(r"\s*%(-?[0-9]{1,3}(?:[.,][0-9]{1,10})?)%")
_NUMBER = re.compile(r"[+\-−]?(?:[0-9]{1,18}(?:[.,][0-9]{0,18})?|[.,][0-9]{1,18})(?:[eE][+-]?[0-9]{1,2})?")
_STAR = "*"


class Unreadable(Exception):
    """The question cannot be held; the sentence says why."""


@dataclass(frozen=True)
class Spoken:
    """How the texts of this question are written, and where what cannot be held is noted."""

    form: str
    language: str
    notes: Notes

    def words(self, raw: str) -> Words:
        return words_from(_wrapped(raw), self.form, self.language, self.notes)

    def reason(self, raw: str) -> tuple[Words, tuple[str, ...]]:
        return reason_from(_wrapped(raw), self.form, self.language, self.notes)


def _wrapped(raw: str) -> str:
    """Lines that were wrapped by hand are one; a line break that is meant is written as such."""
    return " ".join(line.strip() for line in raw.split("\n")).strip()


def marked(raw: str, spoken: Spoken) -> list[tuple[str, str]]:
    """Each answer with the sign before it. What stands before the first belongs to none and is noted."""
    answers = [(found[1], found[2].strip()) for found in _ANSWER.finditer(raw)]
    before = re.split("[~=]", raw, maxsplit=1)[0].strip()
    if before:
        spoken.notes.lost(_("“%(text)s” stands before the first answer and is left out.", text=plain(before)[:60]))
    return answers


def choices_of(raw: str, spoken: Spoken) -> list[Choice]:
    """``=right ~wrong ~%50%half#feedback``."""
    choices = []
    for sign, written in marked(raw, spoken):
        weight, text = weight_of(written, Fraction(1) if sign == "=" else Fraction(0))
        answer, _hash, reason = text.partition("#")
        feedback, sources = spoken.reason(reason)
        choices.append(Choice(spoken.words(answer), weight, feedback, sources))
    return choices


def weight_of(written: str, otherwise: Fraction) -> tuple[Fraction, str]:
    found = _WEIGHT.match(written)
    if found is None:
        return otherwise, written
    percent = Fraction(found[1].replace(",", "."))
    return near(max(Fraction(-100), min(Fraction(100), percent)) / 100), written[found.end() :]


def pairs_of(raw: str, spoken: Spoken) -> list[tuple[Words, Words]]:
    """``=left -> right``; what is matched with is plain text there."""
    pairs = []
    for _sign, written in marked(raw, spoken):
        left, arrow, right = written.partition("->")
        if not arrow:
            raise Unreadable(_("“%(text)s” has no -> between what is matched.", text=plain(written)[:60]))
        other = words_from(_wrapped(right), "plain", spoken.language, spoken.notes)
        pairs.append((spoken.words(left), other))
    return pairs


# ── Typed answers ────────────────────────────────────────────────────────────


def _share(weight: Fraction, answer: str, notes: Notes) -> Fraction:
    if weight >= 0:
        return weight
    notes.lost(_("“%(answer)s” takes points away; here a typed answer never does.", answer=answer[:60]))
    return Fraction(0)


def texts_of(raw: str, spoken: Spoken) -> tuple[list[Accepted], Words | None, list[Choice]]:
    """Accepted answers, what is said of any other, and the answers as the file has them.

    Neighbours that earn the same and have the same reason are spellings of one answer.
    """
    accepted: list[Accepted] = []
    otherwise: Words | None = None
    choices: list[Choice] = []
    for _sign, written in marked(raw if raw.lstrip()[:1] in "=~" else f"={raw}", spoken):
        weight, text = weight_of(written, Fraction(1))
        answer, _hash, reason = text.partition("#")
        feedback, sources = spoken.reason(reason)
        spelling = plain(format_of(_wrapped(answer))[1]).strip()
        choices.append(Choice({spoken.language: spelling}, weight, feedback, sources))
        if spelling == _STAR:
            otherwise = _otherwise(feedback, sources, weight, spoken.notes)
            continue
        if "*" in spelling.replace("\\*", ""):
            spoken.notes.lost(_("The * in “%(text)s” stands for any letters there; here it is a star.", text=spelling))
        share = str(_share(weight, spelling, spoken.notes))
        last = accepted[-1] if accepted else None
        spellings: tuple[str, ...] = (spelling.replace("\\*", "*"),)
        if last and (last.share, last.feedback, last.sources) == (share, feedback, sources):
            spellings = (*last.texts[spoken.language], *spellings)
            accepted.pop()
        key = str(len(accepted) + 1)
        accepted.append(Accepted(key, feedback, sources, texts={spoken.language: spellings}, share=share))
    return accepted, otherwise, choices


def _otherwise(feedback: Words, sources: Sequence[str], weight: Fraction, notes: Notes) -> Words:
    if weight > 0:
        notes.lost(_("Any other answer earns a part there; here it earns nothing."))
    if sources:
        notes.lost(_("Sources of what is said of other answers are left out."))
    return feedback


def numbers_of(raw: str, spoken: Spoken) -> tuple[list[Accepted], Words | None, list[Choice]]:
    """``3:2``, ``1..5``, ``=%50%4:1#nearly``, ``~#said of any other``."""
    written, _tilde, other = raw.partition("~")
    otherwise = None
    if other:
        reason = other.partition("#")[2]
        feedback, sources = spoken.reason(reason)
        otherwise = _otherwise(feedback, sources, Fraction(0), spoken.notes)
    accepted: list[Accepted] = []
    choices: list[Choice] = []
    listed = written if written.lstrip().startswith("=") else f"={written}"
    for _sign, one in marked(listed, spoken):
        weight, text = weight_of(one, Fraction(1))
        answer, _hash, reason = text.partition("#")
        feedback, sources = spoken.reason(reason)
        shown = plain(answer).strip()
        choices.append(Choice({spoken.language: shown}, weight, feedback, sources))
        if shown == _STAR:
            otherwise = _otherwise(feedback, sources, weight, spoken.notes)
            continue
        number, tolerance = range_of(shown)
        share = str(_share(weight, shown, spoken.notes))
        key = str(len(accepted) + 1)
        accepted.append(Accepted(key, feedback, sources, number=number, tolerance=tolerance, share=share))
    return accepted, otherwise, choices


def range_of(shown: str) -> tuple[str, str]:
    """Number and tolerance, exactly. Raises Unreadable."""
    low, dots, high = shown.partition("..")
    if dots:
        least, most = number_of(low, shown), number_of(high, shown)
        if least > most:
            raise Unreadable(_("“%(text)s” is no range: it begins above its end.", text=shown[:60]))
        return digits((least + most) / 2), digits((most - least) / 2)
    number, colon, tolerance = shown.partition(":")
    notes = number_of(tolerance, shown) if colon else Decimal(0)
    return digits(number_of(number, shown)), digits(abs(notes))


def number_of(text: str, shown: str) -> Decimal:
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        raise Unreadable(_("“%(text)s” is no number.", text=shown[:60]))
    return Decimal(found[0].replace(",", ".").replace("−", "-"))


def digits(number: Decimal) -> str:
    """``0.75``: without an exponent, without zeros at its end."""
    written = format(number, "f")
    return (written.rstrip("0").rstrip(".") if "." in written else written) or "0"


def truth_of(raw: str, spoken: Spoken) -> list[Choice] | None:
    """True and false with their reasons, if this is such an answer: ``T#said to the wrong#said to the right``."""
    answer, *reasons = [piece.strip() for piece in raw.split("#", 2)]
    if answer.upper() not in {"T", "TRUE", "F", "FALSE"}:
        return None
    is_true = answer.upper() in {"T", "TRUE"}
    wrong, right = [*(spoken.reason(reason) for reason in reasons), *[(no_words(), ())] * 2][:2]
    of_true, of_false = (right, wrong) if is_true else (wrong, right)
    return [
        Choice(no_words(), Fraction(int(is_true)), *of_true),
        Choice(no_words(), Fraction(int(not is_true)), *of_false),
    ]
