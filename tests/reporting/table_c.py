"""What the tests of Table C share: its lines as they are printed, and the days they are about."""

from datetime import UTC, date, datetime

from lms.reporting.choices import Period
from lms.reporting.reports import Audience, build

WHOLE = Period(date(2019, 1, 1), date(2026, 12, 31))
FEBRUARY = datetime(2026, 2, 10, 5, tzinfo=UTC)
ALL = "All modules"


def printed(choice, audience=Audience.TEAM):
    made = build("c", choice, audience, key=b"")
    return {row["row"]: row for row in [*made.rows, made.total]}
