"""Participation by one dimension: enrolments, completions and people, people by sex."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lms.core.i18n import _
from lms.institutions.models import NATIONAL, NOT_STATED_REGION
from lms.reporting import dimensions, quarters
from lms.reporting.choices import Choice, Measure
from lms.reporting.completeness import FACTS, Completeness, completeness, completeness_note
from lms.reporting.consents import WITHHELD
from lms.reporting.counting import counts, people_in_each
from lms.reporting.dimensions import SEXES, Line
from lms.reporting.filters import Filters
from lms.reporting.reports.base import Table, common_definitions, confirmed_title, core_rule, counting_rules
from lms.sheets import Column, Kind

#: What may stand in the rows: name in addresses to the column of the facts.
ROWS = {
    "region": "region",
    "group": "institution_type",
    "sex": "sex",
    "age": "age_band",
    "profession": "profession",
    "module": "module_id",
    "output": "",
    "period": "month",
}
#: Dimensions whose lines are listed beforehand.
LISTED: Mapping[str, Callable[[], list[Line]]] = {
    "region": dimensions.regions,
    "group": dimensions.groups,
    "sex": dimensions.sexes,
    "age": dimensions.bands,
    "profession": dimensions.professions,
}
MEASURES = (Measure.ENROLMENTS, Measure.COMPLETIONS, Measure.PEOPLE)
TOTAL = "total"
CONFIRMED = "confirmed"

#: (line, column) to a count.
Counts = Counter[tuple[str, str]]


def row_labels() -> dict[str, str]:
    return {
        "region": _("Region"),
        "group": _("Institution type"),
        "sex": _("Sex"),
        "age": _("Age"),
        "profession": _("Profession"),
        "module": _("Module"),
        "output": _("Output"),
        "period": _("Quarter"),
    }


def participation(filters: Filters, rows: str) -> Table:
    """The table that the page shows, and that its files hold."""
    choice = filters.choice()
    counted, records = _by_output(choice) if rows == "output" else _by_dimension(choice, rows)
    return Table(
        slug="participation",
        title=_("Participation: %(rows)s", rows=row_labels()[rows]),
        columns=columns(row_labels()[rows]),
        rows=[{"row": line.label, "_code": line.code, **_row(line.code, counted)} for line in _lines(rows, counted)],
        total={"row": _("Total"), "_code": TOTAL, **_row(TOTAL, counted)},
        notes=[*_notes(rows, choice), *completeness_note(records)],
        definitions=common_definitions(),
    )


def columns(first: str) -> list[Column]:
    numbers = [
        (Measure.ENROLMENTS.value, _("Enrolments")),
        (Measure.COMPLETIONS.value, _("Completions")),
        *((code, dimensions.sex_label(code)) for code in SEXES),
        (TOTAL, _("People")),
    ]
    return [
        Column("row", first),
        *(Column(key, title, Kind.INTEGER) for key, title in numbers),
        Column("women", _("%(sign)s women", sign="%"), Kind.PERCENT),
        Column(CONFIRMED, confirmed_title(), Kind.PERCENT),
    ]


def _by_dimension(choice: Choice, rows: str) -> tuple[Counts, Completeness]:
    """People are read once, for the share of complete records too."""
    found: Counts = Counter()
    code_of, of_people = codes(rows), []
    for measure in MEASURES:
        more = FACTS[1:] if measure is Measure.PEOPLE else ()
        for value, sex, is_confirmed, *facts, count in counts(
            measure, choice, ROWS[rows], "sex", "workplace_confirmed", *more
        ):
            for line in (code_of(value), TOTAL):
                _add(found, line, measure, sex, count, is_confirmed=is_confirmed)
            of_people += [(sex, *facts, count)] if facts else []
    return found, completeness(of_people)


def _by_output(choice: Choice) -> tuple[Counts, Completeness]:
    """A module may serve several outputs, so each line is counted by itself."""
    found: Counts = Counter()
    everything = frozenset(module.id for module, _title in dimensions.modules())
    chosen = everything if choice.modules is None else choice.modules
    sets = {code: ids & chosen for code, ids in dimensions.outputs().items()}
    sets[TOTAL] = chosen
    for measure in (Measure.ENROLMENTS, Measure.COMPLETIONS):
        for module_id, sex, is_confirmed, count in counts(measure, choice, "module_id", "sex", "workplace_confirmed"):
            for code in (code for code, modules in sets.items() if module_id in modules):
                _add(found, code, measure, sex, count, is_confirmed=is_confirmed)
    # People of several modules do not add up.
    people = people_in_each(choice, set(sets.values()))
    for code, modules in sets.items():
        for sex, is_confirmed, _band, _kind, count in people[modules]:
            _add(found, code, Measure.PEOPLE, sex, count, is_confirmed=is_confirmed)
    return found, completeness((sex, band, kind, count) for sex, _confirmed, band, kind, count in people[sets[TOTAL]])


def _add(found: Counts, line: str, measure: Measure, sex: str, count: int, *, is_confirmed: bool) -> None:
    if measure is Measure.PEOPLE:
        found[line, sex] += count
        found[line, TOTAL] += count
        found[line, CONFIRMED] += count * is_confirmed
    else:
        found[line, measure.value] += count


def codes(rows: str) -> Callable[[Any], str]:
    """Stored value to the code of its line."""
    if rows == "period":
        return quarters.quarter_of
    return str if rows == "module" else dimensions.by_line(LISTED[rows]()).__getitem__


def quarter_label(code: str) -> str:
    return quarters.in_words(int(code[:4]), int(code[5:]))


def _lines(rows: str, counted: Counts) -> Sequence[Line]:
    if rows == "module":
        return [Line(str(module.id), title, frozenset()) for module, title in dimensions.modules()]
    if rows == "output":
        return [Line(code, code, frozenset()) for code in dimensions.outputs()]
    if rows == "period":
        codes = sorted({line for line, _column in counted} - {TOTAL})
        return [Line(code, quarter_label(code), frozenset()) for code in codes]
    return _shown(LISTED[rows](), counted)


def _shown(lines: Sequence[Line], counted: Counts) -> list[Line]:
    """Those not stated and the withheld only if there are any."""
    return [line for line in lines if line.code not in {WITHHELD, dimensions.NOT_STATED} or _has(line.code, counted)]


def _has(code: str, counted: Counts) -> bool:
    return any(count for (line, _column), count in counted.items() if line == code)


def _row(code: str, counted: Counts) -> dict[str, int | Decimal | None]:
    keys = (Measure.ENROLMENTS.value, Measure.COMPLETIONS.value, *SEXES, TOTAL)
    row: dict[str, int | Decimal | None] = {key: counted[code, key] for key in keys}
    women, men = counted[code, "female"], counted[code, "male"]
    return {
        **row,
        "women": dimensions.share(women, women + men),
        CONFIRMED: dimensions.share(counted[code, CONFIRMED], counted[code, TOTAL]),
    }


def _notes(rows: str, choice: Choice) -> list[str]:
    if rows == "output":
        first = _("A module may serve several outputs, so a person may stand in several lines.")
        rule = [first, _("The last line counts each person once."), *core_rule(choice)]
    else:
        rule = counting_rules(choice)
    return [*rule, _("Enrolments and completions count every module by itself.")]


@dataclass(frozen=True)
class Overview:
    """What the first page says: numbers for the sentence, the figures and two tables."""

    people: int
    new_people: int
    enrolments: int
    completions: int
    women: Decimal | None
    with_sex: int
    regions: Mapping[str, int]
    by_region: Table
    by_group: Table


def overview(filters: Filters) -> Overview:
    """One question for people, two small ones for enrolments and completions."""
    choice = filters.choice()
    groups, regions = dimensions.groups(), dimensions.regions()
    group_of = dimensions.by_line(groups)
    by_group: Counts = Counter()
    by_region: Counts = Counter()
    new_people = 0
    asked = ("institution_type", "region", "sex", "age_band", "is_new", "workplace_confirmed")
    people = counts(Measure.PEOPLE, choice, *asked)
    for kind, region, sex, _band, is_new, is_confirmed, count in people:
        new_people += count * is_new
        for found, line in ((by_group, group_of[kind]), (by_region, region)):
            for row in (line, TOTAL):
                _add(found, row, Measure.PEOPLE, sex, count, is_confirmed=is_confirmed)
    women, men = by_region[TOTAL, "female"], by_region[TOTAL, "male"]
    records = completeness((sex, band, kind, count) for kind, _region, sex, band, _new, _confirmed, count in people)
    notes = [*counting_rules(choice), *completeness_note(records)]
    return Overview(
        people=by_region[TOTAL, TOTAL],
        new_people=new_people,
        enrolments=sum(row[-1] for row in counts(Measure.ENROLMENTS, choice)),
        completions=sum(row[-1] for row in counts(Measure.COMPLETIONS, choice)),
        women=dimensions.share(women, women + men),
        with_sex=women + men,
        regions={line.label: by_region[line.code, TOTAL] for line in regions if _is_place(line.code)},
        by_region=_people_table(_("By region and sex"), _("Region"), regions, by_region, notes),
        by_group=_people_table(_("By institution type and sex"), _("Institution type"), groups, by_group, notes),
    )


def _is_place(code: str) -> bool:
    """One of the nine regions, not a value that stands for none."""
    return code not in {NATIONAL, NOT_STATED_REGION, WITHHELD}


def _people_table(title: str, first: str, lines: Sequence[Line], counted: Counts, notes: list[str]) -> Table:
    return Table(
        slug="people",
        title=title,
        columns=[column for column in columns(first) if column.key not in {m.value for m in MEASURES[:2]}],
        rows=[{"row": line.label, "_code": line.code, **_row(line.code, counted)} for line in _shown(lines, counted)],
        total={"row": _("Total"), "_code": TOTAL, **_row(TOTAL, counted)},
        notes=notes,
    )
