"""Table C: how modules did. A line is about the same people throughout: the cohorts closed in the period."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from lms.core.i18n import _
from lms.disclosure.parts import is_small
from lms.disclosure.suppression import SIGN, TOTAL, Cell
from lms.reporting import dimensions
from lms.reporting.choices import Choice
from lms.reporting.cohort_counts import cohort_counts
from lms.reporting.cohorts import cohort_rule, cohorts_closed_in, cohorts_in_words
from lms.reporting.dimensions import WOMEN_AND_MEN
from lms.reporting.gains import MODULE, OUTPUT, Group, Outcomes, asked_group, group
from lms.reporting.reports.base import (
    BEHIND,
    K_PUBLIC,
    LEAST_FOR_A_SHARE,
    Audience,
    Table,
    Value,
    behind_share,
    common_definitions,
    conditions,
    share_or_sign,
)
from lms.reporting.reports.gain_cells import (
    SHORT,
    gain_cells,
    gain_columns,
    gain_definitions,
    gain_notes,
    one_filter_note,
)
from lms.reporting.reports.table_c_hiding import (
    COMPLETED,
    DONE,
    ENROLLED,
    OPEN,
    REST,
    SEXES,
    Block,
    hidden_cells,
    of_sex,
    rows_without_standard,
)
from lms.reporting.satisfaction import NOT_ASKED, Satisfaction, satisfaction
from lms.sheets import Column, Kind


@dataclass(frozen=True)
class _Counted:
    """By the code of a line, with TOTAL for all of them."""

    blocks: dict[str, Block]
    cohorts: dict[str, set[int]]


@dataclass(frozen=True)
class _Hidden:
    """For the public: numbers of enrolments, and lines without who reached the standard."""

    cells: frozenset[Cell] = frozenset()
    reached: frozenset[str] = frozenset()


def table_c(choice: Choice, audience: Audience) -> Table:
    cohorts = cohorts_closed_in(choice.period)
    modules = dimensions.modules(choice.modules)
    lines = [(str(module.id), title) for module, title in modules]
    names = {str(module.id): module.code for module, _title in modules}
    rows = [code for code, _title in lines]
    counted = _count(cohort_counts(choice, cohorts, "module_id", "sex", "cohort", "in_time"), rows)
    found, groups = Outcomes(cohorts), _groups(choice, rows)
    hidden = _hide(counted, found, groups, rows) if audience is Audience.PUBLIC else _Hidden()
    said = satisfaction(choice)
    filled = [
        {
            "row": title,
            "_code": names.get(code, TOTAL),
            BEHIND: "" if code == TOTAL else conditions((MODULE, code)),
            **_counts(counted, code, hidden, audience),
            **gain_cells(found, groups[code], SHORT),
            **_standard(found, groups[code], is_hidden=code in hidden.reached),
            **_behind(found, groups[code], audience),
            **_satisfaction(said.get(None if code == TOTAL else UUID(code)), audience),
        }
        for code, title in [*lines, (TOTAL, _("All modules"))]
    ]
    return Table(
        slug="c",
        title=_("Table C. Module performance"),
        columns=_columns(),
        rows=filled[:-1],
        total=filled[-1],
        notes=[
            cohorts_in_words(cohorts),
            cohort_rule(),
            *_notes(counted.blocks[TOTAL], groups[TOTAL], audience),
            *gain_notes(),
        ],
        definitions=[*common_definitions(), *_definitions(), *gain_definitions()],
        has_hidden=any(SIGN in row.values() for row in filled),
    )


def _groups(choice: Choice, rows: Sequence[str]) -> dict[str, Group | None]:
    """Whose results stand in each line; None where the filters allow none."""
    asked = asked_group(choice)
    if asked is None or len(asked) > _most_filters(asked):
        return dict.fromkeys((*rows, TOTAL), None)
    others = [part for part in asked if part[0] not in {MODULE, OUTPUT}]
    return {TOTAL: asked, **{row: group((MODULE, row), *others) for row in rows}}


def _most_filters(asked: Group) -> int:
    """One filter beside the choice of modules."""
    return 2 if any(name in {MODULE, OUTPUT} for name, _line in asked) else 1


def _count(counts: Sequence[tuple[UUID, str, int, int, int]], rows: Sequence[str]) -> _Counted:
    found = _Counted({row: Counter() for row in (*rows, TOTAL)}, {row: set() for row in (*rows, TOTAL)})
    for module_id, sex, cohort, in_time, count in counts:
        part = sex if sex in WOMEN_AND_MEN else REST, DONE if in_time else OPEN
        for row in (str(module_id), TOTAL):
            found.blocks.setdefault(row, Counter())[part] += count
            found.cohorts.setdefault(row, set()).add(cohort)
    return found


def _hide(counted: _Counted, found: Outcomes, groups: dict[str, Group | None], rows: Sequence[str]) -> _Hidden:
    known = {row: None if whose is None else found.of(whose) for row, whose in groups.items()}
    numbers = {row: (sums.tested, sums.reached) if sums else (0, 0) for row, sums in known.items()}
    already = {
        row
        for row, whose in groups.items()
        if whose is None or found.told(whose, "tested") is None or 0 < numbers[row][0] < LEAST_FOR_A_SHARE
    }
    reached = rows_without_standard(numbers, rows, k=K_PUBLIC, already=already)
    return _Hidden(hidden_cells(counted.blocks, rows, k=K_PUBLIC), frozenset(reached))


def _counts(counted: _Counted, code: str, hidden: _Hidden, audience: Audience) -> dict[str, Value]:
    block = counted.blocks[code]
    done = {sex: block[sex, DONE] for sex in SEXES}
    everybody = {sex: done[sex] + block[sex, OPEN] for sex in SEXES}
    numbers = {
        column: count
        for column, counts in ((ENROLLED, everybody), (COMPLETED, done))
        for column, count in (
            *((of_sex(column, sex), counts[sex]) for sex in WOMEN_AND_MEN),
            (column, sum(counts.values())),
        )
    }
    shown = {column: SIGN if (code, column) in hidden.cells else count for column, count in numbers.items()}
    rate = share_or_sign(
        numbers[COMPLETED], numbers[ENROLLED], audience, is_hidden=SIGN in (shown[COMPLETED], shown[ENROLLED])
    )
    return {"cohorts": len(counted.cohorts[code]), **shown, "completion": rate}


def _standard(found: Outcomes, whose: Group | None, *, is_hidden: bool) -> dict[str, Value]:
    """Who reached three quarters of the points, among those who took the final quiz."""
    sums = found.told(whose, "tested") if whose is not None and not is_hidden else None
    if sums is None:
        is_nobody = whose is not None and not found.of(whose).tested
        return {"reached": 0, "reached-share": None} if is_nobody else {"reached": SIGN, "reached-share": SIGN}
    return {"reached": sums.reached, "reached-share": dimensions.share(sums.reached, sums.tested)}


def _behind(found: Outcomes, whose: Group | None, audience: Audience) -> dict[str, Value]:
    """For the project team: of how many people results would be told. What they reached is not among it."""
    if audience is not Audience.TEAM or whose is None:
        return {}
    sums = found.of(whose)
    return {behind_share("paired"): sums.paired, behind_share("reached-share"): sums.tested}


def _satisfaction(said: Satisfaction | None, audience: Audience) -> dict[str, Value]:
    """A dash where nobody was asked; the sign where too few have answered.

    The rate is a share like any other: for everybody of twenty people at least, and of no few who did not answer.
    """
    if said is None:
        return dict.fromkeys(("satisfaction", "responses", "response-rate"), NOT_ASKED)
    is_told = said.mean is not None
    is_rate_hidden = audience is Audience.PUBLIC and (
        said.asked < LEAST_FOR_A_SHARE or is_small(said.answered, said.asked, k=K_PUBLIC)
    )
    return {
        "satisfaction": said.mean if is_told else SIGN,
        "responses": said.responses if is_told else SIGN,
        "response-rate": said.rate if is_told and not is_rate_hidden else SIGN,
    }


def _columns() -> list[Column]:
    counts = [
        ("cohorts", _("Cohorts")),
        ("enrolled-female", _("Enrolled F")),
        ("enrolled-male", _("Enrolled M")),
        ("enrolled", _("Enrolled total")),
        ("completed-female", _("Completed F")),
        ("completed-male", _("Completed M")),
        ("completed", _("Completed total")),
    ]
    return [
        Column("row", _("Module")),
        *(Column(key, title, Kind.INTEGER) for key, title in counts),
        Column("completion", _("Completion %(sign)s", sign="%"), Kind.PERCENT),
        *gain_columns(SHORT),
        Column("reached", _("≥75 %(sign)s (n)", sign="%"), Kind.INTEGER),
        Column("reached-share", _("≥75 %(sign)s (%(sign)s)", sign="%"), Kind.PERCENT),
        Column("satisfaction", _("Satisfaction mean"), Kind.DECIMAL),
        Column("responses", _("Survey responses"), Kind.INTEGER),
        Column("response-rate", _("Response rate %(sign)s", sign="%"), Kind.PERCENT),
    ]


def _notes(everybody: Block, asked: Group | None, audience: Audience) -> list[str]:
    rest = everybody[REST, DONE] + everybody[REST, OPEN]
    notes = [_("Enrolments are counted: who begins a module again counts again. The totals hold people of every sex.")]
    if rest and audience is Audience.TEAM:
        notes.append(_("Neither female nor male was stated at %(number)s enrolments.", number=rest))
    return notes if asked is not None else [*notes, one_filter_note()]


def _definitions() -> list[tuple[str, str]]:
    return [
        (_("Cohort"), cohort_rule()),
        (
            _("Completion %(sign)s", sign="%"),
            _("Completed until the cohort was closed, among all who pressed “Start module” (indicator I-4)."),
        ),
        (
            _("≥75 %(sign)s", sign="%"),
            _(
                "People with three quarters of the points at one of the first three attempts at the final quiz, among "
                "people who took it (indicator I-6)."
            ),
        ),
        (
            _("Satisfaction mean"),
            _(
                "Mean of the answers from 1 to 5 in the anonymous form, from ten replies on (indicator I-7). "
                "A dash: nobody has answered, or people are chosen by sex, place or work, which a reply does not know."
            ),
        ),
        (
            _("Response rate %(sign)s", sign="%"),
            _("Of the people who completed the module in the months of the period, how many have answered so far."),
        ),
    ]
