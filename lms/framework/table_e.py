"""Table E: the results framework as a sheet, a row for each indicator, with the columns a donor's template has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lms.core.i18n import _, in_language
from lms.disclosure.suppression import SIGN
from lms.framework import computing, queries, words
from lms.framework.computing import SOURCES, Computed, Source
from lms.framework.divided import Value
from lms.framework.indicators import Indicator, indicator_of, indicators
from lms.framework.models import IndicatorEntry
from lms.framework.parts import WHOLE, parts_of
from lms.framework.queries import Place
from lms.framework.spans import Span, span_of
from lms.reporting.choices import Choice
from lms.reporting.reports import Audience, Table
from lms.sheets import Column, Kind


@dataclass(frozen=True)
class Standing:
    """An indicator, what is set for it in the year, and where it stands."""

    indicator: Indicator
    entry: "Entry"
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

    part: str = WHOLE
    #: The part in words.
    part_name: str = ""
    span: Span | None = Span.YEAR

    @property
    def code(self) -> str:
        return f"{self.indicator.code}/{self.part}" if self.part else self.indicator.code

    @property
    def title(self) -> str:
        return f"{self.indicator.title}: {self.part_name}" if self.part else self.indicator.title

    @property
    def aim(self) -> Decimal | None:
        """What the value is measured against: the milestone of the period; of a year else the target of the project."""
        if self.entry.milestone is not None or self.span is not Span.YEAR:
            return self.entry.milestone
        return self.entry.target

    @property
    def share(self) -> Decimal | None:
        """How much of the aim is reached."""
        return self.value / self.aim if self.value is not None and self.aim else None


@dataclass(frozen=True)
class Entry:
    """What is set: for the period itself, and where nothing is set for it for its year. Milestones are of periods."""

    baseline: Decimal | None = None
    target: Decimal | None = None
    milestone: Decimal | None = None
    value: Decimal | None = None
    variance: str = ""
    quality: str = ""

    @classmethod
    def of(cls, own: IndicatorEntry | None, year: IndicatorEntry | None) -> "Entry":
        rows = [row for row in (own, year) if row is not None]
        numbers = {
            name: next((value for row in rows if (value := getattr(row, name)) is not None), None)
            for name in ("baseline", "target", "value")
        }
        texts = {name: next(filter(None, (getattr(row, name) for row in rows)), "") for name in ("variance", "quality")}
        return cls(**numbers, **texts, milestone=own.milestone if own else None)  # type: ignore[arg-type]


def standings(choice: Choice, audience: Audience = Audience.TEAM, span: Span | None = None) -> list[Standing]:
    """Every indicator in the period, and each part of it for which something is set in its year.

    ``span``: what the period is called, where it is not seen from its days because it is not over.
    """
    values, entries = Computed(choice, audience), queries.entries_of(choice.period.end.year)
    span = span or span_of(choice.period)
    found = []
    for one in indicators():
        is_set = {part for code, part, _span in entries if code == one.code}
        names = parts_of(one) if is_set - {WHOLE} else {WHOLE: ""}
        shown = {part: name for part, name in names.items() if part == WHOLE or part in is_set}
        found += [standing(one, part, name, entries, values, span) for part, name in shown.items()]
    return found


def standing(
    one: Indicator, part: str, name: str, entries: Mapping[Place, IndicatorEntry], values: Computed, span: Span | None
) -> Standing:
    """An indicator or a part of it, whose words are ``name``."""
    own = None if span is None else entries.get((one.code, part, span))
    entry = Entry.of(own, entries.get((one.code, part, Span.YEAR)))
    if one.computed is None:
        return Standing(one, entry, entry.value, None, part, name, span)
    rate = None if part else values.response_rate(one.computed)
    return Standing(one, entry, values.value(one.computed, part), rate, part, name, span)


def source_of(code: str) -> Source | None:
    """The cell of another table that the progress in a row is taken from, where it is taken from one."""
    name, _slash, part = code.partition("/")
    found = indicator_of(name)
    if found is None or found.computed is None or found.computed not in SOURCES:
        return None
    return computing.source_of(found.computed, part)


def table_e(choice: Choice, audience: Audience = Audience.TEAM) -> Table:
    return table_of(standings(choice, audience))


def table_of(found: Sequence[Standing]) -> Table:
    return Table(
        slug="e",
        title=_("Table E. Results framework"),
        columns=_columns(),
        rows=[_row(one) for one in found],
        notes=[
            _(
                "What is set holds for the period, or where nothing is set for it for the year in which it ends; "
                "a milestone is of the period itself. An empty cell is not set."
            )
        ],
        definitions=[(one.indicator.title, in_language(one.indicator.rule)) for one in found if not one.part],
        length=len(found),
        has_hidden=any(one.is_hidden for one in found),
    )


def _row(one: Standing) -> dict[str, object]:
    entry, indicator = one.entry, one.indicator
    numbers = {name: getattr(entry, name) for name in ("baseline", "target", "milestone")}
    return {
        "_code": one.code,
        "output": indicator.output,
        "indicator": one.title,
        **{name: _cell(value, indicator) for name, value in numbers.items()},
        "progress": SIGN if one.is_hidden else _cell(one.value, indicator),
        "variance": entry.variance,
        "unit": words.units()[indicator.unit],
        "means": words.means()[indicator.means],
        "frequency": words.frequencies()[indicator.frequency],
        "responsible": _("Coordinator"),
        "quality": " ".join(filter(None, (_response(one), entry.quality))),
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
