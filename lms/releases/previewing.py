"""The tables of a draft as a reader would get them now."""

from collections.abc import Sequence
from datetime import datetime

from lms.core.i18n import language
from lms.releases import freezing, queries
from lms.releases.frozen import FrozenTable
from lms.releases.models import ReportDraft
from lms.reporting.reports import Audience


def team_tables(draft: ReportDraft, *, at: datetime) -> Sequence[FrozenTable]:
    return [table.drawn() for table in freezing.counted(draft.tables, draft.period, Audience.TEAM, at=at)]


def donor_tables(draft: ReportDraft, *, at: datetime) -> Sequence[FrozenTable]:
    """Small numbers hidden, also against everything that was handed out before."""
    released = [(report.row.period, report.team, report.donor) for report in queries.all_opened()]
    earlier = freezing.earlier_tables(released).get(language(), [])
    return freezing.for_donor(draft.tables, draft.period, earlier, at=at)
