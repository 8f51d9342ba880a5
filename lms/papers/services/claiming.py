"""A person claims the own sheet by its code: that makes the attempt."""

from datetime import datetime
from uuid import UUID

from lms.core import audit
from lms.core.extensions import db
from lms.enrolments.queries import Study
from lms.papers.errors import AnotherEdition, TypedByYou, UnknownCode
from lms.papers.models import PaperSheet
from lms.papers.queries import asks_the_same
from lms.papers.services.typing_in import hand_in_if_claimed
from lms.quizzes.models import Attempt, AttemptKind
from lms.quizzes.on_paper import start_from_paper


def claim_sheet(sheet: PaperSheet | None, study: Study, kind: AttemptKind, *, by: UUID, at: datetime) -> UUID:
    """The id of the attempt; claimed again by the same enrolment it is the same one.

    The caller holds the locks on the sheet and then on the enrolment. Raises UnknownCode, AnotherEdition, TypedByYou,
    and what ``start_from_paper`` raises.
    """
    if sheet is None or not _is_for(sheet, study, kind):
        raise UnknownCode
    if sheet.attempt_id is not None:
        return sheet.attempt_id
    if sheet.typed_by_id == by:
        raise TypedByYou
    if not asks_the_same(sheet.batch.edition, study.enrolment.edition):
        raise AnotherEdition
    attempt = start_from_paper(
        study,
        kind,
        edition_id=sheet.batch.edition_id,
        form=sheet.form,
        seed=sheet.seed,
        drawn=sheet.drawn,
        by=by,
        at=at,
    )
    db.session.flush()
    sheet.attempt_id, sheet.claimed_at = attempt.id, at
    audit.record(by, "papers.sheet.claimed", sheet, at=at)
    hand_in_if_claimed(sheet, at=at)
    return attempt.id


def _is_for(sheet: PaperSheet, study: Study, kind: AttemptKind) -> bool:
    """Of this test, and free or claimed by this very person. What it is otherwise is not said."""
    if sheet.batch.module_id != study.enrolment.module_id or sheet.batch.kind is not kind:
        return False
    if sheet.claimed_at is None:
        return sheet.ended_at is None
    attempt = db.session.get(Attempt, sheet.attempt_id) if sheet.attempt_id else None
    return attempt is not None and attempt.enrolment_id == study.id
