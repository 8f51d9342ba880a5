"""Tables of an institution's record, ready to be drawn: activity, sex and age, results, and the bodies beneath."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from lms.core.i18n import _, p_
from lms.disclosure.suppression import SIGN, TOTAL, Cell, grid_of, suppress
from lms.people.models import WorkplaceState
from lms.reporting import dimensions, quarters
from lms.reporting.beside import Standing
from lms.reporting.choices import Period
from lms.reporting.dimensions import BANDS, SEXES, rounded
from lms.reporting.records import ALL, Activity, Split
from lms.reporting.reports.base import K_OWN_STAFF, Table, Value
from lms.reporting.results import YearOfResults
from lms.reporting.sums import MOST_ATTEMPTS, Result
from lms.reporting.trees import YEAR
from lms.reporting.workplaces import people_by_state
from lms.sheets import Column, Kind

PLACES = Decimal("0.001")
#: Title and key of a result's columns.
ATTEMPTS = range(1, MOST_ATTEMPTS + 1)


@dataclass(frozen=True)
class Span:
    """A year or a quarter of it: the periods that records are kept by."""

    year: int
    quarter: int

    @property
    def period(self) -> Period:
        return Period(quarters.first_day(self.year, self.quarter), quarters.last_day(self.year, self.quarter))

    def previous(self) -> "Span":
        """The year before a year, the quarter before a quarter."""
        if self.quarter == YEAR:
            return Span(self.year - 1, YEAR)
        return Span(self.year, self.quarter - 1) if self.quarter > 1 else Span(self.year - 1, 4)

    def label(self) -> str:
        if self.quarter == YEAR:
            # i18n: a year as it stands at the beginning or in the middle of a sentence
            return _("%(year)s", year=self.year)
        return quarters.in_words(self.year, self.quarter)

    def with_results(self, today: date) -> "Span | None":
        """This span if it has ended; for a running year its last quarter that has; None if there is none."""
        closed = quarters.closed_quarters(self.year, today)
        if self.quarter in closed or (self.quarter == YEAR and len(closed) == 4):  # noqa: PLR2004  (all of them)
            return self
        return Span(self.year, closed[-1]) if self.quarter == YEAR and closed else None


def counted() -> dict[str, str]:
    """What a record counts, with its headings."""
    return {
        "enrolled": _("Enrolled"),
        "in_progress": _("In progress"),
        "completed": _("Completed"),
        "issued": _("Certificates issued"),
        "corrected": _("Corrected"),
        "revoked": p_("reports", "Revoked"),
    }


def activity_table(found: Mapping[str, Activity], span: Span) -> Table:
    """Enrolled, in progress, completed and certificates, by module; and all of them together."""
    keys = counted()
    rows = [
        {"row": title, **{key: getattr(found.get(str(module.id), Activity()), key) for key in keys}}
        for module, title in dimensions.modules()
    ]
    return Table(
        slug="activity",
        title=_("Modules, %(period)s", period=span.label()),
        columns=[Column("row", _("Module")), *(Column(key, title, Kind.INTEGER) for key, title in keys.items())],
        rows=rows,
        total={"row": _("All modules"), **{key: getattr(found[ALL], key) for key in keys}},
        notes=[
            _("In progress: begun until the end of the period, neither completed nor left by then."),
            issued_note(),
        ],
    )


def issued_note() -> str:
    """The one rule for the number of certificates, wherever it stands."""
    return _(
        "Certificates issued: the first one for each completion. Its correction or revocation counts when it happens "
        "and changes no earlier period."
    )


def workplaces_table(place: UUID, found: Mapping[str, Split], span: Span) -> Table:
    """How much of the record rests on confirmed workplaces: today's people, and what was recorded in the period."""
    today = people_by_state(place)
    lines = [
        (
            _("People who name this workplace today"),
            {True: today[WorkplaceState.CONFIRMED], False: today[WorkplaceState.SELF_DECLARED]},
        ),
        (_("Enrolments begun in the period"), _by_confirmation(found["enrolled"])),
        (_("Modules completed in the period"), _by_confirmation(found["completed"])),
    ]
    return Table(
        slug="workplaces",
        title=_("Workplaces confirmed and stated only, %(period)s", period=span.label()),
        columns=[
            Column("row", _("What is counted")),
            Column("confirmed", _("Workplace confirmed"), Kind.INTEGER),
            Column("stated", _("Stated by the person only"), Kind.INTEGER),
            Column(TOTAL, _("Total"), Kind.INTEGER),
        ],
        rows=[
            {
                "row": title,
                "confirmed": found.get(True, 0),
                "stated": found.get(False, 0),
                TOTAL: found.get(True, 0) + found.get(False, 0),
            }
            for title, found in lines
        ],
        notes=[_("Enrolments keep what was so on their first day; a later confirmation changes none of them.")],
    )


