"""multichoice and truefalse."""

from fractions import Fraction

from lms.core.i18n import _
from lms.exchange.moodle_xml.source import Held, Source, key_at
from lms.exchange.notes import LeftOut
from lms.exchange.readings import Answer
from lms.exchange.standard import truth
from lms.exchange.weights import credit_of, percent_of, unlike
from lms.exchange.xml_door import Element, child, place_of
from lms.questions.documents import Option, Words

_WHOLE = Fraction(1)


def multichoice(source: Source) -> Held:
    single = source.says("single", otherwise=True)
    answers = source.children("answer")
    shares = [source.share(answer) for answer in answers]
    if not answers or max(shares) <= 0:
        raise LeftOut(_("No answer of this question earns anything."))
    correct = _single(source, answers, shares) if single else [share > 0 for share in shares]
    options = tuple(_option(source, answer, key_at(place), correct[place]) for place, answer in enumerate(answers))
    if single:
        options = _with_common(source, options)
    fields = {
        "kind": "single-choice" if single else "multiple-choice",
        "options": options,
        "shuffle": source.facts.shuffle and source.says("shuffleanswers", otherwise=True),
    }
    if not single:
        fields["credit"] = source.facts.credit or _credit(source, answers, shares)
    listed = [source.answer(option.text, share, option.feedback) for option, share in zip(options, shares, strict=True)]
    return Held(source.asked(), fields, listed)


def _option(source: Source, answer: Element, key: str, correct: bool) -> Option:  # noqa: FBT001
    feedback, sources = source.texts.feedback(child(answer, "feedback"))
    return Option(key, source.texts.words(answer), feedback, sources, correct)


def _single(source: Source, answers: list[Element], shares: list[Fraction]) -> list[bool]:
    """The one right answer. Here others earn nothing, whatever they earned there."""
    best = max(shares)
    if shares.count(best) > 1:
        raise LeftOut(
            _("Two answers earn equally much, but only one may be chosen; here exactly one is right."),
            place_of(answers[shares.index(best)]),
        )
    for answer, share in zip(answers, shares, strict=True):
        if share == best and share != _WHOLE:
            source.notes.lost(
                _(
                    "The best answer earns %(weight)s %% in the file; here it earns the whole point.",
                    weight=percent_of(share),
                ),
                place_of(answer),
            )
        elif share not in {best, Fraction(0)}:
            source.notes.lost(
                _(
                    "This answer earns %(weight)s %% in the file; where one is chosen, here only the right one earns "
                    "anything.",
                    weight=percent_of(share),
                ),
                place_of(answer),
            )
    return [share == best for share in shares]


def _credit(source: Source, answers: list[Element], shares: list[Fraction]) -> str:
    credit, exactly = credit_of(shares)
    if not exactly:
        source.notes.lost(
            unlike(shares),
            place_of(answers[0]),
        )
    return credit


def _with_common(source: Source, options: tuple[Option, ...]) -> tuple[Option, ...]:
    """What is said of any right or wrong answer stands at each that has no reason of its own: the same for a person."""
    said = {
        True: source.texts.words(source.child("correctfeedback")),
        False: source.texts.words(source.child("incorrectfeedback")),
    }
    source.taken.update({"correctfeedback", "incorrectfeedback", "partiallycorrectfeedback"})
    if source.facts.key:
        return options
    return tuple(
        option
        if any(option.feedback.values())
        else Option(option.key, option.text, said[option.correct], option.sources, option.correct)
        for option in options
    )


def truefalse(source: Source) -> Held:
    answers = {_truth(answer): answer for answer in source.children("answer")}
    if set(answers) != {True, False}:
        raise LeftOut(_("A true-or-false question needs the answers “true” and “false”."))
    shares = {value: source.share(answer) for value, answer in answers.items()}
    if sorted(shares.values()) != [0, 1]:
        raise LeftOut(_("Of “true” and “false”, one earns the whole point and the other nothing."))
    options = []
    listed: list[Answer] = []
    for value in (True, False):
        feedback, sources = source.texts.feedback(child(answers[value], "feedback"))
        words: Words = truth(is_true=value)
        options.append(Option("true" if value else "false", words, feedback, sources, shares[value] == 1))
        listed.append(source.answer(words, shares[value], feedback))
    return Held(source.asked(), {"kind": "true-false", "options": tuple(options)}, listed)


def _truth(answer: Element) -> bool | None:
    text = child(answer, "text")
    said = (text.text or "").strip().lower() if text is not None else ""
    return {"true": True, "false": False}.get(said)
