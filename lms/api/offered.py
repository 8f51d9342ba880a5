"""Which tables a token opens.

Rows of single enrolments are none of them: whoever takes those away says what for, and a program has no reason.
"""

from collections.abc import Sequence

from lms.reporting.reports import PUBLIC_TABLES, Audience, tables

SINGLE_ENROLMENTS = "persons"


def tables_for(audience: Audience) -> Sequence[str]:
    return PUBLIC_TABLES if audience is Audience.PUBLIC else [slug for slug in tables() if slug != SINGLE_ENROLMENTS]