def _by_confirmation(found: Split) -> Counter[bool]:
    sums: Counter[bool] = Counter()
    for (*_facts, is_confirmed), count in found.items():
        sums[is_confirmed] += count
    return sums


def people_table(found: Split, span: Span, what: str, *, is_protected: bool) -> Table:
    """One count by sex and age. A focal point sees the totals in full and splits of five people or more."""
    titles = {str(module.id): title for module, title in dimensions.modules()}
    sexes: Counter[Cell] = Counter()
    ages: Counter[Cell] = Counter()
    for (module, sex, band, _is_confirmed), count in found.items():
        sexes[module, sex] += count
        ages[module, dimensions.shown_band(band)] += count
    grids = [grid_of(list(titles), SEXES, sexes), grid_of(list(titles), list(BANDS), ages)]
    hidden: frozenset[Cell] = frozenset()
    if is_protected:
        hidden = suppress(grids, k=K_OWN_STAFF, kept=lambda cell: cell[1] == TOTAL)
    values = {**grids[0].values, **grids[1].values}
    keys = {
        **{code: dimensions.sex_label(code) for code in SEXES},
        TOTAL: _("Total"),
        **{code: dimensions.band_label(code) for code in BANDS},
    }
    rows = [
        {"row": title, **{key: SIGN if (code, key) in hidden else values[code, key] for key in keys}}
        for code, title in [*titles.items(), (TOTAL, _("All modules"))]
    ]
    return Table(
        slug="sexes",
        title=_titles_by_sex_and_age(span)[what],
        columns=[Column("row", _("Module")), *(Column(key, title, Kind.INTEGER) for key, title in keys.items())],
        rows=rows[:-1],
        total=rows[-1],
        notes=[
            _(
                "Only completions are split. Enrolments and certificates are of nearly the same people: the few that "
                "differ could be worked out."
            )
        ]
        if is_protected
        else [],
        has_hidden=bool(hidden),
    )


def _titles_by_sex_and_age(span: Span) -> dict[str, str]:
    period = span.label()
    return {
        "enrolled": _("Enrolments by sex and age, %(period)s", period=period),
        "in_progress": _("In progress by sex and age, %(period)s", period=period),
        "completed": _("Completions by sex and age, %(period)s", period=period),
        "issued": _("Certificates issued by sex and age, %(period)s", period=period),
        "corrected": _("Certificates corrected by sex and age, %(period)s", period=period),
        "revoked": _("Certificates revoked by sex and age, %(period)s", period=period),
    }


