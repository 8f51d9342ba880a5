"""Who may read the register, and who says that the law has changed, that it is in force, that a text still holds."""

from enum import StrEnum
from http import HTTPStatus
from typing import Protocol

from lms.accounts.models import Account, Role
from lms.core.policy import rule

REVIEWERS = (Role.GENDER_REVIEWER, Role.RIGHTS_REVIEWER)


class Flagged(Protocol):
    """A text that waits for a reviewer."""

    @property
    def slug(self) -> str:
        """Of its module."""

    @property
    def has_written(self) -> bool:
        """Whether the person who asks writes the module or wrote it."""


class LawPermission(StrEnum):
    READ = "laws:register:read"
    RECORD = "laws:change:record"
    CLEAR = "laws:flag:clear"


@rule(LawPermission.READ, refusal=HTTPStatus.FORBIDDEN)
def may_read_register(actor: Account, subject: object) -> bool:
    """Whoever writes, reviews or answers for modules. It tells what texts cite, not what they say."""
    return actor.holds(Role.TRAINER, *REVIEWERS, Role.COORDINATOR, Role.ADMINISTRATOR)


@rule(LawPermission.RECORD)
def may_record_changes(actor: Account, subject: object) -> bool:
    """Reviewers of all modules: a change of the law concerns every one."""
    return actor.holds_for(None, *REVIEWERS)


@rule(LawPermission.CLEAR)
def may_clear(actor: Account, flagged: Flagged) -> bool:
    """A reviewer of the module who has not written it."""
    return actor.holds_for(flagged.slug, *REVIEWERS) and not flagged.has_written
