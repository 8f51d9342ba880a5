"""Table G: the equity check. Where do people of one module, sex, region and role complete less, or learn less?

For the team alone, and only lines of ten people or more: small differences between small groups are what it is for.
"""

from collections import Counter
from collections.abc import Sequence

from lms.core.i18n import _
from lms.disclosure.groups import LEAST
from lms.disclosure.suppression import SIGN
from lms.reporting import dimensions
from lms.reporting.choices import Choice
from lms.reporting.cohort_counts import cohort_counts
from lms.reporting.cohorts import Cohort, cohort_rule, cohorts_closed_in, cohorts_in_words
from lms.reporting.consents import WITHHELD
from lms.reporting.gains import MODULE, PROFESSION, REGION, SEX, Group, Outcomes, group
from lms.reporting.reports.base import BEHIND, Audience, Table, common_definitions, conditions
from lms.reporting.reports.gain_cells import FEW, gain_cells, gain_columns, gain_definitions, gain_notes
from lms.sheets import Column, Kind

#: What a line is of.
DIVIDED = (MODULE, SEX, REGION, PROFESSION)
#: (module, sex, region, profession) to how many.
Lines = Counter[tuple[str, ...]]


def table_g(choice: Choice, audience: Audience) -> Table:
    """Raises ValueError for the public."""
    if audience is Audience.PUBLIC:
        message = "The equity check is never published."
        raise ValueError(message)
    cohorts = cohorts_closed_in(choice.period)
    enrolled, completed = _count(choice, cohorts)
    found, is_asked_whole = Outcomes(cohorts), _is_of_whole_lines(choice)
    names = _names()
    rows = [
        {
            **{key: names[key][code] for key, code in zip(names, line, strict=True)},
            BEHIND: conditions(*zip(DIVIDED, line, strict=True)),
            "enrolled": enrolled[line],
            "completed": completed[line],
            "completion": dimensions.share(completed[line], enrolled[line]),
            **gain_cells(found, _group(line) if is_asked_whole else None, FEW),
        }
        for line in _in_order(enrolled, names)
        if enrolled[line] >= LEAST and WITHHELD not in line
    ]
    return Table(
        slug="g",
        title=_("Table G. Equity check"),
        columns=_columns(),
        rows=rows,
        notes=[
            _("For the project team alone: this table is never published. Every look at it is recorded."),
            cohorts_in_words(cohorts),
            cohort_rule(),
            _("Only lines with ten enrolments or more are shown."),
            *gain_notes(),
        ],
        definitions=[*common_definitions(), *gain_definitions()],
        has_hidden=any(SIGN in row.values() for row in rows),
    )


def _count(choice: Choice, cohorts: Sequence[Cohort]) -> tuple[Lines, Lines]:
    """How many began in each line, and how many of them completed in time."""
    enrolled: Lines = Counter()
    completed: Lines = Counter()
    for module_id, sex, region, profession, in_time, count in cohort_counts(
        choice, cohorts, "module_id", "sex", "region", "profession", "in_time"
    ):
        line = str(module_id), sex, region, profession or dimensions.NOT_STATED
        enrolled[line] += count
        completed[line] += count * in_time
    return enrolled, completed


def _names() -> dict[str, dict[str, str]]:
    """Column to the words of its codes, in the order of the codes of a line."""
    return {
        "row": {str(module.id): title for module, title in dimensions.modules()},
        SEX: {line.code: line.label for line in dimensions.sexes()},
        REGION: {line.code: line.label for line in dimensions.regions()},
        PROFESSION: {line.code: line.label for line in dimensions.professions()},
    }


def _in_order(lines: Lines, names: dict[str, dict[str, str]]) -> list[tuple[str, ...]]:
    places = [{code: place for place, code in enumerate(words)} for words in names.values()]
    return sorted(lines, key=lambda line: [known[code] for known, code in zip(places, line, strict=True)])


def _group(line: tuple[str, ...]) -> Group:
    return group(*zip(DIVIDED, line, strict=True))


def _is_of_whole_lines(choice: Choice) -> bool:
    """Whether the filters choose lines and divide none: gain is told of lines."""
    others = (choice.types, choice.bands, choice.institution)
    return all(other is None for other in others) and not choice.is_nowhere and not choice.is_confirmed


def _columns() -> list[Column]:
    return [
        Column("row", _("Module")),
        Column(SEX, _("Sex")),
        Column(REGION, _("Region")),
        Column(PROFESSION, _("Profession")),
        Column("enrolled", _("Enrolled"), Kind.INTEGER),
        Column("completed", _("Completed"), Kind.INTEGER),
        Column("completion", _("Completion %(sign)s", sign="%"), Kind.PERCENT),
        *gain_columns(FEW),
    ]
