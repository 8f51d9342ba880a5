"""Institutions with nobody trained in a period: where an invitation to name people is due."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from lms.core.extensions import db
from lms.core.i18n import _
from lms.enrolments.models import Enrolment
from lms.institutions import queries as directory
from lms.institutions.models import Institution, InstitutionLink, InstitutionState
from lms.reporting import beside
from lms.reporting.consents import withdrew
from lms.reporting.reports.base import Table
from lms.reporting.standing import Span
from lms.sheets import Column, Kind


def untrained(span: Span, today: date, *, kind: str = "", region: str = "") -> Table:
    """Listed institutions (of this group of types, in this region) where nobody, beneath them neither, completed."""
    listed, standings = _listed(), beside.standings(span.period, today)
    lines = [line for line in beside.chosen(standings, kind, region) if not line.completed and line.id in listed]
    last, types, regions = _last_completions(span.period.end), directory.type_names(), directory.region_names()
    return Table(
        slug="untrained",
        title=_("Institutions with nobody trained, %(period)s", period=span.label()),
        columns=[
            Column("row", _("Institution")),
            Column("type", _("Institution type")),
            Column("region", _("Region")),
            Column("enrolled", _("Enrolled"), Kind.INTEGER),
            Column("last", _("Last completion before"), Kind.DATE),
        ],
        rows=[
            {
                "row": line.name,
                "_id": line.id,
                "type": types.get(line.type_code),
                "region": regions.get(line.region_code),
                "enrolled": line.enrolled,
                "last": last.get(line.id),
            }
            for line in lines
        ],
        notes=[
            _("Nobody of the institution or of a body beneath it completed a module in the period."),
            _("People who changed institution count where they were at the enrolment."),
        ],
    )


def _listed() -> set[UUID]:
    """Without those that were closed: nobody can be named there."""
    return set(db.session.scalars(select(Institution.id).where(Institution.state == InstitutionState.LISTED)))


def _last_completions(until: date) -> dict[UUID, date]:
    """Institution to the last day on which anybody there, or beneath it, completed a module."""
    query = (
        select(InstitutionLink.ancestor_id, func.max(Enrolment.completed_on))
        .join(Enrolment, Enrolment.institution_id == InstitutionLink.descendant_id)
        .where(Enrolment.completed_on <= until, Enrolment.person_id.not_in(withdrew()))
        .group_by(InstitutionLink.ancestor_id)
    )
    return dict(db.session.execute(query).all())  # type: ignore[arg-type]
