"""What an administrator does to the platform itself. Roles and suspension live with the accounts."""

from datetime import datetime
from uuid import UUID

from lms.core import audit, jobs
from lms.core.jobs import Job


def try_again(job: Job, *, by: UUID, at: datetime) -> bool:
    """Put a failed job back to the waiting ones; the sweep takes it up. False if somebody has done so already."""
    if job.state != "failed":
        return False
    jobs.again(job, at=at)
    audit.record(by, "admin.job.retried", job, at=at, job=job.name)
    return True
