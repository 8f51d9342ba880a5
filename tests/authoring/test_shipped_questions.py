"""The questions of the shipped modules, asked as the platform asks them: what authors call right earns the point."""

import pytest

from lms.authoring.packs import Known, open_pack, read_unchecked
from lms.core.i18n import LANGUAGES
from lms.questions.kinds import KINDS, kind_of
from tests.support.answering import UNFORESEEN, right_answer, wrong_answer
from tests.support.shipped import CONTENT, SHIPPED

#: Nobody should have to wait for a marker to finish a module, and a bare true or false is guessed too easily.
NOT_IN_A_BANK = {"essay", "true-false"}


@pytest.fixture(scope="module")
def documents(app):
    with app.app_context():
        return {slug: read_unchecked(open_pack(CONTENT / slug), Known()).document for slug in SHIPPED}


@pytest.fixture(scope="module")
def questions(documents):
    return [question for document in documents.values() for question in (*document.checks, *document.questions)]


def spellings(accepted, language):
    """What a person might type for an answer that earns the whole point."""
    return [accepted.number] if accepted.number else list(accepted.texts.get(language, ()))


def test_between_them_the_banks_ask_in_every_kind_that_is_marked_at_once(documents):
    asked = {question.kind for document in documents.values() for question in document.questions}

    assert asked == set(KINDS) - NOT_IN_A_BANK


def test_the_forms_of_the_pre_test_choose_from_options(documents):
    for document in documents.values():
        forms = [question for question in document.questions if question.form]
        assert len(forms) == 16
        assert {question.kind for question in forms} <= {"single-choice", "multiple-choice"}


def test_what_is_right_earns_the_point_and_what_is_wrong_nothing(questions):
    for question in questions:
        kind = kind_of(question)
        assert kind.share(question, right_answer(question)) == 1, question.key
        assert kind.share(question, wrong_answer(question)) == 0, question.key


def test_a_typed_answer_is_accepted_in_each_language(questions):
    typed = [question for question in questions if question.accepted]
    assert typed
    for question in typed:
        kind = kind_of(question)
        for accepted in question.accepted:
            for language in LANGUAGES:
                said = spellings(accepted, language)
                assert said, f"{question.key}, {accepted.key}: nothing to type in {language}"
                assert {kind.share(question, [text]) for text in said} == {accepted.worth}, question.key
        assert kind.share(question, [UNFORESEEN]) == 0


def test_a_number_is_taken_as_people_write_it(documents):
    question = documents["foundations"].questions_by_key["q31-four-thousand-names"]

    assert {kind_of(question).share(question, [text]) for text in ("99.9", "99,9", "99,9 %", "99.9%")} == {1}


def test_marking_every_place_of_a_text_earns_nothing(questions):
    texts = [question for question in questions if question.kind == "error-text"]
    assert texts
    for question in texts:
        assert kind_of(question).share(question, [option.key for option in question.options]) == 0, question.key


def test_every_way_through_the_case_takes_three_decisions(questions):
    stories = [question.story for question in questions if question.kind == "scenario"]

    def lengths(story, key):
        place = story.places[key]
        if place in story.endings:
            return {0}
        return {1 + more for choice in place.choices for more in lengths(story, choice.next)}

    assert stories
    for story in stories:
        assert lengths(story, story.start) == {3}
