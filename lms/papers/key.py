"""The answer key of a sheet: what ``right_answer`` of each kind says, in the names that stand on the paper."""

from collections.abc import Callable, Mapping, Sequence

from lms.core.i18n import _
from lms.papers.desks import Printed
from lms.papers.naming import letter, letters_of, section_numbers, word_numbers
from lms.questions.documents import Accepted, Question
from lms.questions.kinds import kind_of
from lms.questions.kinds.base import pair_of
from lms.questions.showing import in_language

Lines = Callable[[Question, Sequence[str], Sequence[str], str], list[str]]


def key_lines(printed: Printed, language: str) -> list[str]:
    """Line by line what earns the whole point. Within ``speaking(language)``."""
    question = printed.question
    right = kind_of(question).right_answer(question)
    return LINES.get(question.kind, _chosen)(question, right, printed.order, language)


def _chosen(question: Question, right: Sequence[str], order: Sequence[str], language: str) -> list[str]:
    names = letters_of(question, order, language)
    return [f"{names[key]}. {_text(question, key, language)}" for key in order if key in right]


def _text(question: Question, key: str, language: str) -> str:
    option = question.option(key)
    return in_language(option.text, language) if option else key


def _matched(question: Question, right: Sequence[str], order: Sequence[str], language: str) -> list[str]:
    names = letters_of(question, order, language)
    return [
        f"{in_language(question.parts_by_key[place].text, language)} – {names[key]}. {_text(question, key, language)}"
        for place, key in map(pair_of, right)
    ]


def _ordered(question: Question, right: Sequence[str], order: Sequence[str], language: str) -> list[str]:
    """In the order in which the steps are printed, as the boxes are looked through."""
    places = dict(map(pair_of, right))
    return [f"{places[key]} – {_text(question, key, language)}" for key in order if key in places]


def _filled(question: Question, right: Sequence[str], order: Sequence[str], language: str) -> list[str]:
    names, numbers, lines = letters_of(question, order, language), word_numbers(question, language), {}
    for place, text in map(pair_of, right):
        part = question.parts_by_key[place]
        is_chosen = part.right is not None
        told = f"{names[text]}. {_text(question, text, language)}" if is_chosen else _accepted(part.accepted, language)
        lines[numbers.get(place, 0)] = f"{numbers.get(place, 0)} – {told}"
    return [lines[number] for number in sorted(lines)]


def _marked(question: Question, right: Sequence[str], order: Sequence[str], language: str) -> list[str]:
    numbers = word_numbers(question, language)
    keys = sorted(right, key=lambda key: numbers.get(key, 0))
    return [f"{numbers.get(key, 0)}. {_text(question, key, language)}" for key in keys]


def _typed(question: Question, right: Sequence[str], order: Sequence[str], language: str) -> list[str]:
    unit = in_language(question.unit, language)
    return [f"{_accepted(question.accepted, language)} {unit}".strip()]


def _accepted(answers: Sequence[Accepted], language: str) -> str:
    """Every spelling that earns the whole point, or the number with what is tolerated."""
    found = []
    for answer in answers:
        if answer.worth != 1:
            continue
        if answer.number is not None:
            found.append(answer.number if answer.tolerance == "0" else f"{answer.number} ± {answer.tolerance}")
        found += _spellings(answer.texts, language)
    return " / ".join(dict.fromkeys(found))


def _spellings(texts: Mapping[str, Sequence[str]], language: str) -> Sequence[str]:
    return texts.get(language) or next((spelt for spelt in texts.values() if spelt), ())


def _decided(question: Question, right: Sequence[str], order: Sequence[str], language: str) -> list[str]:
    numbers = section_numbers(question.story) if question.story else {}
    nodes = {node.key: node for node in question.story.nodes} if question.story else {}
    lines = []
    for key, chosen in map(pair_of, right):
        for place, choice in enumerate(nodes[key].choices):
            if choice.key == chosen:
                said = f"{letter(place, language)}. {in_language(choice.text, language)}"
                lines.append(": ".join((_("Section %(number)s", number=numbers[key]), said)))
    return lines


def _read_by_people(question: Question, right: Sequence[str], order: Sequence[str], language: str) -> list[str]:
    # i18n: in a printed answer key
    return [_("Marked by a person with the rubric.")]


LINES: dict[str, Lines] = {
    "matching": _matched,
    "ordering": _ordered,
    "gap-fill": _filled,
    "error-text": _marked,
    "numeric": _typed,
    "short-text": _typed,
    "essay": _read_by_people,
    "scenario": _decided,
}
