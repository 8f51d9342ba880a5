"""This room's part of what a person downloads: which reports the person prepared and submitted."""

from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from lms.accounts.queries import account_of_person
from lms.core.extensions import db
from lms.people.exports import contributes
from lms.releases.models import FrozenReport, ReportDraft


@contributes("reports")
def reports_part(person_id: UUID) -> list[dict[str, Any]]:
    account = account_of_person(person_id)
    if account is None:
        return []
    drafts = select(ReportDraft).where(
        or_(ReportDraft.made_by_id == account.id, ReportDraft.submitted_by_id == account.id)
    )
    frozen = select(FrozenReport.number, FrozenReport.version, FrozenReport.frozen_at)
    return [
        *({"draft": f"{row.starts_on}/{row.ends_on}", "at": row.made_at} for row in db.session.scalars(drafts)),
        *(
            {"report": row.number, "version": row.version, "at": row.frozen_at}
            for row in db.session.execute(frozen.where(FrozenReport.frozen_by_id == account.id))
        ),
    ]
