"""The answer key: exactly what ``right_answer`` says, in the names that stand on the sheet."""

import pytest

from lms.core.i18n import speaking
from lms.papers import printing
from lms.papers.key import key_lines
from lms.papers.naming import letters_of, named, section_numbers, word_numbers
from lms.questions.kinds import KINDS, kind_of
from lms.questions.showing import words_of
from tests.support.factories.papers import make_batch, sheets
from tests.support.pdf import about, tags_of, text_of

LANGUAGES = ("ky", "ru", "en")


@pytest.fixture
def asked(edition, trainer):
    (one, *_rest) = sheets(make_batch(edition, trainer))
    return {printed.question.kind: printed for printed in one.asked}


def lines(printed, language="en"):
    with speaking(language):
        return key_lines(printed, language)


@pytest.mark.parametrize("kind", ["single-choice", "multiple-choice", "true-false"])
def test_letters_are_those_of_the_boxes(asked, kind):
    printed = asked[kind]
    right = kind_of(printed.question).right_answer(printed.question)

    places = ["ABCDE"[place] for place, key in enumerate(printed.order) if key in right]
    assert [line[0] for line in lines(printed)] == places
    assert all(line[1:3] == ". " for line in lines(printed))


def test_pairs_name_the_letter_that_belongs(asked):
    printed = asked["matching"]
    letters = letters_of(printed.question, printed.order, "ru")

    for part, line in zip(printed.question.parts, lines(printed, "ru"), strict=True):
        right = printed.question.option(part.right)
        assert line == f"{part.text['ru']} – {letters[part.right]}. {right.text['ru']}"


def test_steps_have_their_numbers_in_the_printed_order(asked):
    printed = asked["ordering"]
    keys = [option.key for option in printed.question.options]

    assert [int(line.split(" – ")[0]) for line in lines(printed)] == [keys.index(key) + 1 for key in printed.order]
    assert [line.split(" – ")[1] for line in lines(printed)] == [
        printed.question.option(key).text["en"] for key in printed.order
    ]


def test_gaps_are_told_by_number(asked):
    printed = asked["gap-fill"]
    numbers = word_numbers(printed.question, "en")

    told = lines(printed)
    assert [int(line.split(" – ")[0]) for line in told] == sorted(numbers.values())
    for part in printed.question.parts:
        line = next(line for line in told if line.startswith(f"{numbers[part.key]} – "))
        if part.right:
            assert line.endswith(printed.question.option(part.right).text["en"])
        else:
            assert all(text in line for text in part.accepted[0].texts["en"])


def test_wrong_words_are_told_by_number(asked):
    printed = asked["error-text"]
    right = kind_of(printed.question).right_answer(printed.question)
    numbers = word_numbers(printed.question, "ky")

    expected = {f"{numbers[key]}. {printed.question.option(key).text['ky']}" for key in right}
    assert set(lines(printed, "ky")) == expected


def test_what_is_typed_is_told_with_all_its_spellings(asked):
    number, text = asked["numeric"], asked["short-text"]
    right = next(answer for answer in number.question.accepted if answer.worth == 1)

    assert right.number in lines(number)[0]
    assert number.question.unit["en"] in lines(number)[0]
    whole = [answer for answer in text.question.accepted if answer.worth == 1]
    assert all(spelt in lines(text)[0] for answer in whole for spelt in answer.texts["en"])
    worth_less = [answer for answer in text.question.accepted if answer.worth != 1]
    assert not [spelt for answer in worth_less for spelt in answer.texts["en"] if spelt in lines(text)[0].split(" / ")]


def test_a_case_is_told_section_by_section(asked):
    printed = asked["scenario"]
    question = printed.question
    nodes, numbers = {node.key: node for node in question.story.nodes}, section_numbers(question.story)

    for value, line in zip(kind_of(question).right_answer(question), lines(printed), strict=True):
        node, chosen = value.split(":")
        place = [choice.key for choice in nodes[node].choices].index(chosen)
        assert line.startswith(f"Section {numbers[node]}: {'ABCDE'[place]}. ")


def test_an_essay_is_left_to_people(asked):
    assert lines(asked["essay"]) == ["Marked by a person with the rubric."]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_key_as_a_document(edition, trainer, language):
    at = make_batch(edition, trainer, language=language)
    both = sheets(at)
    document = printing.print_key(at, [one.sheet for one in both])
    text, flat = text_of(document), "".join(text_of(document).split())

    assert about(document).language == language
    assert about(document).conformance["pdfuaid:part"] == "1"
    assert [tag.name for tag in tags_of(document)].count("Table") == 2
    for one in both:
        assert one.sheet.code[:4] + "-" + one.sheet.code[4:8] in text
        for printed in one.asked:
            assert all("".join(line.split()) in flat for line in lines(printed, language))


def test_the_page_for_typing_names_options_like_the_paper(asked):
    """A letter on the paper that stood for another option on the screen would make wrong answers out of right ones."""
    for kind in KINDS:
        printed = asked[kind]
        question = printed.question
        words = named(words_of(question, "ru"), question, printed.order, "ru")
        for key, name in letters_of(question, printed.order, "ru").items():
            assert words.options[key]["text"] == f"{name}. {question.option(key).text['ru']}"
    endings = named(words_of(asked["scenario"].question, "en"), asked["scenario"].question, [], "en").more["endings"]
    assert set(endings.values()) == {""}
