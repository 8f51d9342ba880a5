"""What a person is told on the result page of an attempt whose key was corrected; rooms above may add to it.

    @result_notes.adds
    def decisions(sitting: Sitting) -> list[str]: ...

Asked only where a key of the edition was corrected.
"""

from collections.abc import Callable
from fractions import Fraction

from lms.core.i18n import _
from lms.quizzes.models import MarkChange
from lms.quizzes.queries import Sitting, changes_of
from lms.ui.filters import long_date, points

Add = Callable[[Sitting], list[str]]

_adds: list[Add] = []


def adds(add: Add) -> Add:
    """Ask this function."""
    if add not in _adds:
        _adds.append(add)
    return add


def notes_on(sitting: Sitting) -> list[str]:
    """Sentences, oldest first."""
    if not sitting.is_corrected or sitting.attempt.released_at is None:
        return []
    numbers = {asked.question.key: asked.number for asked in sitting.asked}
    told = [_told(change, numbers.get(change.question_key, 0)) for change in changes_of(sitting.id)]
    return told + [note for add in _adds for note in add(sitting)]


def _told(change: MarkChange, number: int) -> str:
    """What was and what is, why and when."""
    before, after = change.total_before, change.total_after
    if before is None or after is None:
        before, after = change.points_before, change.points_after
    return _(
        "The key of question %(number)s was wrong and was corrected on %(day)s: %(reason)s Your points were %(before)s "
        "and are %(after)s.",
        number=number,
        day=long_date(change.at),
        reason=change.correction.reason,
        before=points(Fraction(before, change.scale)),
        after=points(Fraction(after, change.scale)),
    )
