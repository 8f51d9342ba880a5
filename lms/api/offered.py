"""Which tables a token opens; those with small numbers hidden are in submitted reports.

Rows of single enrolments are none of them: whoever takes those away says what for, and a program has no reason.
"""

from collections.abc import Sequence

from lms.releases.held import TABLES
from lms.reporting.reports import Audience, tables

SINGLE_ENROLMENTS = "persons"


def tables_for(audience: Audience) -> Sequence[str]:
    return TABLES if audience is Audience.PUBLIC else [slug for slug in tables() if slug != SINGLE_ENROLMENTS]
