"""The tables of a draft as a reader would get them.

For the donor they are compared with everything that was handed out before, which takes seconds: a job does it, and
keeps what the report would hold at that moment. Where nothing was handed out before there is nothing to compare.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.core import jobs
from lms.core.i18n import language
from lms.core.jobs import Job
from lms.releases import freezing, queries
from lms.releases.frozen import FrozenTable, canonical, digest_of, table_of
from lms.releases.models import ReportDraft
from lms.reporting.reports import Audience

KEY_LENGTH = 16


@dataclass(frozen=True)
class Preview:
    """Finished tables as of a moment; while there are none, the job that makes them, if somebody has asked for it."""

    tables: Sequence[FrozenTable] | None
    at: datetime
    job: Job | None = None

    @property
    def is_on_its_way(self) -> bool:
        return self.tables is None and self.job is not None and self.job.state in {"waiting", "running"}


def team_preview(draft: ReportDraft, *, at: datetime) -> Preview:
    return Preview([table.drawn() for table in freezing.counted(draft.tables, draft.period, Audience.TEAM, at=at)], at)


def donor_preview(draft: ReportDraft, *, at: datetime) -> Preview:
    if not is_compared():
        return Preview(freezing.for_donor(draft.tables, draft.period, at=at), at)
    job = jobs.job_by_key(key_of(draft))
    if job is None or job.state != "done" or job.result is None:
        return Preview(None, at, job)
    tables = [table_of(data) for data in job.result["tables"][language()]]
    return Preview(tables, datetime.fromisoformat(job.result["as_of"]), job)


def is_compared() -> bool:
    """Whether anything was handed out with which a new report must be compared."""
    return queries.number_of_reports() > 0


def key_of(draft: ReportDraft) -> str:
    """The job that compares it: another one for other tables, and once more was handed out."""
    asked = digest_of(canonical([list(draft.tables), queries.number_of_reports()]))
    return f"releases:preview:{draft.id}:{asked[:KEY_LENGTH]}"
