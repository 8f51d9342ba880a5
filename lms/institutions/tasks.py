"""Work of this room that has its day."""

from datetime import date

from lms.core import clock
from lms.core.daily import daily
from lms.institutions import services


@daily(hour=0)
def apply_changes(day: str) -> dict[str, int]:
    """Move and close what was to be moved and closed from this day on."""
    return {"changes": services.apply_due_changes(date.fromisoformat(day), at=clock.now())}
