"""How many there must be before something is told: the setting ``statistics`` of ``content/site.yaml``."""

from lms.core.site import site
from lms.insight.figures import Least
from lms.measures import ENOUGH, Limits


def least() -> Least:
    """Never fewer than `lms.measures` asks for, whatever the file says."""
    asked = site().statistics
    return Least(
        attempts=max(ENOUGH, asked.attempts),
        groups=Limits(smaller=max(ENOUGH, asked.smaller_group), together=max(ENOUGH, asked.both_groups)),
    )
