"""What an administrator does to the platform itself. Roles and suspension live with the accounts."""

from datetime import datetime
from uuid import UUID

from lms.admin.queries import Failed, has_failed
from lms.core import audit, jobs
from lms.core.jobs import Job


def try_again(job: Job, *, by: UUID, reason: str, at: datetime) -> bool:
    """Put a failed job back to the waiting ones; the sweep takes it up. False if somebody has done so already."""
    if job.state != "failed":
        return False
    jobs.again(job, at=at)
    audit.record(by, "admin.job.retried", job, at=at, reason=reason, job=job.name)
    return True


def try_all_again(what: Failed, *, by: UUID, reason: str, at: datetime) -> int:
    """The same for all failed work of one part of the list, in one act; how many pieces."""
    count = jobs.all_again(has_failed(what), at=at)
    if count:
        audit.record(by, "admin.jobs.retried", at=at, reason=reason, count=count, part=what.value)
    return count
