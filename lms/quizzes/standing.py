"""Where a person stands with a test: may it be started, what is missing, how many tries are left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lms.catalogue.models import TrainingModule
from lms.core import clock
from lms.enrolments.queries import Study
from lms.enrolments.requirements import Requirement, StepKind
from lms.quizzes.errors import AlreadyPassed, NoTriesLeft, Paused, QuizNotOpen
from lms.quizzes.models import Attempt, AttemptKind


@dataclass(frozen=True)
class Standing:
    """The account of one test in one enrolment at one moment."""

    kind: AttemptKind
    #: Begun and not handed in; there is one at most.
    open: Attempt | None
    #: Handed in and counted, oldest first.
    counted: tuple[Attempt, ...]
    tries: int
    #: What has to be done before the final quiz opens.
    missing: tuple[Requirement, ...]
    #: The next try opens then.
    paused_until: datetime | None
    #: Closed for good: the module has ended for new starts, or the pre-test comes too late.
    is_closed: bool

    @property
    def tries_used(self) -> int:
        return len(self.counted) + (self.open is not None)

    @property
    def tries_left(self) -> int:
        return max(0, self.tries - self.tries_used)

    @property
    def passed(self) -> Attempt | None:
        if self.kind is AttemptKind.PRE_TEST:
            return None
        return next((attempt for attempt in self.counted if attempt.is_passed), None)

    @property
    def last(self) -> Attempt | None:
        return self.counted[-1] if self.counted else None

    @property
    def may_start(self) -> bool:
        return not self.refusal()

    def refusal(self) -> Exception | None:
        """Why a new attempt cannot be started now."""
        if self.passed:
            return AlreadyPassed()
        if self.missing or self.is_closed:
            return QuizNotOpen()
        if not self.tries_left:
            return NoTriesLeft()
        if self.paused_until:
            return Paused(self.paused_until)
        return None


def standing_of(study: Study, attempts: Sequence[Attempt], kind: AttemptKind, *, at: datetime) -> Standing:
    """Attempts that were set aside count for nothing."""
    mine = [attempt for attempt in attempts if attempt.kind is kind and attempt.set_aside_at is None]
    counted = tuple(attempt for attempt in mine if attempt.handed_in_at)
    is_final = kind is AttemptKind.FINAL
    # A pre-test that was set aside with its edition is not taken twice.
    too_late = not is_final and any(attempt.kind is AttemptKind.FINAL or attempt.set_aside_at for attempt in attempts)
    return Standing(
        kind=kind,
        open=next((attempt for attempt in mine if attempt.handed_in_at is None), None),
        counted=counted,
        tries=study.document.rules.attempts if is_final else 1,
        missing=_missing(study) if is_final else (),
        paused_until=_pause(study, counted, at) if is_final else None,
        is_closed=too_late or not study.is_open or has_ended(study, at),
    )


def _missing(study: Study) -> tuple[Requirement, ...]:
    lines = study.requirements
    if any(line.kind is StepKind.FINAL and line.is_open for line in lines):
        return ()
    return tuple(line for line in lines if line.is_required and not line.is_done and line.kind is not StepKind.FINAL)


def _pause(study: Study, counted: Sequence[Attempt], at: datetime) -> datetime | None:
    """Time to read again: after the second try that was not enough, a day."""
    rules = study.document.rules
    last = counted[-1].handed_in_at if counted else None
    if last is None or len(counted) < rules.pause_after:
        return None
    until = last + timedelta(hours=rules.pause_hours)
    return until if until > at else None


def has_ended(study: Study, at: datetime) -> bool:
    """Whether the edition is withdrawn, or the module retired and its last day over."""
    module: TrainingModule = study.enrolment.module
    is_over = module.finish_until is not None and clock.local_day(at) > module.finish_until
    return is_over or study.enrolment.edition.withdrawn_at is not None
