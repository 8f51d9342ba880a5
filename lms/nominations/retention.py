"""How long lists of people are kept that an institution has not sent."""

from datetime import datetime

from lms.core.i18n import _l
from lms.nominations import services
from lms.people.retention import keeps


@keeps(
    "lists",
    what=_l("Names and contacts in a list that an institution typed and has not sent"),
    why=_l("So that whoever typed it can check it and go on"),
    until=_l("14 days"),
)
def forget_lists(at: datetime) -> int:
    return services.forget_old_lists(at=at)
