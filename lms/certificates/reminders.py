"""Of what holders are reminded: two months before a certificate ends, unless a newer one has taken its place."""

from collections.abc import Iterator
from datetime import datetime

from lms.certificates import queries
from lms.core import clock
from lms.core.i18n import _l, n_
from lms.enrolments.validity import RENEWAL_MONTHS, months_later
from lms.messages import reminders
from lms.messages.reminders import Due


def sentence(count: int) -> str:
    return n_(
        "A certificate of yours ends within two months.", "%(num)s certificates of yours end within two months.", count
    )


@reminders.about(
    "certificate_ending",
    _l("Reminders of a certificate that ends soon"),
    page="my-learning/certificates",
    says=sentence,
)
def ending(at: datetime) -> Iterator[Due]:
    today = clock.local_day(at)
    for account_id, certificate_id in queries.certificates_ending(today, months_later(today, RENEWAL_MONTHS)):
        yield Due(account_id, str(certificate_id))
