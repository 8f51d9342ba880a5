"""Table E: the results framework as a sheet, a row for each indicator, with the columns a donor's template has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lms.core.i18n import _, in_language
from lms.framework import queries, words
from lms.framework.computing import computed, rate_of
from lms.framework.indicators import Indicator, indicators
from lms.framework.models import IndicatorEntry
from lms.reporting.choices import Choice
from lms.reporting.reports.base import Table
from lms.sheets import Column, Kind


@dataclass(frozen=True)
class Standing:
    """An indicator, what is set for it in the year, and where it stands."""

    indicator: Indicator
    entry: IndicatorEntry | None
    value: Decimal | None
    #: Of a survey, in per cent: how many of those who were asked answered.
    response_rate: Decimal | None = None

    @property
    def aim(self) -> Decimal | None:
        """What the value is measured against: the milestone of the year, else the target of the project."""
        if self.entry is None:
            return None
        return self.entry.target if self.entry.milestone is None else self.entry.milestone

    @property
    def share(self) -> Decimal | None:
        """How much of the aim is reached."""
        return self.value / self.aim if self.value is not None and self.aim else None


def standings(choice: Choice) -> list[Standing]:
    """Every indicator in the period; what is set is taken from the year in which the period ends."""
    values, entries = computed(choice), queries.entries_of(choice.period.end.year)
    return [_standing(one, entries.get(one.code), values) for one in indicators()]


def _standing(one: Indicator, entry: IndicatorEntry | None, values: Mapping[str, Decimal | None]) -> Standing:
    typed = entry.value if entry else None
    if one.computed is None:
        return Standing(one, entry, typed)
    return Standing(one, entry, values[one.computed], values.get(rate_of(one.computed)))


def table_e(choice: Choice) -> Table:
    return table_of(standings(choice))


def table_of(found: Sequence[Standing]) -> Table:
    return Table(
        slug="e",
        title=_("Table E. Results framework"),
        columns=_columns(),
        rows=[_row(one) for one in found],
        notes=[_("What is set holds for the year in which the period ends. An empty cell is not set.")],
        definitions=[(one.indicator.title, in_language(one.indicator.rule)) for one in found],
        length=len(found),
    )


def _row(one: Standing) -> dict[str, object]:
    entry, indicator = one.entry, one.indicator
    numbers = {name: getattr(entry, name, None) for name in ("baseline", "target", "milestone")}
    return {
        "output": indicator.output,
        "indicator": indicator.title,
        **{name: _cell(value, indicator) for name, value in numbers.items()},
        "progress": _cell(one.value, indicator),
        "variance": entry.variance if entry else "",
        "unit": words.units()[indicator.unit],
        "means": words.means()[indicator.means],
        "frequency": words.frequencies()[indicator.frequency],
        "responsible": _("Coordinator"),
        "quality": " ".join(filter(None, (_response(one), entry.quality if entry else ""))),
    }


def _response(one: Standing) -> str:
    if one.value is None or one.response_rate is None:
        return ""
    return _("Response rate: %(rate)s.", rate=words.amount(one.response_rate, "per-cent"))


def _cell(value: Decimal | None, indicator: Indicator) -> int | Decimal | None:
    return None if value is None else words.exact(value, indicator.unit)


def _columns() -> list[Column]:
    return [
        Column("output", _("Outcome/Output")),
        Column("indicator", _("Performance indicator")),
        Column("baseline", _("Indicator baseline"), Kind.DECIMAL),
        Column("target", _("End-of-project indicator target"), Kind.DECIMAL),
        Column("milestone", _("Indicator milestone"), Kind.DECIMAL),
        Column("progress", _("Current indicator progress"), Kind.DECIMAL),
        Column("variance", _("Adjustment of target / Reasons for variance or delay (if any)")),
        Column("unit", _("Unit")),
        Column("means", _("Means of verification")),
        Column("frequency", _("Frequency")),
        Column("responsible", _("Responsible")),
        Column("quality", _("Data quality note")),
    ]
