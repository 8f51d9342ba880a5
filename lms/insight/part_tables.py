"""Taking part in a module, as tables of the page."""

from datetime import date
from uuid import UUID

from lms.core.i18n import _
from lms.disclosure.suppression import SIGN
from lms.insight.taking_part import BEGUN, KEPT, LEFT, Cell, TakingPart, labels_of
from lms.reporting import dimensions, standing
from lms.reporting.dimensions import SEXES, share
from lms.reporting.reports.base import Table, Value
from lms.reporting.results import YearOfResults, results_of
from lms.reporting.standing import Span
from lms.sheets import Column, Kind

DONE = "done"


def figures(found: TakingPart, span: Span) -> dict[str, Value]:
    """The numbers on top: begun, completed, and the share of closed cohorts that completed."""
    numbers = {
        "enrolled": found.told(Cell(span.quarter, "enrolled", "")),
        "completed": found.told(Cell(span.quarter, "", "")),
    }
    return {**{key: SIGN if value is None else value for key, value in numbers.items()}, "rate": _rate(found, span)}


def _rate(found: TakingPart, span: Span) -> Value:
    """Told where both those who completed and those who did not may be."""
    kept, left = (found.told(Cell(span.quarter, BEGUN, line)) for line in (KEPT, LEFT))
    return SIGN if kept is None or left is None else share(kept, kept + left)


def split_titles() -> dict[str, str]:
    return {
        "sex": _("Completions by sex"),
        "region": _("Completions by region"),
        "group": _("Completions by institution type"),
    }


def split_table(found: TakingPart, span: Span, split: str) -> Table:
    """Lines in which somebody is, and the total."""
    some = set(found.lines(split))
    lines = [line for line in labels_of(split) if line.code in some]
    rows = [{"row": line.label, DONE: _shown(found.told(Cell(span.quarter, split, line.code)))} for line in lines]
    total = {"row": _("Total"), DONE: _shown(found.told(Cell(span.quarter, "", "")))}
    heads = {"sex": _("Sex"), "region": _("Region"), "group": _("Institution type")}
    return Table(
        slug=split,
        title=split_titles()[split],
        columns=[Column("row", heads[split]), Column(DONE, _("Completed"), Kind.INTEGER)],
        rows=rows,
        total=total,
        has_hidden=any(SIGN in row.values() for row in (*rows, total)),
    )


def _shown(value: int | None) -> Value:
    return SIGN if value is None else value


def results_table(module_id: UUID, span: Span, today: date) -> Table:
    """First final quizzes of everybody and by sex; nothing about fewer than ten."""
    found = results_of(span.year, today)
    rows = [
        {"row": dimensions.sex_label(sex), **_result(found, span, module_id, sex)}
        for sex in SEXES
        if found.has(None, span.quarter, module_id, sex)
    ]
    total = {"row": _("Everybody"), **_result(found, span, module_id)}
    return Table(
        slug="results",
        title=_("Quiz results, %(period)s", period=span.label()),
        columns=standing.result_columns(_("Sex")),
        rows=rows,
        total=total,
        notes=standing.result_notes(),
        has_hidden=any(SIGN in row.values() for row in (*rows, total)),
    )


def _result(found: YearOfResults, span: Span, module_id: UUID, *sex: str) -> dict[str, Value]:
    result = found.of(None, span.quarter, module_id, *sex)
    return standing.result_cells(result, is_hidden=result is None and found.has(None, span.quarter, module_id, *sex))
