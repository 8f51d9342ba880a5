"""Who may have a certificate made, see it and show its name: the holder and nobody else.

Anybody with the code may ask whether it is valid; that page is open and tells much less.
"""

from enum import StrEnum
from typing import Any

from lms.accounts.models import Account
from lms.core.policy import rule


class CertificatePermission(StrEnum):
    LIST = "certificates:certificate:list"
    HOLD = "certificates:certificate:hold"


@rule(CertificatePermission.LIST)
def may_list_certificates(actor: Account, subject: object) -> bool:
    """Everybody may open the list of one's own."""
    return True


@rule(CertificatePermission.HOLD)
def may_hold_certificate(actor: Account, subject: Any) -> bool:
    """``subject`` is a Certificate, or a Completion for which one may be issued."""
    return bool(subject.enrolment.person_id == actor.person_id)
