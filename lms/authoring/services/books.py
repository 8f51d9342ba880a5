"""Books for paper that were made: they can be made again, so they do not stay."""

from datetime import datetime, timedelta

from sqlalchemy import select

from lms.core import files
from lms.core.extensions import db
from lms.core.jobs import Job

WORK = "authoring.tasks.print_book"
STAY = timedelta(days=14)


def forget_old(at: datetime) -> int:
    """The file goes with the job that made it."""
    old = db.session.scalars(select(Job).where(Job.name == WORK, Job.ended_at < at - STAY)).all()
    for made in old:
        if made.result:
            files.remove(made.result["file"])
        db.session.delete(made)
    return len(old)
