"""Who may have a certificate made, see it and show its name: the holder. Who may correct and revoke: the coordinator.

Anybody with the code may ask whether it is valid; that page is open and tells much less.
"""

from enum import StrEnum
from typing import Any

from lms.accounts.models import Account, Role
from lms.core.policy import rule


class CertificatePermission(StrEnum):
    LIST = "certificates:certificate:list"
    HOLD = "certificates:certificate:hold"
    ENTER_OFFICE = "certificates:office:enter"
    SEE = "certificates:certificate:see"
    END = "certificates:certificate:end"
    EXPORT_REGISTER = "certificates:register:export"


@rule(CertificatePermission.LIST)
def may_list_certificates(actor: Account, subject: object) -> bool:
    """Everybody may open the list of one's own."""
    return True


@rule(CertificatePermission.HOLD)
def may_hold_certificate(actor: Account, subject: Any) -> bool:
    """``subject`` is a Certificate, a Correction, or a Completion for which a certificate may be issued."""
    return bool(subject.enrolment.person_id == actor.person_id)


@rule(CertificatePermission.ENTER_OFFICE)
def may_enter_office(actor: Account, subject: object) -> bool:
    """Find a certificate by its code, see what waits for a decision."""
    return actor.holds(Role.COORDINATOR)


@rule(CertificatePermission.SEE)
def may_see_certificate(actor: Account, subject: Any) -> bool:
    """Any certificate and any request with the names on it; recorded."""
    return may_enter_office(actor, subject)


@rule(CertificatePermission.END)
def may_end_certificate(actor: Account, subject: Any) -> bool:
    """Decide about a request, revoke and take that back; never about one's own certificate."""
    return may_enter_office(actor, subject) and subject.enrolment.person_id != actor.person_id


@rule(CertificatePermission.EXPORT_REGISTER)
def may_export_register(actor: Account, subject: object) -> bool:
    """Every running number without a name, for the archive; with a reason, recorded."""
    return may_enter_office(actor, subject)
