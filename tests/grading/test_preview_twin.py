"""What is told beforehand and what is done afterwards are worked out in two ways; they agree for any answers."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from lms.enrolments.models import Enrolment, EnrolmentState
from lms.grading import papers
from lms.grading.errors import NothingChanges
from lms.grading.models import PassDecision, PassState
from lms.quizzes.models import MarkChange
from tests.grading.corrections import author_of, correct, edition_of, hand_in_answers, look
from tests.support.factories import make_enrolment
from tests.support.factories.attempts import READY

KEYS = ("q1", "q2", "q3", "q4")
ANSWERS = st.fixed_dictionaries({key: st.sampled_from([["a"], ["a"], ["b"], ["c"], []]) for key in KEYS})
PEOPLE = st.lists(st.lists(ANSWERS, min_size=1, max_size=2), min_size=1, max_size=5)
ACTS = st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from("abc"), st.booleans()), min_size=1, max_size=3)


def count(session, what, *conditions):
    return session.scalar(select(func.count()).select_from(what).where(*conditions))


@given(people=PEOPLE, acts=ACTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_numbers_beforehand_are_what_happens(session, people, acts):
    edition = edition_of(share="1/2")
    author = author_of(edition)
    for tries in people:
        enrolment = make_enrolment(edition, done=READY)
        for seed, answers in enumerate(tries):
            if enrolment.state is EnrolmentState.OPEN:
                hand_in_answers(edition, answers, enrolment=enrolment, seed=seed)
    mine = Enrolment.module_id == edition.module_id

    for key, right, is_given in acts:
        told = look(edition, author, right, key=key, is_given=is_given)
        completed = count(session, Enrolment, mine, Enrolment.state == EnrolmentState.COMPLETED)
        pending = set(session.scalars(select(PassDecision.id)))
        try:
            correction = correct(edition, author, right, key=key, is_given=is_given)
        except NothingChanges:
            assert (told.attempts, told.newly_passing, told.newly_failing) == (0, 0, 0)
            continue

        opened = session.scalars(select(PassDecision).where(PassDecision.id.not_in(pending))).all()
        assert told.attempts == count(session, MarkChange, MarkChange.correction_id == correction.id)
        assert told.newly_passing == (
            count(session, Enrolment, mine, Enrolment.state == EnrolmentState.COMPLETED) - completed
        )
        assert told.newly_failing == len(opened)
        assert all(one.state is PassState.PENDING for one in opened)
        assert told.certificates == len(papers.codes_of([one.enrolment_id for one in opened]))
