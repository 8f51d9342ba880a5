"""Which tables a token opens.

Rows of single enrolments are none of them: whoever takes those away says what for, and a program has no reason.
"""

from collections.abc import Sequence

from lms.reporting.reports import TABLES, Audience

#: One row for each fact or enrolment; with small numbers in it, so never for the public.
SINGLE_FACTS = "long"
SINGLE_ENROLMENTS = "persons"
#: Only for the team: it exists to show small differences.
INTERNAL = ("g", SINGLE_FACTS)


def tables_for(audience: Audience) -> Sequence[str]:
    open_ones = [slug for slug in TABLES if slug != SINGLE_ENROLMENTS]
    return open_ones if audience is Audience.TEAM else [slug for slug in open_ones if slug not in INTERNAL]
