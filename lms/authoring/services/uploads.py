"""Files of questions: kept until somebody has looked at them, brought in whole, forgotten."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete

from lms.authoring.models import QuestionUpload
from lms.core.extensions import db
from lms.core.rows import changed

STAY = timedelta(days=14)


def keep(
    module_id: UUID, content: bytes, *, form: str, language: str, name: str, by: UUID, at: datetime
) -> QuestionUpload:
    """The newest file of this person for this module; the one before it goes."""
    db.session.execute(
        delete(QuestionUpload).where(QuestionUpload.module_id == module_id, QuestionUpload.made_by_id == by)
    )
    upload = QuestionUpload(
        module_id=module_id, content=content, form=form, language=language, name=name[:200], made_by_id=by, made_at=at
    )
    db.session.add(upload)
    db.session.flush()  # its address is needed
    return upload


def drop(upload: QuestionUpload) -> None:
    db.session.delete(upload)


def forget_old(at: datetime) -> int:
    return changed(delete(QuestionUpload).where(QuestionUpload.made_at < at - STAY))
