"""Ask for a backup now: work that may wait for its turn, and of which one at a time is enough."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from lms.core import audit, jobs
from lms.core.jobs import Job
from lms.upkeep import queries


def ask_for_backup(work: Callable[[str, str], None], *, by: UUID, at: datetime) -> Job:
    """Enqueue ``work`` for the backup that follows the newest one; asking twice is asking once."""
    key = f"upkeep:backup:after:{queries.newest_id()}"
    job = jobs.enqueue(work, key, by, unique_key=key)
    if job.state in ("failed", "done"):  # it was tried in vain, or what it made is gone
        jobs.again(job, at=at)
    audit.record(by, "upkeep.backup.asked", job, at=at)
    return job
