"""The list of questions: found by what they are, where they are used, and readable however many there are."""

import msgspec
import pytest

from lms.authoring.services import drafts
from lms.core import clock
from tests.authoring.documents import sound_document
from tests.authoring.writing import HOME
from tests.questions.samples import SAMPLES
from tests.support.databases import count_queries


@pytest.fixture
def bank(session, trainer, draft):
    """The bank of the sound module, with one question of each kind and some marks to find questions by."""
    text = sound_document()
    marks = {
        "a1": {"tags": ("speech", "court"), "difficulty": 3},
        "a2": {"stem": {"ky": "", "ru": "Сүйлөө", "en": "Speech"}},
    }
    questions = [msgspec.structs.replace(one, **marks.get(one.key, {})) for one in text.questions]
    kinds = [msgspec.structs.replace(one, key=f"k-{kind}") for kind, one in SAMPLES.items()]
    many = [msgspec.structs.replace(questions[0], key=f"n{number:02d}", tags=()) for number in range(15)]
    changed = tuple(sorted([*questions, *kinds, *many], key=lambda one: one.key))
    drafts.save(draft, msgspec.structs.replace(text, questions=changed), by=trainer.id, what="s", at=clock.now())
    session.commit()
    return changed


def keys_on(page):
    return [" ".join(link.itertext()) for link in page.all("//table[@id='bank']/tbody/tr/th/a")]


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ("tag=speech", ["a1"]),
        ("kind=essay", ["k-essay"]),
        ("missing=ky", ["a2"]),
        ("q=сүйлөө", ["a2"]),
        ("q=СУЙЛОО", ["a2"]),
        ("q=k-order", ["k-ordering"]),
        ("form=B&q=b3", ["b3"]),
        ("form=none&lesson=second&q=z4", ["z4"]),
        ("difficulty=3&form=A&tag=court", ["a1"]),
        ("objective=o1&q=a7", ["a7"]),
        ("q=nowhere", []),
        ("kind=<script>", []),
        ("q=" + "x" * 5000, []),
    ],
)
def test_questions_are_found_by_what_they_are(browser, trainer, bank, asked, keys):
    page = browser(trainer).visit(f"{HOME}/questions?{asked}")

    assert page.status == 200
    assert keys_on(page) == keys
    assert ("No question is like that." in page.text) == (not keys)


def test_a_row_says_what_a_question_is(browser, trainer, bank):
    page = browser(trainer).visit(f"{HOME}/questions?tag=speech")

    [row] = page.all("//table[@id='bank']/tbody/tr")
    cells = {cell.get("data-label"): " ".join("".join(cell.itertext()).split()) for cell in row.xpath("./td")}
    assert cells["Type"] == "One option is right"
    assert cells["Objective"] == "Tell an act from a belief."
    assert cells["Lesson"] == "Lesson first en"
    assert (cells["Difficulty"], cells["Form"], cells["Used in"]) == ("Judge", "A · p1", "–")


def test_a_chosen_filter_can_be_taken_off(browser, trainer, bank):
    page = browser(trainer).visit(f"{HOME}/questions?kind=essay&page=1")

    assert keys_on(page.click("Type: An essay, marked by a person")) == [one.key for one in bank[:20]]


def test_many_questions_come_in_pages(browser, trainer, bank):
    person = browser(trainer)
    pages = [keys_on(person.visit(f"{HOME}/questions?page={number}")) for number in (1, 2, 3)]

    assert [key for page in pages for key in page] == [question.key for question in bank]
    assert keys_on(person.visit(f"{HOME}/questions?page=99")) == pages[2]
    assert keys_on(person.visit(f"{HOME}/questions?page=x")) == pages[0]


def test_an_empty_bank_says_so(browser, session, trainer, draft):
    drafts.save(draft, sound_document(questions=[]), by=trainer.id, what="s", at=clock.now())
    session.commit()

    page = browser(trainer).visit(f"{HOME}/questions")

    assert "No questions yet." in page.text
    assert not page.all("//table")


def test_the_list_asks_the_database_little(app, browser, trainer, bank):
    person = browser(trainer)
    person.visit(f"{HOME}/questions")

    with count_queries(app) as statements:
        person.visit(f"{HOME}/questions")

    assert len(statements) <= 10, statements
