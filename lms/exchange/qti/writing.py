"""Each of our kinds as the interaction that is closest."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from lms.core.i18n import _
from lms.exchange.gap_texts import marked_passage
from lms.exchange.notes import Notes
from lms.exchange.qti.making import Maker, figure
from lms.exchange.qti.names import identifier
from lms.exchange.qti.processing import SCORE, Processing
from lms.exchange.qti.source import OTHERWISE
from lms.exchange.rubrics import rubric_as_words
from lms.exchange.shared import with_sources
from lms.questions.documents import Accepted, Option, Question, Words

RESPONSE = "RESPONSE"


@dataclass
class Target:
    """An item while it is written. ``head`` gets declarations, ``feedback`` what is said after answering."""

    make: Maker
    root: Any
    body: Any
    processing: Processing
    question: Question
    language: str
    notes: Notes
    feedback: list[tuple[str, str]]

    def text(self, words: Words | None) -> str:
        return (words or {}).get(self.language, "")

    def say(self, name: str, words: Words | None, sources: Sequence[str] = ()) -> None:
        text = with_sources(self.text(words), sources)
        if text:
            self.feedback.append((name, text))

    def response(
        self,
        base: str,
        cardinality: str,
        right: Sequence[str],
        *,
        name: str = RESPONSE,
        mapping: Mapping[str, Fraction] | None = None,
    ) -> None:
        place = next((at for at, one in enumerate(self.root) if "outcome" in str(one.tag)), 0)
        element = self.make.sub(
            self.root, "responseDeclaration", identifier=name, cardinality=cardinality, baseType=base
        )
        self.root.insert(place, element)
        if right:
            correct = self.make.sub(element, "correctResponse")
            for value in right:
                self.make.sub(correct, "value", value)
        if mapping:
            entries = self.make.sub(element, "mapping", lowerBound="0", upperBound="1", defaultValue="0")
            for key, share in mapping.items():
                self.make.sub(entries, "mapEntry", mapKey=key, mappedValue=figure(share))

    def outcome(self, name: str) -> None:
        element = self.make.sub(
            self.root, "outcomeDeclaration", identifier=name, cardinality="single", baseType="float"
        )
        self.make.sub(self.make.sub(element, "defaultValue"), "value", "0")
        self.body.addprevious(element)

    def interaction(self, name: str, **attributes: str) -> Any:
        element = self.make.sub(self.body, name, responseIdentifier=RESPONSE, **attributes)
        self.make.lines(self.make.sub(element, "prompt"), self.text(self.question.stem))
        return element

    def unseen(self, *texts: Words) -> None:
        if any(self.text(text) for text in texts):
            self.notes.lost(_("Reasons beside the answers are in the file, but other platforms will not show them."))


def _weights(target: Target, options: Sequence[Option]) -> dict[str, Fraction] | None:
    question = target.question
    right = [option for option in options if option.correct]
    if question.credit == "whole" or question.kind in {"single-choice", "true-false"} or not right:
        return None
    if question.credit == "each":
        target.notes.lost(
            _("QTI cannot count every option for itself: there a wrong one takes away what a right one earns.")
        )
    part = Fraction(1, len(right))
    return {identifier(option.key): part if option.correct else -part for option in options}


def _marked(target: Target, *, single: bool = False) -> None:
    """Declaration, score and feedback of a set of options."""
    options = target.question.options
    weights = _weights(target, options)
    right = [identifier(option.key) for option in options if option.correct]
    target.response("identifier", "single" if single else "multiple", right, mapping=weights)
    if weights:
        target.processing.mapped(RESPONSE)
    else:
        target.processing.all_or_nothing(RESPONSE)
    target.processing.open_chosen(target.processing.element, RESPONSE)
    for option in options:
        target.say(identifier(option.key), option.feedback, option.sources)


def choice(target: Target) -> None:
    single = target.question.kind != "multiple-choice"
    shuffle = target.question.shuffle and target.question.kind != "true-false"
    element = target.interaction(
        "choiceInteraction", shuffle="true" if shuffle else "false", maxChoices="1" if single else "0"
    )
    for option in target.question.options:
        one = target.make.sub(element, "simpleChoice", identifier=identifier(option.key))
        target.make.lines(one, target.text(option.text))
    _marked(target, single=single)


def error_text(target: Target) -> None:
    element = target.interaction("hottextInteraction", maxChoices="0")
    passage, keys = marked_passage(target.question, target.language)
    places = []
    for key in keys:
        word = target.make.alone("hottext", identifier=identifier(key))
        places.append(target.make.lines(word, target.text(target.question.options_by_key[key].text)))
    target.make.passage(element, passage, places)
    _marked(target)


def ordering(target: Target) -> None:
    question = target.question
    element = target.interaction("orderInteraction", shuffle="true")
    # Another order than the right one in the file: not every platform shuffles.
    for option in sorted(question.options, key=lambda option: target.text(option.text)):
        one = target.make.sub(element, "simpleChoice", identifier=identifier(option.key))
        target.make.lines(one, target.text(option.text))
        target.say(identifier(option.key), option.feedback, option.sources)
    target.response("identifier", "ordered", [identifier(option.key) for option in question.options])
    target.processing.all_or_nothing(RESPONSE)
    if question.credit == "each":
        target.notes.lost(_("QTI counts an order as a whole; steps in their place do not count for themselves there."))
    target.unseen(*(option.feedback for option in question.options))


def matching(target: Target) -> None:
    question = target.question
    element = target.interaction(
        "matchInteraction",
        shuffle="true" if question.shuffle else "false",
        maxAssociations=str(len(question.parts)),
    )
    lefts, rights = (target.make.sub(element, "simpleMatchSet") for _side in range(2))
    for part in question.parts:
        one = target.make.sub(lefts, "simpleAssociableChoice", identifier=f"L.{part.key}", matchMax="1")
        target.make.lines(one, target.text(part.text))
        target.say(f"L.{part.key}", part.feedback, part.sources)
    for option in question.options:
        one = target.make.sub(rights, "simpleAssociableChoice", identifier=f"R.{option.key}", matchMax="0")
        target.make.lines(one, target.text(option.text))
        target.say(f"R.{option.key}", option.feedback, option.sources)
    pairs = [f"L.{part.key} R.{part.right}" for part in question.parts]
    each = question.credit == "each"
    mapping = {pair: Fraction(1, len(pairs)) for pair in pairs} if each else None
    target.response("directedPair", "multiple", pairs, mapping=mapping)
    if each:
        target.processing.mapped(RESPONSE)
    else:
        target.processing.all_or_nothing(RESPONSE)
    target.unseen(*(part.feedback for part in question.parts), *(option.feedback for option in question.options))


def entry(target: Target) -> None:
    question = target.question
    target.make.block(target.body, target.text(question.stem), "stem")
    line = target.make.sub(target.body, "p", class_="answer")
    target.make.sub(line, "textEntryInteraction", responseIdentifier=RESPONSE)
    if target.text(question.unit):
        target.make.sub(line, "span", target.text(question.unit), class_="unit")
    base = "float" if question.kind == "numeric" else "string"
    target.response(base, "single", _first_right(question.accepted, target.language))
    names = [identifier(accepted.key) for accepted in question.accepted]
    _foreseen(target, RESPONSE, question.accepted, names)
    target.say(OTHERWISE, question.otherwise)


def _first_right(accepted: Sequence[Accepted], language: str) -> list[str]:
    right = next((one for one in accepted if one.worth == 1), None)
    if right is None:
        return []
    return [right.number] if right.number is not None else list(right.texts.get(language, ()))[:1]


def _foreseen(
    target: Target, response: str, accepted: Sequence[Accepted], names: Sequence[str], outcome: str = SCORE
) -> None:
    target.processing.foreseen(response, accepted, target.language, names, outcome)
    for one, name in zip(accepted, names, strict=True):
        target.say(name, one.feedback, one.sources)


def gaps(target: Target) -> None:
    question, make = target.question, target.make
    make.block(target.body, target.text(question.stem), "stem")
    passage, keys = marked_passage(question, target.language)
    places = {key: _field(target, key) for key in keys}
    block = make.sub(target.body, "div", class_="passage")
    make.passage(block, passage, [places[key] for key in keys])
    outcomes = []
    for part in question.parts:
        name, outcome = f"G.{part.key}", f"SCORE.{part.key}"
        target.outcome(outcome)
        outcomes.append(outcome)
        target.say(name, part.feedback, part.sources)
        if part.right is not None:
            target.response("identifier", "single", [identifier(part.right)], name=name)
            condition = target.processing.all_or_nothing(name, outcome)
            target.processing.open(condition[0], name)
            target.processing.open_chosen(make.sub(condition, "responseElse"), name)
        else:
            base = "float" if any(one.number is not None for one in part.accepted) else "string"
            accepted = [one for one in part.accepted if (one.number is not None) is (base == "float")]
            if len(accepted) < len(part.accepted):
                target.notes.lost(_("A gap takes numbers or words in QTI; the words are left out."))
            target.response(base, "single", _first_right(accepted, target.language), name=name)
            _foreseen(target, name, accepted, [f"{name}.{one.key}" for one in accepted], outcome)
    for option in question.options:
        target.say(identifier(option.key), option.feedback, option.sources)
    target.say(OTHERWISE, question.otherwise)
    target.processing.together(outcomes, each=question.credit == "each")


def _field(target: Target, key: str) -> Any:
    part = target.question.parts_by_key[key]
    if part.right is None:
        return target.make.alone("textEntryInteraction", responseIdentifier=f"G.{key}")
    field = target.make.alone(
        "inlineChoiceInteraction",
        responseIdentifier=f"G.{key}",
        shuffle="true" if target.question.shuffle else "false",
    )
    for option in target.question.options:
        target.make.sub(field, "inlineChoice", target.text(option.text), identifier=identifier(option.key))
    return field


def essay(target: Target) -> None:
    target.response("string", "single", [])
    rubric = target.question.rubric
    text = target.text(rubric_as_words(rubric)) if rubric else ""
    if text:
        more = {"use": "scoring"} if target.make.dialect.kebab else {}
        block = target.make.sub(target.body, "rubricBlock", view="scorer", **more)
        target.make.block(target.make.content(block), text)
        target.notes.lost(_("Other platforms show the rubric to those who mark as text and do not add it up."))
    target.interaction("extendedTextInteraction")


WRITERS: dict[str, Callable[[Target], None]] = {
    "single-choice": choice,
    "multiple-choice": choice,
    "true-false": choice,
    "error-text": error_text,
    "ordering": ordering,
    "matching": matching,
    "numeric": entry,
    "short-text": entry,
    "gap-fill": gaps,
    "essay": essay,
}
