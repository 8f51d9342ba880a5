"""What all pages of the room need: the filters of the address, and tables ready to be drawn."""

from collections.abc import Collection, Iterable, Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import abort, request

from lms.core import audit, clock
from lms.core.i18n import _
from lms.core.policy import actor_id, allows
from lms.reporting import filters, records, services, standing
from lms.reporting.drawing import drawn, formatted
from lms.reporting.filters import Filters
from lms.reporting.policies import ReportPermission
from lms.reporting.records import Record
from lms.reporting.reports import Audience
from lms.reporting.spans import quarter_options, read_span, year_options
from lms.reporting.standing import Span
from lms.reporting.trees import YEAR
from lms.reporting.trends import Trend
from lms.reporting.views.blueprint import bp
from lms.ui.forms import Option

__all__ = [
    "asked_as_published",
    "asked_count",
    "asked_filters",
    "asked_rows",
    "asked_span",
    "asked_trend",
    "drawn",
    "formatted",
    "leaves_in_reports",
    "record_at",
    "record_sight",
    "splits_shown",
    "status_of",
]


def asked_filters() -> Filters:
    return filters.read(request.args, today=clock.local_day(clock.now()))


def asked_as_published(*, may_be: bool = True) -> tuple[Filters, Audience]:
    """The filters of a table, and for whom it is; one that is never published is absent for everybody."""
    if request.args.get("audience") != Audience.PUBLIC:
        return asked_filters(), Audience.TEAM
    if not may_be:
        abort(HTTPStatus.NOT_FOUND)
    return asked_filters().for_everybody(), Audience.PUBLIC


def leaves_in_reports() -> str:
    """Two files with other days or filters could be subtracted; what leaves is compared with all that left before."""
    return _(
        "This is a preview: small numbers are hidden in this table taken by itself. What leaves the team leaves in a "
        "submitted report, where numbers are hidden against everything that was handed out before."
    )


def asked_rows(known: Collection[str]) -> str:
    """What stands in the lines; the first of them, if nothing is asked for."""
    rows = request.args.get("rows", next(iter(known)))
    if rows not in known:
        abort(HTTPStatus.NOT_FOUND)
    return rows


def record_sight(table: str, asked: Filters, **more: str) -> None:
    """All numbers, however small, are for the project team alone: each look at them is recorded with what it chose."""
    audit.record_look(
        actor_id(), "reporting.table.seen", table=table, **services.asked_facts({**asked.query(), **more})
    )


def status_of(asked: Filters) -> HTTPStatus:
    """A page says beneath its filters what could not be read."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if asked.problems else HTTPStatus.OK


def record_at(institution_id: UUID) -> Record | None:
    return records.record_of(institution_id, clock.local_day(clock.now()))


def asked_span() -> Span:
    """Year and quarter of the address; this year, if nothing sensible is asked."""
    return read_span(request.args, clock.local_day(clock.now()).year)


def asked_count() -> str:
    """What of the record is split by sex and age."""
    asked = request.args.get("count", "")
    return asked if asked in standing.counted() else "completed"


def asked_trend() -> Trend:
    """What the comparison sets against the period before and the target."""
    asked = request.args.get("trend", "")
    return Trend(asked) if asked in set(Trend) else Trend.PEOPLE


def splits_shown(record: Record, span: Span) -> bool:
    """Whether the reader may see sex and age of this record in this period.

    What could be subtracted from each other: splits of quarters and their year, of a running year today and tomorrow,
    of enrolments and the completions among them. So a focal point gets completions of whole years that have ended.
    """
    if not allows(ReportPermission.SEE_SPLITS, record):
        return False
    is_closed_year = span.quarter == YEAR and span.with_results(clock.local_day(clock.now())) == span
    return allows(ReportPermission.SEE_PARTICIPATION) or is_closed_year


def options_of(choices: Iterable[Any]) -> list[Option]:
    """What a select offers: nothing chosen first."""
    return [Option("", _("All")), *(Option(choice.code, choice.label) for choice in choices)]


def choices_of(labels: Mapping[str, str]) -> list[Option]:
    return [Option(code, label) for code, label in labels.items()]


@bp.context_processor
def words_for_forms() -> dict[str, object]:
    """What the room's templates need to draw their filters."""
    return {
        "options_of": options_of,
        "choices_of": choices_of,
        "year_options": year_options,
        "quarter_options": quarter_options,
    }
