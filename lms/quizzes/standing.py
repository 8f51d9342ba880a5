"""Where a person stands with a test: may it be started, what is missing, how many tries are left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lms.catalogue.models import TrainingModule
from lms.core import clock
from lms.enrolments.queries import Study
from lms.enrolments.requirements import Requirement, StepKind
from lms.quizzes.errors import AlreadyPassed, NoTriesLeft, Paused, QuizNotOpen, ResultAwaited
from lms.quizzes.models import Attempt, AttemptKind, TestException, TrySet
from lms.quizzes.queries import Tries, exceptions_of, tries_of

#: So long after the last try of a set a new one opens by itself: time to read again.
NEXT_SET_AFTER = timedelta(days=14)


@dataclass(frozen=True)
class Standing:
    """The account of one test in one enrolment at one moment."""

    kind: AttemptKind
    #: Begun and not handed in; there is one at most.
    open: Attempt | None
    #: Handed in here, and the result is not shown yet: a person reads answers, or its day has not come.
    waits: Attempt | None
    #: With a result, oldest first, also in an enrolment that was left since.
    counted: tuple[Attempt, ...]
    #: The set that the next attempt belongs to; None if that one opens a new set, under ``next_set``.
    set: TrySet | None
    next_set: int
    #: How many tries the set holds, and how many of them are used. One begun is used.
    tries: int
    tries_used: int
    #: Tries given beforehand, which the next new set takes in.
    tries_promised: int
    #: What was given to the person, oldest first.
    exceptions: tuple[TestException, ...]
    #: What has to be done before the final quiz opens.
    missing: tuple[Requirement, ...]
    #: The next try opens then.
    paused_until: datetime | None
    #: Every try is used; a new set opens then.
    opens_at: datetime | None
    #: Closed for good: the module has ended for new starts, or the pre-test comes too late.
    is_closed: bool

    @property
    def extra_minutes(self) -> int:
        """What is added to the time of an attempt that begins now."""
        return sum(given.extra_minutes for given in self.exceptions if given.ended_at is None)

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
    def is_used_up(self) -> bool:
        """Every try is used, none was enough, and none is still open."""
        is_busy = self.open is not None or self.waits is not None
        return self.opens_at is not None and not is_busy and not self.passed and not self.is_closed

    @property
    def may_start(self) -> bool:
        return not self.refusal()

    def refusal(self) -> Exception | None:
        """Why a new attempt cannot be started now."""
        if self.passed:
            return AlreadyPassed()
        if self.waits:
            return ResultAwaited()
        if self.missing or self.is_closed:
            return QuizNotOpen()
        if not self.tries_left:
            return NoTriesLeft()
        if self.paused_until:
            return Paused(self.paused_until)
        return None


def read_standing(study: Study, attempts: Sequence[Attempt], kind: AttemptKind, *, at: datetime) -> Standing:
    """The same with the person's newest set and with what was given by exception, read now."""
    enrolment = study.enrolment
    if kind is AttemptKind.PRE_TEST:
        return standing_of(study, attempts, kind, at=at)
    tries = tries_of(enrolment.person_id, enrolment.module_id)
    exceptions = exceptions_of(enrolment.person_id, enrolment.module_id)
    return standing_of(study, attempts, kind, at=at, tries=tries, exceptions=exceptions)


def standing_of(
    study: Study,
    attempts: Sequence[Attempt],
    kind: AttemptKind,
    *,
    at: datetime,
    tries: Tries | None = None,
    exceptions: Sequence[TestException] = (),
) -> Standing:
    """``tries`` is the person's newest set, for the final quiz. Attempts that were set aside count for nothing."""
    mine = [attempt for attempt in attempts if attempt.kind is kind and attempt.set_aside_at is None]
    here = [attempt for attempt in mine if attempt.enrolment_id == study.id]
    is_final = kind is AttemptKind.FINAL
    # A pre-test that was set aside with its edition is not taken twice.
    too_late = not is_final and any(attempt.kind is AttemptKind.FINAL or attempt.set_aside_at for attempt in attempts)
    current = _current(tries, study, at) if is_final else None
    used = current.attempts if current else () if is_final else tuple(mine)
    next_set = tries.set.number + 1 if tries else 1
    promised = sum(given.extra_tries for given in exceptions if given.set_number == next_set)
    size = current.set.size if current else study.document.rules.attempts + promised if is_final else 1
    return Standing(
        kind=kind,
        open=next((one for one in here if one.handed_in_at is None), None),
        waits=next((one for one in here if one.handed_in_at and one.released_at is None), None),
        counted=tuple(attempt for attempt in mine if attempt.released_at),
        set=current.set if current else None,
        next_set=next_set,
        tries=size,
        tries_used=len(used),
        tries_promised=promised,
        exceptions=tuple(exceptions),
        missing=_missing(study) if is_final else (),
        paused_until=_pause(study, used, at) if is_final else None,
        opens_at=_last_moment(used) + NEXT_SET_AFTER if is_final and len(used) >= size else None,
        is_closed=too_late or not study.is_open or has_ended(study, at),
    )


def _current(tries: Tries | None, study: Study, at: datetime) -> Tries | None:
    """The newest set, unless it was passed in an enrolment before, or all of it is used and two weeks have gone by."""
    if tries is None or any(
        one.is_passed and one.released_at and one.enrolment_id != study.id for one in tries.attempts
    ):
        return None
    is_over = len(tries.attempts) >= tries.set.size and all(_is_over(one, study) for one in tries.attempts)
    return None if is_over and _last_moment(tries.attempts) + NEXT_SET_AFTER <= at else tries


def _is_over(attempt: Attempt, study: Study) -> bool:
    """Known not to be passed, or left without a result in an enrolment that was left."""
    return not attempt.is_passed if attempt.released_at else attempt.enrolment_id != study.id


def _last_moment(attempts: Sequence[Attempt]) -> datetime:
    return max(attempt.handed_in_at or attempt.started_at for attempt in attempts)


def _missing(study: Study) -> tuple[Requirement, ...]:
    lines = study.requirements
    if any(line.kind is StepKind.FINAL and line.is_open for line in lines):
        return ()
    return tuple(line for line in lines if line.is_required and not line.is_done and line.kind is not StepKind.FINAL)


def _pause(study: Study, used: Sequence[Attempt], at: datetime) -> datetime | None:
    """Time to read again: after the second try that was not enough, a day."""
    rules = study.document.rules
    if not used or len(used) < rules.pause_after:
        return None
    until = _last_moment(used) + timedelta(hours=rules.pause_hours)
    return until if until > at else None


def has_ended(study: Study, at: datetime) -> bool:
    """Whether the edition is withdrawn, or the module retired and its last day over."""
    module: TrainingModule = study.enrolment.module
    is_over = module.finish_until is not None and clock.local_day(at) > module.finish_until
    return is_over or study.enrolment.edition.withdrawn_at is not None