def results_table(place: UUID | None, span: Span, found: YearOfResults) -> Table:
    """How people did, by module and by sex; nothing about fewer than ten."""
    lines = [
        (title, found.of(place, span.quarter, module.id), found.has(place, span.quarter, module.id))
        for module, title in dimensions.modules()
    ]
    lines += [
        (dimensions.sex_label(sex), found.of(place, span.quarter, sex=sex), found.has(place, span.quarter, sex=sex))
        for sex in SEXES
        if found.has(place, span.quarter, sex=sex)
    ]
    total = found.of(place, span.quarter)
    rows = [{"row": title, **result_cells(result, is_hidden=has and result is None)} for title, result, has in lines]
    has_total = found.has(place, span.quarter)
    return Table(
        slug="results",
        title=_("Quiz results, %(period)s", period=span.label()),
        columns=result_columns(_("Module, then sex")),
        rows=rows,
        total={"row": _("Everybody"), **result_cells(total, is_hidden=has_total and total is None)},
        notes=result_notes(),
        has_hidden=any(SIGN in row.values() for row in rows) or (has_total and total is None),
    )


def result_notes() -> list[str]:
    return [
        _("People: who handed in a first final quiz in the period. Mean and spread are of that first attempt."),
        _("The standard counts as reached at one of the first three attempts until the end of the same quarter."),
        _("Results are shown for ten people or more, when the quarter has ended."),
    ]


def result_columns(first: str) -> list[Column]:
    return [
        Column("row", first),
        Column("count", _("People"), Kind.INTEGER),
        Column("reached", _("Reached the standard"), Kind.PERCENT),
        *(Column(f"at-{n}", _("At attempt %(number)s", number=n), Kind.INTEGER) for n in ATTEMPTS),
        Column("mean", _("Mean of points"), Kind.PERCENT),
        Column("spread", _("Standard deviation, percentage points"), Kind.DECIMAL),
    ]


def result_cells(result: Result | None, *, is_hidden: bool) -> dict[str, Value]:
    """Numbers of a result, the sign for a hidden one, nothing for an empty one."""
    keys = ("count", "reached", *(f"at-{n}" for n in ATTEMPTS), "mean", "spread")
    if result is None:
        return dict.fromkeys(keys, SIGN if is_hidden else None)
    return {
        "count": result.count,
        "reached": rounded(result.reached_share, PLACES),
        **{f"at-{n}": result.reached.get(n, 0) for n in ATTEMPTS},
        "mean": rounded(result.mean, PLACES),
        "spread": rounded(Fraction(result.spread * 100).limit_denominator(10**6), Decimal("0.1")),
    }


def comparison_columns(*, is_protected: bool) -> list[Column]:
    """For a focal point without the share of women: it would split small numbers."""
    columns = [
        Column("row", _("Institution")),
        Column("people", _("People who completed a module"), Kind.INTEGER),
        Column("enrolled", _("Enrolled"), Kind.INTEGER),
        Column("completed", _("Completed"), Kind.INTEGER),
        Column("completion", _("Completion rate"), Kind.PERCENT),
        Column("women", _("%(sign)s women", sign="%"), Kind.PERCENT),
        Column("certificates", _("Certificates issued"), Kind.INTEGER),
        Column("count", _("Took the final quiz"), Kind.INTEGER),
        Column("reached", _("Reached the standard"), Kind.PERCENT),
        Column("mean", _("Mean of points"), Kind.PERCENT),
    ]
    return [column for column in columns if column.key != "women" or not is_protected]


def comparison_rows(lines: Sequence[Standing], found: YearOfResults | None, quarter: int) -> list[dict[str, object]]:
    """One row per institution; ``_id`` leads to its record."""
    rows: list[dict[str, object]] = []
    for line in lines:
        result = found.of(line.id, quarter) if found else None
        is_hidden = bool(found and found.has(line.id, quarter) and result is None)
        cells = result_cells(result, is_hidden=is_hidden)
        rows.append(
            {
                "row": line.name,
                "_id": line.id,
                "people": line.people,
                "enrolled": line.enrolled,
                "completed": line.completed,
                "completion": dimensions.share(line.kept, line.cohort),
                "women": dimensions.share(line.women, line.women + line.men),
                "certificates": line.certificates,
                **{key: cells[key] for key in ("count", "reached", "mean")},
            }
        )
    return rows
