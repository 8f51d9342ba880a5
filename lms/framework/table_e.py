"""Table E: the results framework as a sheet, a row for each indicator, with the columns a donor's template has."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lms.core.i18n import _, in_language
from lms.disclosure.suppression import SIGN
from lms.framework import queries, words
from lms.framework.computing import SOURCES, Computed, Source, Value
from lms.framework.indicators import Indicator, indicators
from lms.framework.models import IndicatorEntry
from lms.reporting.choices import Choice
from lms.reporting.reports import Audience, Table
from lms.sheets import Column, Kind


@dataclass(frozen=True)
class Standing:
    """An indicator, what is set for it in the year, and where it stands."""

    indicator: Indicator
    entry: IndicatorEntry | None
    #: A number, nothing, or the sign for one that is hidden.
    told: Value
    #: Of a survey, in per cent: how many of those who were asked answered.
    response: Value = None

    @property
    def value(self) -> Decimal | None:
        return self.told if isinstance(self.told, Decimal) else None

    @property
    def is_hidden(self) -> bool:
        return self.told == SIGN

    @property
    def response_rate(self) -> Decimal | None:
        """Only beside a value."""
        return self.response if isinstance(self.response, Decimal) and self.value is not None else None

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


def standings(choice: Choice, audience: Audience = Audience.TEAM) -> list[Standing]:
    """Every indicator in the period; what is set is taken from the year in which the period ends."""
    values, entries = Computed(choice, audience), queries.entries_of(choice.period.end.year)
    return [_standing(one, entries.get(one.code), values) for one in indicators()]


def _standing(one: Indicator, entry: IndicatorEntry | None, values: Computed) -> Standing:
    typed = entry.value if entry else None
    if one.computed is None:
        return Standing(one, entry, typed)
    return Standing(one, entry, values.value(one.computed), values.response_rate(one.computed))


def sources() -> dict[str, Source]:
    """The code of a row to the cell of another table that its progress is taken from, where it is taken from one."""
    return {one.code: SOURCES[one.computed] for one in indicators() if one.computed and one.computed in SOURCES}


def table_e(choice: Choice, audience: Audience = Audience.TEAM) -> Table:
    return table_of(standings(choice, audience))


def table_of(found: Sequence[Standing]) -> Table:
    return Table(
        slug="e",
        title=_("Table E. Results framework"),
        columns=_columns(),
        rows=[_row(one) for one in found],
        notes=[_("What is set holds for the year in which the period ends. An empty cell is not set.")],
        definitions=[(one.indicator.title, in_language(one.indicator.rule)) for one in found],
        length=len(found),
        has_hidden=any(one.is_hidden for one in found),
    )


def _row(one: Standing) -> dict[str, object]:
    entry, indicator = one.entry, one.indicator
    numbers = {name: getattr(entry, name, None) for name in ("baseline", "target", "milestone")}
    return {
        "_code": indicator.code,
        "output": indicator.output,
        "indicator": indicator.title,
        **{name: _cell(value, indicator) for name, value in numbers.items()},
        "progress": SIGN if one.is_hidden else _cell(one.value, indicator),
        "variance": entry.variance if entry else "",
        "unit": words.units()[indicator.unit],
        "means": words.means()[indicator.means],
        "frequency": words.frequencies()[indicator.frequency],
        "responsible": _("Coordinator"),
        "quality": " ".join(filter(None, (_response(one), entry.quality if entry else ""))),
    }


def _response(one: Standing) -> str:
    if one.response_rate is None:
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
