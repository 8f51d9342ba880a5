"""Each of our kinds in the Moodle type that is closest. A writer gets the element and fills it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from lms.core.i18n import LANGUAGES, _
from lms.exchange.gap_texts import fill, marked_passage
from lms.exchange.html_texts import html_of
from lms.exchange.moodle_xml.markup import feedback, files, html, html_words, in_cloze, picture_html, sub, wrapped
from lms.exchange.notes import Notes
from lms.exchange.rubrics import rubric_as_words
from lms.exchange.shared import joined, with_sources
from lms.exchange.standard import truth
from lms.exchange.weights import percent_of
from lms.questions.documents import Accepted, Part, Question, Words


@dataclass
class Target:
    """The element of a question while it is written."""

    element: Any
    question: Question
    notes: Notes
    media: Mapping[str, bytes]
    #: The languages of this question.
    languages: list[str] = field(default_factory=list)

    def asked(self, passage: str = "") -> None:
        question = self.question
        case = html_words(question.case)
        text = f'<div class="case">{case}</div>' if case else ""
        if question.image is not None:
            text += picture_html(question.image, self.languages)
        text += html_words(question.stem)
        text += f'<div class="passage">{passage}</div>' if passage else ""
        files(html(self.element, "questiontext", text), question.image, self.media)
        feedback(self.element, question.explanation or {}, question.explanation_sources, "generalfeedback")
        for name, value in (("defaultgrade", "1"), ("penalty", "0"), ("hidden", "0")):
            sub(self.element, name, value)

    def lost(self, sentence: str) -> None:
        self.notes.lost(sentence)

    def reasons_lost(self, *texts: Words) -> None:
        if any(any(text.values()) for text in texts):
            self.lost(_("Reasons beside the answers are left out: this type of Moodle has no place for them."))


def choice(target: Target) -> None:
    question = target.question
    single = question.kind == "single-choice"
    target.asked()
    sub(target.element, "single", "true" if single else "false")
    _shuffle(target)
    sub(target.element, "answernumbering", "abc")
    right = [option for option in question.options if option.correct]
    part = Fraction(1, max(1, len(right)))
    if question.credit == "each" and not single:
        target.lost(
            _("Moodle cannot count every option for itself: there a wrong one takes away what a right one earns.")
        )
    wrong = Fraction(0) if single else Fraction(-1) if question.credit == "whole" else -part
    for option in question.options:
        share = part if option.correct else wrong
        answer = html(target.element, "answer", html_words(option.text), fraction=percent_of(share))
        feedback(answer, option.feedback, option.sources)


def _shuffle(target: Target) -> None:
    sub(target.element, "shuffleanswers", "true" if target.question.shuffle else "false")


def true_false(target: Target) -> None:
    target.asked()
    for option in target.question.options:
        if any(text and text != truth(is_true=option.key == "true")[code] for code, text in option.text.items()):
            target.lost(_("The words of the two answers are left out: Moodle has its own."))
        answer = wrapped(target.element, "answer", option.key, fraction="100" if option.correct else "0")
        feedback(answer, option.feedback, option.sources)


def matching(target: Target) -> None:
    question = target.question
    target.asked()
    _shuffle(target)
    used = set()
    for part in question.parts:
        option = question.option(part.right or "")
        pair = html(target.element, "subquestion", html_words(part.text))
        wrapped(pair, "answer", html_words(option.text if option else {}))
        used.add(part.right)
    for option in question.options:
        if option.key not in used:
            wrapped(html(target.element, "subquestion", ""), "answer", html_words(option.text))
    target.reasons_lost(*(part.feedback for part in question.parts), *(option.feedback for option in question.options))


def ordering(target: Target) -> None:
    question = target.question
    target.asked()
    whole = question.credit == "whole"
    for name, value in (
        ("layouttype", "VERTICAL"),
        ("selecttype", "ALL"),
        ("selectcount", "0"),
        ("gradingtype", "ALL_OR_NOTHING" if whole else "ABSOLUTE_POSITION"),
        ("showgrading", "SHOW"),
        ("numberingstyle", "none"),
    ):
        sub(target.element, name, value)
    for place, option in enumerate(question.options, start=1):
        html(target.element, "answer", html_words(option.text), fraction=f"{place}.0000000")
    target.reasons_lost(*(option.feedback for option in question.options))


def numeric(target: Target) -> None:
    question = target.question
    target.asked()
    for accepted in question.accepted:
        answer = wrapped(
            target.element, "answer", accepted.number or "", fraction=percent_of(accepted.worth), group=accepted.key
        )
        feedback(answer, accepted.feedback, accepted.sources)
        sub(answer, "tolerance", accepted.tolerance)
    _otherwise(target)
    names: dict[str, list[str]] = {}
    for code in LANGUAGES:
        if name := (question.unit or {}).get(code):
            names.setdefault(name, []).append(code)
    if names:
        units = sub(target.element, "units")
        for name, codes in names.items():
            unit = sub(units, "unit", lang=" ".join(codes))
            sub(unit, "multiplier", "1")
            sub(unit, "unit_name", name)
    # Optional, and typed into the field: a missing unit costs nothing.
    for tag, value in (("unitgradingtype", "0"), ("unitpenalty", "0"), ("showunits", "0" if names else "3")):
        sub(target.element, tag, value)
    sub(target.element, "unitsleft", "0")


def _otherwise(target: Target) -> None:
    if any((target.question.otherwise or {}).values()):
        feedback(wrapped(target.element, "answer", "*", fraction="0"), target.question.otherwise or {})


def short_text(target: Target) -> None:
    target.asked()
    sub(target.element, "usecase", "0")
    for accepted in target.question.accepted:
        for spellings, codes in spellings_of(accepted).items():
            for spelling in spellings:
                answer = wrapped(
                    target.element,
                    "answer",
                    spelling.replace("*", "\\*"),
                    fraction=percent_of(accepted.worth),
                    lang=" ".join(codes),
                    group=accepted.key,
                )
                feedback(answer, accepted.feedback, accepted.sources)
    _otherwise(target)


def spellings_of(accepted: Accepted) -> dict[tuple[str, ...], list[str]]:
    """Spellings with the languages they are in; languages that spell alike stand together."""
    found: dict[tuple[str, ...], list[str]] = {}
    for code in LANGUAGES:
        if texts := accepted.texts.get(code):
            found.setdefault(texts, []).append(code)
    return found


def essay(target: Target) -> None:
    rubric = target.question.rubric
    target.asked()
    for name, value in (("responseformat", "plain"), ("responserequired", "1"), ("responsefieldlines", "15")):
        sub(target.element, name, value)
    if rubric is None:
        return
    for name, limit in (("minwordlimit", rubric.least_words), ("maxwordlimit", rubric.most_words)):
        if limit is not None:
            sub(target.element, name, str(limit))
    sub(target.element, "attachments", "0")
    html(target.element, "graderinfo", html_words(rubric_as_words(rubric)))
    if rubric.criteria:
        target.lost(_("Moodle shows the rubric to those who mark as text and does not add it up."))


def gaps(target: Target) -> None:
    """gapselect, where every gap is chosen. The question is in one language."""
    question, language = target.question, target.languages[0]
    numbers = {option.key: place for place, option in enumerate(question.options, start=1)}
    passage, keys = marked_passage(question, language)
    pieces = [f"[[{numbers[question.parts_by_key[key].right or '']}]]" for key in keys]
    target.asked(joined({language: fill(html_of(passage), pieces)}, spans=True))
    _shuffle(target)
    for option in question.options:
        box = wrapped(target.element, "selectoption", option.text.get(language, ""))
        sub(box, "group", "1")
    target.reasons_lost(*(part.feedback for part in question.parts), *(option.feedback for option in question.options))


def cloze(target: Target) -> None:
    """Cloze, where something is typed. The question is in one language."""
    question, language = target.question, target.languages[0]
    passage, keys = marked_passage(question, language)
    pieces = [_gap(target, question.parts_by_key[key], language) for key in keys]
    target.asked(joined({language: fill(html_of(passage), pieces)}, spans=True))


def _gap(target: Target, part: Part, language: str) -> str:
    question = target.question
    if part.right is not None:
        replies = [
            _reply(
                Fraction(option.key == part.right),
                option.text.get(language, ""),
                *((part.feedback, part.sources) if option.key == part.right else (option.feedback, option.sources)),
                language,
            )
            for option in question.options
        ]
        return f"{{1:MULTICHOICE:{'~'.join(replies)}}}"
    if any(accepted.number is not None for accepted in part.accepted):
        return f"{{1:NUMERICAL:{'~'.join(_numbers(target, part, language))}}}"
    replies = [
        _reply(accepted.worth, spelling.replace("*", "\\*"), accepted.feedback, accepted.sources, language)
        for accepted in part.accepted
        for spelling in accepted.texts.get(language, ())
    ]
    return f"{{1:SHORTANSWER:{'~'.join([*replies, *_any_other(target, language)])}}}"


def _numbers(target: Target, part: Part, language: str) -> list[str]:
    if any(accepted.number is None for accepted in part.accepted):
        target.lost(_("A gap takes numbers or words in Moodle; the words are left out."))
    replies = [
        _reply(accepted.worth, f"{accepted.number}:{accepted.tolerance}", accepted.feedback, accepted.sources, language)
        for accepted in part.accepted
        if accepted.number is not None
    ]
    return [*replies, *_any_other(target, language)]


def _any_other(target: Target, language: str) -> list[str]:
    said = (target.question.otherwise or {}).get(language, "")
    return [f"%0%*#{in_cloze(said)}"] if said else []


def _reply(share: Fraction, text: str, said: Words, sources: tuple[str, ...], language: str) -> str:
    weight = "=" if share == 1 else f"%{percent_of(share)}%"
    reason = with_sources(said.get(language, ""), sources)
    written = in_cloze(text).replace("&#92;*", "\\*")
    return f"{weight}{written}{'#' + in_cloze(reason) if reason else ''}"


#: Kind to the Moodle type and what fills its element.
WRITERS: dict[str, tuple[str, Callable[[Target], None]]] = {
    "single-choice": ("multichoice", choice),
    "multiple-choice": ("multichoice", choice),
    "true-false": ("truefalse", true_false),
    "matching": ("matching", matching),
    "ordering": ("ordering", ordering),
    "numeric": ("numerical", numeric),
    "short-text": ("shortanswer", short_text),
    "essay": ("essay", essay),
}


def writer_of(question: Question) -> tuple[str, Callable[[Target], None]] | None:
    if question.kind == "gap-fill":
        chosen = all(part.right is not None for part in question.parts)
        return ("gapselect", gaps) if chosen else ("cloze", cloze)
    return WRITERS.get(question.kind)
