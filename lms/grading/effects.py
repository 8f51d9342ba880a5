"""What a corrected key does to people, worked out without changing anything: exact fractions, no database.

A person's result is looked at as a whole: one attempt may fall below the standard while another reaches it, and then
nothing is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from lms.enrolments.models import EnrolmentState
from lms.questions.documents import Question
from lms.questions.kinds import kind_of
from lms.quizzes.models import Attempt, AttemptKind, Mark

#: Numbers of people below it are not told to trainers.
FEWEST_TOLD = 5


@dataclass(frozen=True)
class Effect:
    """One attempt: what the question earned and earns, in points; ``passes`` under the corrected key."""

    attempt: Attempt
    before: Fraction
    after: Fraction
    passes: bool

    @property
    def is_change(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Preview:
    """How many are concerned; counts only, and never of whom."""

    attempts: int = 0
    newly_passing: int = 0
    newly_failing: int = 0
    certificates: int = 0


def told(count: int) -> str:
    """``·`` for a few: nobody can be singled out. That it is nobody at all is said."""
    return str(count) if count == 0 or count >= FEWEST_TOLD else "·"


def earned(question: Question, mark: Mark, *, is_given: bool) -> Fraction:
    """The share of the point under a key."""
    return Fraction(1) if is_given else kind_of(question).share(question, mark.chosen)


def effect_on(attempt: Attempt, mark: Mark, question: Question, share: Fraction, *, is_given: bool) -> Effect | None:
    """None where a person has still to read the answer. ``share``: what the edition asks to pass."""
    if mark.points is None:
        return None
    before = Fraction(mark.points, mark.points_possible)
    after = earned(question, mark, is_given=is_given)
    total = Fraction(attempt.points or 0, attempt.scale) - before + after
    return Effect(attempt, before, after, total >= share * Fraction(attempt.points_possible, attempt.scale))


def counts(attempt: Attempt) -> bool:
    """Whether passing it would mean something."""
    return attempt.kind is AttemptKind.FINAL and attempt.set_aside_at is None and attempt.released_at is not None


def passes_before(attempts: Sequence[Attempt]) -> bool:
    return any(bool(attempt.is_passed) for attempt in attempts if counts(attempt))


def passes_after(attempts: Sequence[Attempt], effects: Sequence[Effect]) -> bool:
    """Whether the person passes by any attempt."""
    by_id = {effect.attempt.id: effect.passes for effect in effects if effect.is_change}
    return any(by_id.get(attempt.id, bool(attempt.is_passed)) for attempt in attempts if counts(attempt))


def can_pass_now(attempts: Sequence[Attempt]) -> bool:
    """Whether a pass can still be recorded: not for somebody who has left the module, or has completed it already."""
    return any(attempt.enrolment.state is EnrolmentState.OPEN for attempt in attempts)


def can_lose(attempts: Sequence[Attempt]) -> bool:
    return any(attempt.enrolment.state is not EnrolmentState.WITHDRAWN for attempt in attempts)
