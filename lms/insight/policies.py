"""Who may see what the answers say about the questions of a module. Foreign modules look absent."""

from enum import StrEnum
from http import HTTPStatus
from typing import Protocol

from lms.accounts.models import Account, Role
from lms.catalogue.policies import Written, writes
from lms.core.policy import rule


class Tested(Written, Protocol):
    """A module with what it is to the person who asks."""

    @property
    def is_still_to_pass(self) -> bool:
        """Whether the person studies the module and has not passed it."""


class InsightPermission(StrEnum):
    SEE = "insight:statistics:see"
    EXPORT = "insight:statistics:export"
    LEARN = "insight:explanations:read"
    SEE_PARTICIPATION = "insight:participation:see"


@rule(InsightPermission.SEE)
def may_see_statistics(actor: Account, module: Tested) -> bool:
    """The trainers who write it, and the coordinator; reviewers judge the text and not the answers.

    The pages say what is right. Authors know it anyway; a coordinator who studies the module learns it by passing.
    """
    return writes(actor, module) or (actor.holds(Role.COORDINATOR) and not module.is_still_to_pass)


@rule(InsightPermission.EXPORT)
def may_export_statistics(actor: Account, module: Tested) -> bool:
    """The same as the page the table stands on."""
    return may_see_statistics(actor, module)


@rule(InsightPermission.LEARN, refusal=HTTPStatus.FORBIDDEN)
def may_learn(actor: Account, subject: object) -> bool:
    """What the figures mean tells nothing of anybody."""
    return actor.holds(Role.TRAINER, Role.COORDINATOR)


@rule(InsightPermission.SEE_PARTICIPATION)
def may_see_participation(actor: Account, module: Written) -> bool:
    """How many complete it, for the trainers who write it: sums without names and without institutions."""
    return writes(actor, module) or actor.holds(Role.COORDINATOR)
