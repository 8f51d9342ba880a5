"""Who may prepare and submit reports, and see frozen ones. What was released is for everybody."""

from enum import StrEnum

from lms.accounts.models import Account, Role
from lms.core.policy import rule


class ReleasePermission(StrEnum):
    SEE = "releases:report:see"
    DRAFT = "releases:report:draft"
    SUBMIT = "releases:report:submit"
    DOWNLOAD = "releases:report:download"
    PUBLISH = "releases:table:publish"


@rule(ReleasePermission.SEE)
def may_see(actor: Account, subject: object) -> bool:
    return actor.holds(Role.COORDINATOR)


@rule(ReleasePermission.DRAFT)
def may_draft(actor: Account, subject: object) -> bool:
    return may_see(actor, subject)


@rule(ReleasePermission.SUBMIT)
def may_submit(actor: Account, subject: object) -> bool:
    """Only with a fresh proof, which the route asks for."""
    return may_see(actor, subject)


@rule(ReleasePermission.DOWNLOAD)
def may_download(actor: Account, subject: object) -> bool:
    """The same scope as the page; each file is recorded."""
    return may_see(actor, subject)


@rule(ReleasePermission.PUBLISH)
def may_publish(actor: Account, subject: object) -> bool:
    """Put tables on the public page and take them away, with a fresh proof."""
    return may_see(actor, subject)
