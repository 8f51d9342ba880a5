"""Any order of starting, saving, replaying, handing in and waiting, compared with a model that fits on a page."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from lms.core.extensions import db
from lms.enrolments.queries import study_from
from lms.quizzes import services
from lms.quizzes.errors import AlreadyHandedIn, AlreadyPassed, NoTriesLeft, Paused
from lms.quizzes.models import Attempt, AttemptKind, Mark, Response, Try
from lms.quizzes.standing import NEXT_SET_AFTER
from tests.support.factories import make_edition, make_enrolment
from tests.support.factories.attempts import READY, right_keys, sitting

TRIES, PAUSE_AFTER, PAUSE = 3, 2, timedelta(hours=24)
NEEDED = 9


class Machine(RuleBasedStateMachine):
    """One person at one final quiz. ``tries``: (handed in at, points) of the set at hand; an open one has None."""

    edition = None
    begun = None

    @initialize()
    def arrive(self):
        self.now = self.begun
        self.enrolment = make_enrolment(self.edition, done=READY)
        self.tries, self.sent, self.number = [], [], 0
        self.attempt, self.stored = None, {}

    # ── What may happen ──────────────────────────────────────────────────────

    @rule(hours=st.sampled_from([1, 23, 25, 24 * 13, 24 * 15]))
    def wait(self, hours):
        self.now += timedelta(hours=hours)

    @rule(seed=st.integers(0, 5))
    def start(self, seed):
        refusal = self.refusal()
        study = study_from(self.enrolment)
        if refusal is not None:
            with pytest.raises(refusal):
                services.start_attempt(study, AttemptKind.FINAL, seed=seed, by=None, at=self.now)
            return
        was_open = self.attempt is not None
        attempt = services.start_attempt(study, AttemptKind.FINAL, seed=seed, by=None, at=self.now)
        db.session.flush()
        if was_open:
            assert attempt is self.attempt
            return
        if self.set_is_over():
            self.tries = []
        self.number += 1
        self.attempt, self.stored, self.sent = attempt, {}, []
        self.tries.append((None, None))
        assert attempt.number == self.number

    def refusal(self):
        if any(points is not None and points >= NEEDED for _at, points in self.tries):
            return AlreadyPassed
        if self.attempt is not None or self.set_is_over():
            return None
        if len(self.tries) >= TRIES:
            return NoTriesLeft
        if len(self.tries) >= PAUSE_AFTER and self.tries[-1][0] + PAUSE > self.now:
            return Paused
        return None

    def set_is_over(self):
        full = len(self.tries) >= TRIES and self.attempt is None
        return full and self.tries[-1][0] + NEXT_SET_AFTER <= self.now

    @precondition(lambda self: self.attempt is not None)
    @rule(place=st.integers(0, 11), is_right=st.booleans(), behind=st.sampled_from([0, 0, 0, 1]))
    def save(self, place, is_right, behind):
        key, options = self.attempt.drawn[place]
        right = self.right_of(key)
        value = right if is_right else [next(option for option in options if option not in right)]
        revision, before = self.stored.get(key, (0, None))
        base = max(0, revision - behind)
        write = services.Write(key, value, f"w-{len(self.sent):08}", base)
        saved = services.save_answers(sitting(self.attempt), [write], at=self.now)
        self.sent.append((write, self.attempt))
        if base == revision:
            self.stored[key] = (revision + 1, value)
            assert saved.revisions == {key: revision + 1}
        elif before == value:
            assert saved.revisions == {key: revision}
        else:
            assert saved.conflicts[key].chosen == before

    @precondition(lambda self: self.sent and self.attempt is not None)
    @rule(data=st.data())
    def replay(self, data):
        """A write that was lost on its way back is sent again: nothing changes, and nobody is told of a conflict
        with oneself."""
        write, _attempt = data.draw(st.sampled_from(self.sent))
        before = dict(self.stored)
        saved = services.save_answers(sitting(self.attempt), [write], at=self.now)
        assert self.rows() == before
        assert set(saved.revisions) | set(saved.conflicts) == {write.question}

    @precondition(lambda self: self.attempt is not None)
    @rule()
    def hand_in(self):
        services.hand_in(sitting(self.attempt), by=None, at=self.now)
        db.session.flush()
        points = sum(value == self.right_of(key) for key, (_revision, value) in self.stored.items())
        assert (self.attempt.points, self.attempt.is_passed) == (points, points >= NEEDED)
        self.tries[-1] = (self.now, points)
        self.last, self.attempt = self.attempt, None

    @precondition(lambda self: self.tries and self.attempt is None)
    @rule()
    def hand_in_again(self):
        marks = self.marks(self.last)
        services.hand_in(sitting(self.last), by=None, at=self.now + timedelta(minutes=1))
        assert self.marks(self.last) == marks
        assert (self.last.handed_in_at, self.last.points) == self.tries[-1]

    @precondition(lambda self: self.sent and self.attempt is None)
    @rule()
    def save_too_late(self):
        write, _attempt = self.sent[-1]
        with pytest.raises(AlreadyHandedIn):
            services.save_answers(sitting(self.last), [write], at=self.now)

    # ── What always holds ────────────────────────────────────────────────────

    @invariant()
    def what_is_stored_is_what_was_acknowledged(self):
        if self.attempt is not None:
            assert self.rows() == self.stored

    @invariant()
    def no_set_holds_more_than_its_size(self):
        sizes = select(func.count()).select_from(Try).join(Attempt).where(Attempt.enrolment_id == self.enrolment.id)
        assert all(count <= TRIES for count in db.session.scalars(sizes.group_by(Try.set_id)))

    def right_of(self, key):
        return right_keys(sitting(self.attempt or self.last).document.questions_by_key[key])

    def rows(self):
        query = select(Response).where(Response.attempt_id == self.attempt.id).execution_options(populate_existing=True)
        return {row.question_key: (row.revision, row.chosen) for row in db.session.scalars(query)}

    def marks(self, attempt):
        query = select(Mark.question_key, Mark.points).where(Mark.attempt_id == attempt.id)
        return sorted(map(tuple, db.session.execute(query)))


def test_an_attempt_does_what_its_model_does(session, frozen):
    Machine.edition, Machine.begun = make_edition(), frozen

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_a_model_that_forgets_the_pause_is_caught(session, frozen):
    """The machine is a test only if it can fail."""
    Machine.edition, Machine.begun = make_edition(), frozen

    class Forgetful(Machine):
        def refusal(self):
            found = super().refusal()
            return None if found is Paused else found

    with pytest.raises(Paused):
        run_state_machine_as_test(
            Forgetful,
            settings=settings(
                max_examples=200,
                stateful_step_count=25,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                database=None,
                derandomize=True,
                phases=[Phase.generate],  # that it is caught is enough: the shortest way there takes minutes
            ),
        )
