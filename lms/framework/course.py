"""How an indicator went through a year: milestone and value of each period that has begun, as table and chart."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from lms.core.i18n import _
from lms.disclosure.suppression import SIGN
from lms.framework import queries, spans, words
from lms.framework.computing import Computed
from lms.framework.indicators import Indicator
from lms.framework.spans import Span
from lms.framework.table_e import Standing, standing
from lms.reporting.charts import Chart
from lms.reporting.choices import Choice
from lms.reporting.reports import Audience
from lms.ui.charts import Bar
from lms.ui.filters import percent

#: Bars are drawn by whole numbers.
FINE = 100


def stages_of(
    indicator: Indicator, part: str, name: str, year: int, periods: Sequence[tuple[Span, Choice]]
) -> list[Standing]:
    """For the project team."""
    entries = queries.entries_of(year)
    return [standing(indicator, part, name, entries, Computed(choice, Audience.TEAM), span) for span, choice in periods]


def drawn(stages: Sequence[Standing], indicator: Indicator) -> dict[str, Any]:
    """Arguments of the component for tables."""
    labels = spans.labels()
    rows = [
        {
            "period": labels[one.span] if one.span else None,
            "milestone": _shown(one.entry.milestone, indicator),
            "value": SIGN if one.is_hidden else _shown(one.value, indicator),
            "share": None if one.share is None else percent(float(one.share), 0),
        }
        for one in stages
    ]
    columns = [
        {"key": "period", "title": _("Period")},
        {"key": "milestone", "title": _("Indicator milestone"), "kind": "number"},
        {"key": "value", "title": _("Current indicator progress"), "kind": "number"},
        {"key": "share", "title": _("Share of what was planned"), "kind": "number"},
    ]
    return {
        "caption": _("Through the year"),
        "columns": columns,
        "rows": rows,
        "suppressed": any(one.is_hidden for one in stages),
    }


def _shown(value: Decimal | None, indicator: Indicator) -> str | None:
    return None if value is None else words.plain(value, indicator.unit)


def chart_of(stages: Sequence[Standing], indicator: Indicator) -> Chart | None:
    """Two bars for each period, planned and reached; None if there is nothing to compare."""
    labels, bars = spans.labels(), list[Bar]()
    for one in stages:
        period = labels[one.span] if one.span else ""
        if one.entry.milestone is not None:
            words_of = _("%(period)s: planned", period=period)
            bars.append(_bar(words_of, one.entry.milestone, indicator))
        if one.value is not None:
            bars.append(_bar(_("%(period)s: reached", period=period), one.value, indicator))
    if len(bars) <= 1 or not any(bar.value for bar in bars):
        return None
    return Chart(_("Planned and reached"), _("Bar chart. Its numbers stand in the table “Through the year”."), bars)


def _bar(label: str, value: Decimal, indicator: Indicator) -> Bar:
    return Bar(label, max(0, int(value * FINE)), words.plain(value, indicator.unit))


def since_the_start(indicator: Indicator, part: str, choice: Choice) -> str | None:
    """What has been reached in all years together, in words; None where nothing is counted on."""
    if indicator.computed is None or part:
        return None
    value = Computed(choice, Audience.TEAM).since_the_start(indicator.computed)
    return words.amount(value, indicator.unit) if isinstance(value, Decimal) else None
