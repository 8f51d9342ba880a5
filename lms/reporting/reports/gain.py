"""Paired gain by one division: what people knew before and after, of the cohorts closed in the period."""

from collections.abc import Mapping

from lms.core.i18n import NATIVE_NAMES, _
from lms.disclosure.suppression import SIGN
from lms.reporting import dimensions
from lms.reporting.choices import Choice
from lms.reporting.cohorts import cohort_rule, cohorts_closed_in, cohorts_in_words
from lms.reporting.completeness import completeness_note, of_cohorts
from lms.reporting.gains import KIND, LANGUAGE, MODULE, OUTPUT, PROFESSION, SEX, Group, Outcomes, asked_group, group
from lms.reporting.reports.base import BEHIND, Table, Value, common_definitions, conditions
from lms.reporting.reports.gain_cells import (
    WHOLE,
    gain_cells,
    gain_columns,
    gain_definitions,
    gain_notes,
    one_filter_note,
)
from lms.sheets import Column

#: What may stand in the lines, in the order of the page.
ROWS = (MODULE, KIND, PROFESSION, SEX, LANGUAGE)


def row_labels() -> dict[str, str]:
    return {
        MODULE: _("Module"),
        KIND: _("Institution type"),
        PROFESSION: _("Profession"),
        SEX: _("Sex"),
        LANGUAGE: _("Language"),
    }


def gain_table(choice: Choice, rows: str) -> Table:
    """Lines without anybody are left out, except modules."""
    cohorts = cohorts_closed_in(choice.period)
    found, asked = Outcomes(cohorts), asked_group(choice)
    whole = asked if asked is not None and len(asked) <= 1 else None
    lines: list[dict[str, Value]] = []
    for code, label in _lines(rows, choice).items():
        one = None if whole is None else _line(whole, rows, code)
        if one is not None and rows != MODULE and not found.of(one).paired:
            continue
        lines.append({"row": label, BEHIND: conditions((rows, code)), **gain_cells(found, one, WHOLE)})
    total = {"row": _("Everybody"), BEHIND: "", **gain_cells(found, whole, WHOLE)}
    return Table(
        slug="gain",
        title=_("Gain from pre-test to final quiz: %(rows)s", rows=row_labels()[rows]),
        columns=[Column("row", row_labels()[rows]), *gain_columns(WHOLE)],
        rows=lines,
        total=total,
        notes=[
            cohorts_in_words(cohorts),
            cohort_rule(),
            *gain_notes(),
            _("The interval holds the mean of all such people with 95 per cent certainty (Student’s t)."),
            *([one_filter_note()] if whole is None else []),
            *completeness_note(of_cohorts(choice)),
        ],
        definitions=[*common_definitions(), *gain_definitions()],
        has_hidden=any(SIGN in line.values() for line in [*lines, total]),
    )


def _lines(rows: str, choice: Choice) -> Mapping[str, str]:
    """Code to name of each line that may be there."""
    if rows == MODULE:
        return {str(module.id): title for module, title in dimensions.modules(choice.modules)}
    if rows == LANGUAGE:
        return NATIVE_NAMES
    listed = {KIND: dimensions.groups, PROFESSION: dimensions.professions, SEX: dimensions.sexes}
    return {line.code: line.label for line in listed[rows]()}


def _line(whole: Group, rows: str, code: str) -> Group:
    """The line within what the filter chooses; a filter on what stands in the lines chooses among them."""
    others = [part for part in whole if part[0] != rows and not (rows == MODULE and part[0] == OUTPUT)]
    is_other = any(name == rows and line != code for name, line in whole)
    return group((rows, "" if is_other else code), *others)
