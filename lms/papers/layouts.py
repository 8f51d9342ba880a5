"""A question laid out for a pen: plain values for the template, in the language of the sheet, nothing of the key.

Each kind has a layout. What they give is described at the top of ``documents/sheet.typ``.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lms.core.i18n import _, n_
from lms.papers.desks import Printed
from lms.papers.naming import letter, letters_of, section_numbers, word_numbers
from lms.questions.documents import Question, Story
from lms.questions.passages import stretches
from lms.questions.showing import Words, in_language, words_of

Facts = dict[str, Any]
Layout = Callable[[Question, Words, Sequence[str], str], Facts]

#: What a hand writes on a ruled line, in words; some room is left for corrections.
WORDS_ON_A_LINE = 7
FEWEST_LINES, USUAL_LINES, MOST_LINES = 12, 24, 90


def printed_question(printed: Printed, language: str) -> Facts:
    """Everything the template needs of one question. Within ``speaking(language)``."""
    question = printed.question
    words = words_of(question, language)
    layout = LAYOUTS[question.kind]
    image = question.image
    return {
        "heading": _("Question %(number)s", number=printed.number),
        "stem": words.stem,
        "case": words.case,
        "picture": {"name": image.name, "alt": in_language(image.alt, language) or words.stem} if image else None,
        **layout(question, words, printed.order, language),
    }


def _options(words: Words, question: Question, order: Sequence[str], language: str) -> list[Facts]:
    names = letters_of(question, order, language)
    return [{"letter": names.get(key), "text": words.options[key]["text"]} for key in order if key in words.options]


def _choose_one(question: Question, words: Words, order: Sequence[str], language: str) -> Facts:
    # i18n: on a printed test, above boxes of which one is to be crossed
    return {"shape": "boxes", "hint": _("Cross one box."), "options": _options(words, question, order, language)}


def _choose_several(question: Question, words: Words, order: Sequence[str], language: str) -> Facts:
    # i18n: on a printed test, above boxes of which several may be crossed
    hint = _("Cross every box that applies.")
    return {"shape": "boxes", "hint": hint, "options": _options(words, question, order, language)}


def _match(question: Question, words: Words, order: Sequence[str], language: str) -> Facts:
    return {
        "shape": "pairs",
        # i18n: on a printed test, above a list with an empty box before each line
        "hint": _("Write into each box the letter that belongs to it."),
        "rows": [part["text"] for part in words.more["parts"]],
        "options": _options(words, question, order, language),
    }


def _put_in_order(question: Question, words: Words, order: Sequence[str], language: str) -> Facts:
    last = len(order)
    return {
        "shape": "order",
        # i18n: on a printed test, above steps with an empty box before each
        "hint": _("Number the steps in their order: 1 for the first, %(last)s for the last.", last=last),
        "rows": [words.options[key]["text"] for key in order],
    }


def _write_number(question: Question, words: Words, order: Sequence[str], language: str) -> Facts:
    return {"shape": "line", "hint": _("Write a number."), "unit": words.more.get("unit") or None, "is_short": True}


def _write_words(question: Question, words: Words, order: Sequence[str], language: str) -> Facts:
    # i18n: on a printed test, above one ruled line
    return {"shape": "line", "hint": _("Write one word or a few, in clear letters."), "unit": None, "is_short": False}


def _fill_gaps(question: Question, words: Words, order: Sequence[str], language: str) -> Facts:
    typed, numbers = set(words.more["typed"]), word_numbers(question, language)
    pieces: list[Facts] = []
    for stretch in words.more["passage"]:
        pieces.append({"text": stretch.text})
        if stretch.place is not None:
            pieces.append({"gap": numbers[stretch.place], "is_typed": stretch.place in typed})
    if not question.options:
        # i18n: on a printed test, above a text with empty lines in it
        hint = _("Write into each gap what is missing.")
    elif typed:
        # i18n: on a printed test; some gaps take a letter from a list, others are written
        hint = _("Write into each box a letter from the list, and into each line what is missing.")
    else:
        # i18n: on a printed test, above a text with empty boxes in it
        hint = _("Write into each box a letter from the list below.")
    return {
        "shape": "text",
        "hint": hint,
        "pieces": pieces,
        "options": _options(words, question, order, language),
    }


def _mark_words(question: Question, words: Words, order: Sequence[str], language: str) -> Facts:
    numbers = word_numbers(question, language)
    pieces: list[Facts] = []
    for stretch in stretches(in_language(question.passage, language)):
        pieces.append({"text": stretch.text})
        if stretch.place is not None and stretch.place in words.options:
            pieces.append({"word": words.options[stretch.place]["text"], "number": numbers[stretch.place]})
    # i18n: on a printed test, above a text in which some words have a box and a number before them
    hint = _("Cross the box before every word or group of words that is wrong.")
    return {"shape": "text", "hint": hint, "pieces": pieces, "options": []}


def _write_essay(question: Question, words: Words, order: Sequence[str], language: str) -> Facts:
    least, most = words.more["least_words"], words.more["most_words"]
    wanted = (most or 2 * (least or 0)) // WORDS_ON_A_LINE
    return {
        "shape": "essay",
        # i18n: on a printed test, above ruled lines
        "hint": _("Write on the lines. A person reads it and does not see your name."),
        "criteria_label": _("What is looked at:"),
        "criteria": [criterion for criterion in words.more["criteria"] if criterion],
        "length": _length(least, most),
        "lines": max(FEWEST_LINES, min(MOST_LINES, wanted)) if wanted else USUAL_LINES,
    }


def _length(least: int | None, most: int | None) -> str | None:
    if least and most:
        return _("About %(least)s to %(most)s words", least=least, most=most)
    if most:
        return n_("Up to about %(num)s word", "Up to about %(num)s words", most)
    return n_("At least about %(num)s word", "At least about %(num)s words", least) if least else None


def _walk(question: Question, words: Words, order: Sequence[str], language: str) -> Facts:
    return {
        "shape": "case",
        # i18n: on a printed test, above a case in numbered sections
        "hint": _(
            "Begin at section 1. Cross one box, then go on where it sends you, and leave out the other sections. "
            "A decision cannot be taken back."
        ),
        "sections": _sections(question.story, words, language) if question.story else [],
    }


def _sections(story: Story, words: Words, language: str) -> list[Facts]:
    numbers = section_numbers(story)
    return [_section(number, words.more["nodes"][key], numbers, language) for key, number in numbers.items()]


def _section(number: int, node: Mapping[str, Any], numbers: Mapping[str, int], language: str) -> Facts:
    return {
        # i18n: on a printed test, heading of a part of a case
        "heading": _("Section %(number)s", number=number),
        "situation": node["situation"],
        "question": node["question"],
        "options": [
            {
                "letter": letter(place, language),
                "text": choice["text"],
                "onward": _onward(numbers.get(choice["next"])),
            }
            for place, choice in enumerate(node["choices"])
        ],
    }


def _onward(number: int | None) -> str:
    # i18n: on a printed test, after a decision in a case
    return _("go to section %(number)s", number=number) if number else _("the case ends here")


LAYOUTS: dict[str, Layout] = {
    "single-choice": _choose_one,
    "true-false": _choose_one,
    "multiple-choice": _choose_several,
    "matching": _match,
    "ordering": _put_in_order,
    "numeric": _write_number,
    "short-text": _write_words,
    "gap-fill": _fill_gaps,
    "error-text": _mark_words,
    "essay": _write_essay,
    "scenario": _walk,
}
