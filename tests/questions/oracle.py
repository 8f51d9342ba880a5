"""What an answer earns, worked out once more and in another way: from what the rules say, place by place.

How typed numbers and texts are read is not judged here; ``test_numbers.py`` and ``test_texts.py`` do that.
"""

from fractions import Fraction

from lms.questions.numbers import number_in
from lms.questions.texts import folded


def earned(question, answer):
    """The share of the point for an answer in its stored form."""
    return BY_KIND[question.kind](question, answer) if answer else Fraction(0)


def _options(question, answer):
    rightly = [option.key in answer for option in question.options if option.correct]
    wrongly = [option.key in answer for option in question.options if not option.correct]
    if question.credit == "minus-wrong":
        return max(Fraction(0), Fraction(rightly.count(True) - wrongly.count(True), len(rightly)))
    if question.credit == "each":
        return Fraction(rightly.count(True) + wrongly.count(False), len(question.options))
    return Fraction(all(rightly) and not any(wrongly))


def _matching(question, answer):
    return _of_places(question, [f"{part.key}:{part.right}" in answer for part in question.parts])


def _ordering(question, answer):
    hits = []
    for place, step in enumerate(question.options, start=1):
        standing = [value for value in answer if value.endswith(f":{place}")]
        hits.append(standing == [f"{step.key}:{place}"])
    return _of_places(question, hits)


def _of_places(question, hits):
    return Fraction(sum(hits), len(hits)) if question.credit == "each" else Fraction(all(hits))


def _typed(accepted, text):
    return max((Fraction(one.share) for one in accepted if _fits(one, text)), default=Fraction(0))


def _fits(one, text):
    if any(folded(spelling) == folded(text) for spellings in one.texts.values() for spelling in spellings):
        return True
    typed = number_in(text)
    if typed is None or one.number is None:
        return False
    return Fraction(one.number) - Fraction(one.tolerance) <= typed <= Fraction(one.number) + Fraction(one.tolerance)


def _gap_fill(question, answer):
    given = dict(value.split(":", 1) for value in answer)
    worths = []
    for part in question.parts:
        text = given.get(part.key)
        if part.right is not None:
            worths.append(Fraction(text == part.right))
        else:
            worths.append(_typed(part.accepted, text) if text else Fraction(0))
    return sum(worths) / len(worths) if question.credit == "each" else Fraction(set(worths) == {1})


def _scenario(question, answer):
    here, worth = question.story.places[question.story.start], Fraction(0)
    for value in answer:
        choice = next(choice for choice in here.choices if value == f"{here.key}:{choice.key}")
        worth += {"protected": Fraction(1), "at-risk": Fraction(1, 2), "violated": Fraction(0)}[choice.outcome]
        here = question.story.places[choice.next]
    ended = not hasattr(here, "choices")
    if question.credit == "whole":
        return Fraction(ended and here.outcome == "protected")
    return worth / (len(answer) if ended else _most_decisions(question.story, question.story.start))


def _most_decisions(story, key):
    choices = getattr(story.places[key], "choices", ())
    return 1 + max(_most_decisions(story, choice.next) for choice in choices) if choices else 0


BY_KIND = {
    "single-choice": _options,
    "multiple-choice": _options,
    "true-false": _options,
    "error-text": _options,
    "matching": _matching,
    "ordering": _ordering,
    "numeric": lambda question, answer: _typed(question.accepted, answer[0]),
    "short-text": lambda question, answer: _typed(question.accepted, answer[0]),
    "gap-fill": _gap_fill,
    "scenario": _scenario,
}
