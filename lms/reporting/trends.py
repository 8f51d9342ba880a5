"""An institution against itself: this period, the one before it, and the target of the year.

Differences are taken of the numbers that are shown, so that a reader who subtracts gets the same; what is hidden in
one of the two periods gives no difference.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from lms.core.i18n import _, p_
from lms.disclosure.suppression import SIGN
from lms.reporting.beside import Counts
from lms.reporting.dimensions import rounded, share
from lms.reporting.models import InstitutionTarget
from lms.reporting.reports.base import Table, Value
from lms.reporting.standing import PLACES, Span
from lms.reporting.sums import Result
from lms.reporting.trees import YEAR
from lms.sheets import Column, Kind
from lms.ui.filters import number

BEFORE, CHANGE, TARGET, AGAINST = "before", "change", "target", "against"
HUNDRED = 100


class Trend(StrEnum):
    """What is compared with the period before and with the target."""

    PEOPLE = "people"
    ENROLLED = "enrolled"
    COMPLETED = "completed"
    CERTIFICATES = "certificates"
    COMPLETION = "completion"
    WOMEN = "women"
    REACHED = "reached"
    MEAN = "mean"
    GAIN = "gain"

    @property
    def is_count(self) -> bool:
        return self in COUNTS

    @property
    def kind(self) -> Kind:
        return Kind.INTEGER if self.is_count else Kind.PERCENT


COUNTS = (Trend.PEOPLE, Trend.ENROLLED, Trend.COMPLETED, Trend.CERTIFICATES)
SHARES = (Trend.COMPLETION, Trend.WOMEN, Trend.REACHED, Trend.MEAN, Trend.GAIN)
#: Those that come from quizzes, and so only from quarters and years that have ended.
OF_QUIZZES = frozenset({Trend.REACHED, Trend.MEAN, Trend.GAIN})

#: Which counts each of the others is made of; none are needed for what comes from quizzes.
MADE_OF: Mapping[Trend, frozenset[str]] = {
    **{trend: frozenset({trend.value}) for trend in COUNTS},
    Trend.COMPLETION: frozenset({"cohort", "kept"}),
    Trend.WOMEN: frozenset({"women", "men"}),
    **dict.fromkeys(OF_QUIZZES, frozenset()),
}

#: What is compared to what is shown of it.
Values = Mapping[Trend, Value]


def trend_labels() -> dict[Trend, str]:
    return {
        Trend.PEOPLE: _("People who completed a module"),
        Trend.ENROLLED: _("Enrolled"),
        Trend.COMPLETED: _("Completed"),
        Trend.CERTIFICATES: _("Certificates issued"),
        Trend.COMPLETION: _("Completion rate"),
        Trend.WOMEN: _("%(sign)s women", sign="%"),
        Trend.REACHED: _("Reached the standard"),
        Trend.MEAN: _("Mean of points"),
        Trend.GAIN: _("Mean gain"),
    }


@dataclass(frozen=True)
class Quizzed:
    """What is known of an institution from quizzes, as far as it may be shown."""

    result: Result | None
    has_result: bool
    gain: Result | None = None
    has_gain: bool = False

    def value(self, trend: Trend) -> Value:
        is_gain = trend is Trend.GAIN
        result = self.gain if is_gain else self.result
        if result is None:
            return SIGN if (self.has_gain if is_gain else self.has_result) else None
        return rounded(result.reached_share if trend is Trend.REACHED else result.mean, PLACES)


def values_of(counts: Counts, quizzed: Quizzed, *, women: Value) -> dict[Trend, Value]:
    """Everything that is compared. ``women`` is said by whoever knows how much of it may be shown."""
    return {
        Trend.PEOPLE: counts.people,
        Trend.ENROLLED: counts.enrolled,
        Trend.COMPLETED: counts.completed,
        Trend.CERTIFICATES: counts.certificates,
        Trend.COMPLETION: share(counts.kept, counts.cohort),
        Trend.WOMEN: women,
        **{trend: quizzed.value(trend) for trend in OF_QUIZZES},
    }


def women_among(counts: Counts) -> Value:
    """For those who may see every number."""
    return share(counts.women, counts.women + counts.men)


def women_shown(people: Table | None) -> Value:
    """For a focal point: only where women and men stand in the own table by sex and age; else hidden."""
    total = people.total if people is not None else None
    women, men = (total["female"], total["male"]) if total else (SIGN, SIGN)
    return share(women, women + men) if isinstance(women, int) and isinstance(men, int) else SIGN


def targets_in(span: Span, target: InstitutionTarget | None) -> dict[Trend, Value]:
    """Targets are for years: a quarter has none."""
    if target is None or span.quarter != YEAR:
        return {}
    return {
        Trend.PEOPLE: target.people,
        Trend.COMPLETION: _of_hundred(target.completion),
        Trend.WOMEN: _of_hundred(target.women),
    }


def _of_hundred(percent: int | None) -> Decimal | None:
    return None if percent is None else Decimal(percent) / HUNDRED


def difference(now: Value, other: Value) -> Value:
    """Of two numbers that are shown: a count, or percentage points."""
    if isinstance(now, int) and isinstance(other, int):
        return now - other
    if isinstance(now, Decimal) and isinstance(other, Decimal):
        return (now - other) * HUNDRED
    return SIGN if SIGN in (now, other) and None not in (now, other) else None


def compared(trend: Trend, now: Values, before: Values, target: Values) -> dict[str, Value]:
    """The four cells beside a number."""
    aim = target.get(trend)
    return {
        BEFORE: before.get(trend),
        CHANGE: difference(now[trend], before.get(trend)),
        TARGET: aim,
        AGAINST: difference(now[trend], aim),
    }


def compared_columns(trends: Sequence[Trend], span: Span) -> list[Column]:
    is_count = trends[0].is_count
    kind, apart = trends[0].kind, Kind.INTEGER if is_count else Kind.DECIMAL
    return [
        Column(BEFORE, span.previous().label(), kind),
        Column(CHANGE, p_("reports", "Change") if is_count else _("Change, percentage points"), apart),
        Column(TARGET, _("Target of the year"), kind),
        Column(AGAINST, _("Against the target") if is_count else _("Against the target, percentage points"), apart),
    ]


def trend_tables(span: Span, now: Values, before: Values, target: Values) -> list[Table]:
    """The record against itself: what is counted, then shares."""
    titles = {
        COUNTS: _("Counts against the period before and the target"),
        SHARES: _("Shares against the period before and the target"),
    }
    return [_trend_table(f"trend-{n}", titles[trends], trends, span, now, before, target) for n, trends in NUMBERED]


NUMBERED = (("counts", COUNTS), ("shares", SHARES))


def _trend_table(
    slug: str, title: str, trends: Sequence[Trend], span: Span, now: Values, before: Values, target: Values
) -> Table:
    labels = trend_labels()
    rows = [{"row": labels[trend], "now": now[trend], **compared(trend, now, before, target)} for trend in trends]
    return Table(
        slug=slug,
        title=title,
        columns=[
            Column("row", _("What is compared")),
            Column("now", span.label(), trends[0].kind),
            *compared_columns(trends, span),
        ],
        rows=rows,
        notes=[] if trends == COUNTS else [completion_note(), gain_note()],
        has_hidden=any(SIGN in row.values() for row in rows),
    )


def completion_note() -> str:
    return _(
        "Completion rate: of those who began in a quarter, how many completed within 90 days after its end. Counted "
        "are quarters whose 90 days ended in the period."
    )


def gain_note() -> str:
    return _(
        "Mean gain: the mean of the differences between the pre-test and the first final quiz, in per cent of the "
        "points, of people whose 90 days ended in the period and who took both. It is shown for ten people or more."
    )


def in_words(row: Mapping[str, object]) -> dict[str, object]:
    """The two differences of a row with a sign and a word, so that no colour is needed."""
    return {
        **row,
        **{key: words(row[key]) for key, words in ((CHANGE, change_words), (AGAINST, target_words)) if key in row},
    }


def change_words(value: object) -> object:
    if not isinstance(value, int | Decimal):
        return value
    if value > 0:
        # i18n: change against the period before: a number has risen; %(number)s is like +5
        return _("↑ %(number)s, more", number=signed(value))
    # i18n: change against the period before: a number has fallen, or has stayed
    return _("↓ %(number)s, less", number=signed(value)) if value < 0 else _("= as before")


def target_words(value: object) -> object:
    if not isinstance(value, int | Decimal):
        return value
    if value < 0:
        # i18n: distance to a target: %(number)s is like −5
        return _("↓ %(number)s, below", number=signed(value))
    # i18n: distance to a target: %(number)s is like +5
    return _("↑ %(number)s, reached", number=signed(value)) if value > 0 else _("= reached")


def signed(value: int | Decimal) -> str:
    """With a plus or a real minus."""
    shown = number(abs(value), 0 if isinstance(value, int) else 1)  # type: ignore[arg-type]
    return f"{'−' if value < 0 else '+'}{shown}"
