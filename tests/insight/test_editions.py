"""Figures follow a question through editions as long as its key is the same, and through what is left after a year."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.catalogue.models import EditionChange
from lms.catalogue.services import ReviewFacts, publish_edition
from lms.core import clock
from lms.core.extensions import db
from lms.insight.answers import answers_of
from lms.insight.figures import judge
from lms.insight.limits import least
from lms.measures import Counted, ItemFigures, Totals, judge_whole
from lms.quizzes.models import Mark
from lms.quizzes.retention import count_and_remove_answers
from tests.insight.conftest import KEYS, crowd, sat
from tests.insight.crowds import write
from tests.insight.test_pages import lines, one
from tests.support.packs import question, small_module


def publish(edition, questions):
    document = small_module("asked", code="M92", questions=questions)
    at = clock.now()
    made = publish_edition(
        edition.module,
        document,
        change=EditionChange.CONTENT,
        review=ReviewFacts(True, clock.local_day(at)),
        by=None,
        at=at,
    )
    db.session.commit()
    return made


@pytest.fixture
def second(edition):
    """Another wording of q1, another key of q2."""
    reworded = {**question("q1"), "stem": {"ky": "Башка", "ru": "Иначе", "en": "Otherwise"}}
    return publish(edition, [reworded, question("q2", right=("b",)), question("q3"), question("q4")])


def test_another_wording_is_the_same_question_and_another_key_is_not(browser, edition, second, trainer):
    write(edition, crowd(40))
    write(second, crowd(40))
    test = judge(answers_of(edition.module_id), least())
    asked = {judged.stretch.name: judged.figures.asked for judged in test.questions}

    assert asked == {"q1": 80, "q2": 40, "q2.1": 40, "q3": 80, "q4": 80}
    page = browser(trainer).visit(one("q1"))
    assert "Otherwise" in page.text
    assert "2 wordings with the same key" in page.text
    older = browser(trainer).visit(f"{one('q2')}?edition=1")
    assert [row[1] for row in lines(older, "chosen")][:2] == ["right", "not right"]
    assert older.click("Editions: 2").path == one("q2")


def test_a_test_that_asks_everybody_something_else_is_judged_by_position(edition):
    people = crowd(60)
    for n, who in enumerate(people):
        missing = KEYS[n % 4]
        who.answers.pop(missing)
        who.right.discard(missing)
    write(edition, people)
    test = judge(answers_of(edition.module_id), least())

    rows = [
        (place, float(key in who.right), float(len(who.right)), 1)
        for who in people
        for place, key in enumerate(who.answers)
    ]
    totals = Totals.of(((float(len(who.right)), 1) for who in people), maximum=3.0)
    assert test.is_by_position
    assert asdict(test.whole) == pytest.approx(asdict(judge_whole(Counted.of(rows), totals)))
    assert all(
        judged.figures.effective_weight is None for judged in test.questions if isinstance(judged.figures, ItemFigures)
    )


def test_tests_of_another_length_are_left_out(edition):
    short = crowd(10)
    for who in short:
        who.answers.pop("q4")
        who.right.discard("q4")
    write(edition, [*crowd(40), *short])
    answers = answers_of(edition.module_id)

    assert (answers.number, answers.left_out, answers.maximum) == (40, 10, 4.0)


def test_answers_older_than_a_year_count_in_shares_only(browser, edition, trainer):
    write(edition, [sat(*KEYS, n=n) for n in range(40)])
    clock.freeze(clock.now() + timedelta(days=370))
    count_and_remove_answers(clock.now())
    db.session.commit()
    assert db.session.scalar(select(Mark.attempt_id).limit(1)) is None
    write(edition, [sat("q2", "q3", n=n) for n in range(40)])

    page = browser(trainer).visit(one("q1"))
    (a,) = [row for row in lines(page, "chosen") if row[0] == "Option a of q1"]

    assert "Facility then: 50%" in page.text
    assert (a[2], a[-1]) == ("0%", "50%")
    assert judge(answers_of(edition.module_id), least()).answers.number == 40
