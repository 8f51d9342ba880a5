"""An edition is withdrawn between pre-test and final quiz: no gain is said, and the person is trained all the same.

The other edge cases of counting stand in test_facts (institution, halves of a year, not stated, consent), test_results
(attempts, fewer than ten) and test_tables (percentages).
"""

from datetime import timedelta

from lms.catalogue.models import EditionChange
from lms.catalogue.services import ReviewFacts, publish_edition, withdraw_edition
from lms.core import clock
from lms.quizzes.models import AttemptKind
from lms.reporting.choices import Choice, Measure, Period
from lms.reporting.counting import counts
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.factories.attempts import READY, hand_in, make_attempt
from tests.support.packs import small_module


def result_page(browser, account, attempt):
    return browser(account).visit(f"/en/modules/practice/quiz/{attempt.id}/result")


def replace(edition, at):
    """The text was wrong: another edition takes its place, and people in the middle move to it."""
    document = small_module(level="advanced")
    review = ReviewFacts(is_reviewed=False)
    publish_edition(edition.module, document, change=EditionChange.CONTENT, review=review, by=None, at=at)
    withdraw_edition(edition, reason="A wrong article was cited.", at=at)


def test_a_pre_test_of_another_edition_gives_no_gain_and_the_person_is_trained(browser, session, frozen):
    judge = make_account()
    edition = make_edition(small_module())
    enrolment = make_enrolment(edition, judge.person, done=READY)
    hand_in(make_attempt(enrolment, AttemptKind.PRE_TEST), 3)

    replace(edition, frozen)
    session.commit()
    later = frozen + timedelta(days=1)
    final = hand_in(make_attempt(enrolment, at=later), 12, at=later)
    page = result_page(browser, judge, final)

    today = clock.local_day(later)
    assert final.edition_id == enrolment.edition_id != edition.id
    assert "You have passed" in page.heading or "Passed" in page.text
    assert "→" not in page.text
    assert sum(row[-1] for row in counts(Measure.PEOPLE, Choice(Period(today, today)))) == 1


def test_the_gain_is_said_where_both_tests_are_of_one_edition(browser, session, frozen):
    judge = make_account()
    enrolment = make_enrolment(make_edition(small_module()), judge.person, done=READY)
    hand_in(make_attempt(enrolment, AttemptKind.PRE_TEST), 3)

    assert "3 of 8 → 8 of 8" in result_page(browser, judge, hand_in(make_attempt(enrolment), 12)).text
