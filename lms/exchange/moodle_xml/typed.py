"""shortanswer, numerical and essay."""

import re
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from lms.core.i18n import LANGUAGES, _
from lms.exchange.moodle_xml.source import Held, Source, is_said, key_at
from lms.exchange.moodle_xml.texts import plain_in
from lms.exchange.notes import LeftOut
from lms.exchange.rubrics import rubric_from_words
from lms.exchange.shared import no_words
from lms.exchange.weights import decimal_of, exact, percent_of
from lms.exchange.xml_door import Element, child, children, place_of, text_of
from lms.questions.documents import Accepted, Words
from lms.questions.texts import tidy

ANYTHING = "*"
_WILD = re.compile(r"(?<!\\)\*")


def shortanswer(source: Source) -> Held:
    if source.says("usecase", otherwise=False):
        source.notes.lost(
            _("Capital and small letters make a difference in the file; here they never do."), _at(source, "usecase")
        )
    kept = [answer for answer in source.children("answer") if _is_kept(source, answer)]
    accepted = tuple(
        _accepted(source, list(group), key_at(place))
        for place, (_same, group) in enumerate(groupby(kept, key=lambda answer: _alike(source, answer)))
    )
    _need_whole(accepted)
    fields = {"kind": "short-text", "accepted": accepted, "otherwise": _otherwise(source)}
    return Held(source.asked(), fields, _listed(source))


def _is_kept(source: Source, answer: Element) -> bool:
    text = plain_in(answer)
    if text == ANYTHING:
        return False
    if _WILD.search(text):
        source.notes.lost(
            _("“%(text)s” stands for any letters in the place of *; here an answer is compared as a whole.", text=text),
            place_of(answer),
        )
        return False
    return bool(tidy(text))


def _alike(source: Source, answer: Element) -> tuple[str, str, str]:
    """Answers one after another that earn the same for the same reason are spellings of one."""
    feedback = child(answer, "feedback")
    marked = answer.get("group", "")
    return marked, percent_of(source.share(answer)), text_of(feedback) if feedback is not None else ""


def _accepted(source: Source, answers: list[Element], key: str) -> Accepted:
    feedback, sources = source.texts.feedback(child(answers[0], "feedback"))
    texts: dict[str, tuple[str, ...]] = {}
    for answer in answers:
        spelling = tidy(plain_in(answer).replace("\\*", "*"))
        for code in _codes(answer, source.language):
            texts[code] = (*texts.get(code, ()), spelling)
    return Accepted(key, feedback, sources, texts, share=exact(_share(source, answers[0])))


def _codes(answer: Element, language: str) -> list[str]:
    """``lang`` is ours; Moodle overlooks it and compares with all of them, as we do."""
    named = [code for code in answer.get("lang", "").split() if code in LANGUAGES]
    return named or [language]


def _share(source: Source, answer: Element) -> Fraction:
    share = source.share(answer)
    if not 0 <= share <= 1:
        source.notes.lost(
            _("This answer takes %(weight)s %% away in the file; here it earns nothing.", weight=percent_of(-share)),
            place_of(answer),
        )
    return min(max(share, Fraction(0)), Fraction(1))


def _otherwise(source: Source) -> Words | None:
    """What is said of any other answer: the one for ``*``, if it earns nothing."""
    anything = next((answer for answer in source.children("answer") if plain_in(answer) == ANYTHING), None)
    if anything is None:
        return None
    if source.share(anything) != 0:
        source.notes.lost(
            _(
                "Any other answer earns %(weight)s %% in the file; here it earns nothing.",
                weight=percent_of(source.share(anything)),
            ),
            place_of(anything),
        )
    return source.texts.optional(child(anything, "feedback"))


def _need_whole(accepted: tuple[Accepted, ...]) -> None:
    if not any(answer.worth == 1 for answer in accepted):
        raise LeftOut(_("No answer that can be held earns the whole point."))


def _listed(source: Source) -> list:  # type: ignore[type-arg]
    return [
        source.answer(plain_in(answer), source.share(answer), source.texts.words(child(answer, "feedback")))
        for answer in source.children("answer")
    ]


def numerical(source: Source) -> Held:
    accepted: list[Accepted] = []
    for answer in source.children("answer"):
        if plain_in(answer) == ANYTHING:
            continue
        number, tolerance = decimal_of(plain_in(answer)), decimal_of(text_of(child(answer, "tolerance")) or "0")
        if number is None or tolerance is None:
            raise LeftOut(_("“%(text)s” is not a number.", text=plain_in(answer)[:60]), place_of(answer))
        feedback, sources = source.texts.feedback(child(answer, "feedback"))
        accepted.append(
            Accepted(
                key_at(len(accepted)),
                feedback,
                sources,
                number=number,
                tolerance=exact(tolerance.lstrip("-")),
                share=exact(_share(source, answer)),
            )
        )
    _need_whole(tuple(accepted))
    fields = {
        "kind": "numeric",
        "accepted": tuple(accepted),
        "unit": _unit(source),
        "otherwise": _otherwise(source),
    }
    return Held(source.asked(), fields, _listed(source))


def _unit(source: Source) -> Words | None:
    """What is counted: the unit whose multiplier is 1. Others are not converted here."""
    units = source.child("units")
    words = no_words()
    for unit in children(units, "unit") if units is not None else []:
        name, multiplier = text_of(child(unit, "unit_name")), decimal_of(text_of(child(unit, "multiplier")) or "1")
        codes = [code for code in _codes(unit, source.language) if not words[code]]
        if multiplier is None or Decimal(multiplier) != 1 or not codes:
            source.notes.lost(_("The unit “%(unit)s” is left out: here a number has one.", unit=name), place_of(unit))
            continue
        words.update(dict.fromkeys(codes, tidy(name)))
    if source.value("unitgradingtype", "0") not in {"", "0"}:
        source.notes.lost(
            _("A missing unit costs something in the file; here it does not."), _at(source, "unitgradingtype")
        )
    return words if any(words.values()) else None


def _at(source: Source, name: str) -> str:
    found = source.child(name)
    return place_of(found) if found is not None else ""


def essay(source: Source) -> Held:
    for name in ("responsetemplate",):
        if is_said(source.child(name)):
            source.notes.lost(_("A text to begin from is left out."), _at(source, name))
    if source.value("attachments", "0") not in {"", "0"}:
        source.notes.lost(_("Files cannot be handed in with an essay here."), _at(source, "attachments"))
    rubric = rubric_from_words(
        source.texts.words(source.child("graderinfo")), _words(source, "minwordlimit"), _words(source, "maxwordlimit")
    )
    return Held(source.asked(), {"kind": "essay", "rubric": rubric})


def _words(source: Source, name: str) -> int | None:
    text = source.value(name)
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) <= len("100000") and int(text) else None
