"""Who writes a module: one rule for the studio, for essays and keys, for paper and for statistics."""

from typing import Protocol

from lms.accounts.models import Account, Role


class Written(Protocol):
    """A module, or something of one, as a room has it on its desk."""

    @property
    def slug(self) -> str: ...
    @property
    def is_author(self) -> bool: ...


def writes(actor: Account, desk: Written) -> bool:
    """Whether it is one of the module's authors, as long as the person is a trainer, of all modules or of this one."""
    return desk.is_author and actor.holds_for(desk.slug, Role.TRAINER)
