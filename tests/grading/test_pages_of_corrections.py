"""A trainer says what was wrong, sees numbers and no people, and confirms; the coordinator decides about each pass."""

import pytest
from sqlalchemy import func, select

from lms.core import jobs
from lms.grading.models import PassDecision, PassState
from lms.quizzes.models import KeyCorrection
from tests.grading.corrections import WHY, author_of, correct, edition_of, hand_in_answers
from tests.support.factories import make_account, make_person
from tests.support.factories.attempts import make_attempt
from tests.support.packs import question

WRONG = {"q2": ["b"]}


@pytest.fixture
def edition(session):
    return edition_of()


@pytest.fixture
def author(edition):
    return author_of(edition)


def page_of(edition, key="q1"):
    return f"/en/studio/modules/{edition.module.slug}/questions/{key}/correct"


def test_a_correction_is_said_looked_at_and_confirmed(session, browser, edition, author):
    attempts = [hand_in_answers(edition, WRONG) for _ in range(5)]

    page = browser(author).visit(page_of(edition)).submit("See what would change", right="b", reason=WHY)
    assert "Nothing is changed yet." in page.text
    assert "Attempts in which the point changes5" in page.text
    assert "People whose points would be too few5" in page.text
    assert session.scalar(select(func.count()).select_from(KeyCorrection)) == 0
    page = page.submit("Correct the key and mark again")
    jobs.work_off()

    assert "What was handed in is being marked again." in page.text
    assert [attempt.points for attempt in attempts] == [2] * 5
    again = browser(author).visit(page_of(edition))
    assert "Everything that was handed in is marked again." in again.text
    assert again.all("//input[@name='right'][@checked]/@value") == ["b"]


def test_a_few_people_are_a_dot_and_nobody_is_nobody(session, browser, edition, author):
    for _ in range(4):
        hand_in_answers(edition, WRONG)

    page = browser(author).visit(page_of(edition)).submit("See what would change", right="b", reason=WHY)

    assert "Attempts in which the point changes·" in page.text
    assert "People whose points would be too few·" in page.text
    assert "People who would pass now0" in page.text


def test_two_presses_are_one_correction(session, browser, edition, author):
    hand_in_answers(edition, WRONG)
    page = browser(author).visit(page_of(edition)).submit("See what would change", right="b", reason=WHY)

    page.submit("Correct the key and mark again")
    second = page.submit("Correct the key and mark again")

    assert "The key says so already." in second.notice
    assert session.scalar(select(func.count()).select_from(KeyCorrection)) == 1
    assert session.scalar(select(func.count()).select_from(jobs.Job).where(jobs.Job.name.endswith("regrade"))) == 1


def test_a_reason_is_asked_and_what_is_no_key_is_refused(session, browser):
    edition = edition_of(question("q1", kind="multiple-choice", right=("a", "b")), question("q2"), question("q3"))
    author = author_of(edition)
    page = browser(author).visit(page_of(edition))

    silent = page.submit("See what would change", right=["a"], reason="")
    empty = page.submit("See what would change", right=[], reason=WHY)

    assert silent.status == 422
    assert "Write the reason." in silent.text
    assert empty.status == 422
    assert "Choose at least one answer." in empty.text


def test_only_its_trainers_correct_a_key(session, browser, edition, author):
    for stranger in (make_account("trainer"), make_account("coordinator"), make_account()):
        assert browser(stranger).visit(page_of(edition)).status == 404
    assert browser(author).visit(page_of(edition, key="nothing")).status == 404
    assert browser(author).visit(page_of(edition)).status == 200


def test_the_question_is_found_from_the_editions(session, browser, edition, author):
    page = browser(author).visit(f"/en/studio/modules/{edition.module.slug}/editions").click("Correct a key")

    assert page.click("Stem of q1").heading == "Correct the key of a question"


def test_the_person_reads_what_has_changed_and_why(session, browser, edition, author):
    judge = make_account()
    attempt = hand_in_answers(edition, WRONG, person=judge.person)
    correct(edition, author, "b")

    page = browser(judge).visit(f"/en/modules/{edition.module.slug}/quiz/{attempt.id}/result")

    assert page.heading.startswith("Passed")
    assert WHY in page.text
    assert "Your points were 3 and are 2." in page.text
    assert "Your pass stands until the coordinator has decided." in page.text


def test_who_has_not_been_corrected_reads_nothing_of_it(session, browser, edition, author):
    judge = make_account()
    attempt = hand_in_answers(edition, {"q1": []}, person=judge.person)
    correct(edition, author, "b")

    assert WHY not in browser(judge).visit(f"/en/modules/{edition.module.slug}/quiz/{attempt.id}/result").text


def test_the_coordinator_decides_without_a_score(session, browser, edition, author):
    judge = make_account(person=make_person("Канарейкина Жибек"))
    attempt = hand_in_answers(edition, WRONG, person=judge.person)
    correct(edition, author, "b")
    coordinator = make_account("coordinator")

    page = browser(coordinator).visit("/en/reports").click("Passes after a corrected key")
    assert "Канарейкина Жибек" in page.text
    page = page.click("Канарейкина Жибек")
    assert not [words for words in ("2 of", "points", "of 4") if words in page.text]
    page = page.submit("Decide", decision="withdraw", reason="Эреже ушундай.")

    assert "Nothing waits for a decision." in page.text
    assert session.scalars(select(PassDecision.state)).one() is PassState.WITHDRAWN
    told = browser(judge).visit(f"/en/modules/{edition.module.slug}/quiz/{attempt.id}/result")
    assert told.heading.startswith("Not enough yet")
    assert "your pass does not stand: Эреже ушундай." in told.text
    assert make_attempt(attempt.enrolment, seed=5).number == 2


def test_nobody_decides_about_the_own_pass_nor_after_the_own_correction(session, browser):
    edition = edition_of()
    coordinator = make_account("coordinator")
    hand_in_answers(edition, WRONG, person=coordinator.person)
    correct(edition, author_of(edition), "b")
    decision = session.scalars(select(PassDecision)).one()

    assert browser(coordinator).visit(f"/en/reports/corrections/{decision.id}").status == 404
    assert browser(make_account("coordinator")).visit(f"/en/reports/corrections/{decision.id}").status == 200
    assert browser(make_account("administrator")).visit("/en/reports/corrections").status == 404
