"""Who may mend the record: the coordinator and the administrator; nobody the own data. To others it looks absent."""

from enum import StrEnum
from typing import Protocol
from uuid import UUID

from lms.accounts.models import Account, Role
from lms.core.policy import rule


class About(Protocol):
    """A line of the queue, or a person."""

    @property
    def people(self) -> frozenset[UUID]:
        """Whose data it is about."""


class Two(About, Protocol):
    """Two records."""

    @property
    def has_staff(self) -> bool:
        """Whether one of them holds a role."""


class QualityPermission(StrEnum):
    WORK = "quality:queue:work"
    MEND = "quality:line:mend"
    MERGE = "quality:people:merge"


@rule(QualityPermission.WORK)
def may_work(actor: Account, subject: object) -> bool:
    return actor.holds(Role.COORDINATOR, Role.ADMINISTRATOR)


@rule(QualityPermission.MEND)
def may_mend(actor: Account, subject: About) -> bool:
    """What is known of oneself is corrected in the own profile."""
    return may_work(actor, subject) and actor.person_id not in subject.people


@rule(QualityPermission.MERGE)
def may_merge(actor: Account, subject: Two) -> bool:
    """Records of people who hold a role only the administrator."""
    return may_mend(actor, subject) and (not subject.has_staff or actor.holds(Role.ADMINISTRATOR))
