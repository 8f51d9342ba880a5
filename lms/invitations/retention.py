"""How long it is kept whom an institution has asked to come."""

from datetime import datetime

from lms.core.i18n import _l
from lms.invitations import services
from lms.people.retention import keeps


@keeps(
    "invitations",
    what=_l("Name and contact in an invitation that was not used"),
    why=_l("So that your institution can ask again"),
    until=_l("Half a year after its end"),
)
def forget_unused(at: datetime) -> int:
    return services.forget_unused(at=at)


@keeps(
    "invitations_used",
    what=_l("Name, contact and position in the invitation by which you came"),
    why=_l("So that your institution sees that whom it named has come"),
    until=_l("Until you close the account"),
)
def keep_used(at: datetime) -> int:
    """They are emptied when the person leaves (``leaving``)."""
    return 0
