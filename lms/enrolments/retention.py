"""How long taking part is kept."""

from datetime import datetime

from lms.core.i18n import _l
from lms.people.retention import keeps


@keeps(
    "enrolments",
    what=_l("Which modules were begun and completed, with sex, band of age, profession, institution and region"),
    why=_l("For counts in reports; after you have left nobody can tell whose they were"),
    until=_l("As long as the platform reports"),
    stays=True,
)
def keep_enrolments(at: datetime) -> int:
    """Counts of the past must stay what they were; without a person they concern nobody."""
    return 0
