"""How a sheet names what can be chosen: letters beside options, numbers of words and of sections.

The same names stand on the paper, in its answer key, and on the page where the answers are typed in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from lms.questions.documents import Question, Story
from lms.questions.passages import places_in
from lms.questions.showing import Words

#: Without Ё and Й, which a hurried pen makes into Е and И; О stays, because there are no digits among letters.
CYRILLIC = "АБВГДЕЖЗИКЛМНОПРСТУФ"
LATIN = "ABCDEFGHIJKLMNOPQRST"
#: Kinds whose options are named by letters; those of others stand in a text or have places of their own.
LETTERED = ("single-choice", "multiple-choice", "true-false", "matching", "gap-fill")


def letter(place: int, language: str) -> str:
    """The name of the option at this place, counted from 0; a number where letters end."""
    letters = LATIN if language == "en" else CYRILLIC
    return letters[place] if place < len(letters) else str(place + 1)


def letters_of(question: Question, order: Sequence[str], language: str) -> dict[str, str]:
    """Key of an option to its letter, for the order in which a sheet prints them."""
    return {key: letter(place, language) for place, key in enumerate(order)} if question.kind in LETTERED else {}


def word_numbers(question: Question, language: str) -> dict[str, int]:
    """Key of words that may be wrong, or of a gap, to the number in the text."""
    passage = (question.passage or {}).get(language, "")
    return {key: number for number, key in enumerate(places_in(passage), start=1)}


def section_numbers(story: Story) -> dict[str, int]:
    """Key of a place in a branching case to its number: the beginning is 1, then as one comes upon them."""
    nodes = {node.key: node for node in story.nodes}
    found: dict[str, int] = {}
    waiting = [story.start]
    while waiting:
        key = waiting.pop(0)
        if key in found or key not in nodes:
            continue
        found[key] = len(found) + 1
        waiting += [choice.next for choice in nodes[key].choices]
    return found


def named(words: Words, question: Question, order: Sequence[str], language: str) -> Words:
    """The question with these names before its texts, for the page where the answers are typed in."""
    names: Mapping[str, object] = letters_of(question, order, language)
    if question.kind == "error-text":
        names = word_numbers(question, language)
    options = {
        key: {**option, "text": f"{names[key]}. {option['text']}" if key in names else option["text"]}
        for key, option in words.options.items()
    }
    return replace(words, options=options, more=_more(words, question, language), hint=None)


def _more(words: Words, question: Question, language: str) -> Mapping[str, Any]:
    if question.story is None:
        return words.more
    numbers = section_numbers(question.story)
    nodes = {
        key: {
            **node,
            "situation": f"{numbers[key]}. {node['situation']}" if key in numbers else node["situation"],
            "choices": [
                {**choice, "text": f"{letter(place, language)}. {choice['text']}"}
                for place, choice in enumerate(node["choices"])
            ],
        }
        for key, node in words.more["nodes"].items()
    }
    # How the case ends would tell whoever types what the answer is worth.
    return {**words.more, "nodes": nodes, "endings": dict.fromkeys(words.more["endings"], "")}
