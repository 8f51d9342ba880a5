"""Who marks essays: trainers who write the module, never the own text."""

from enum import StrEnum
from http import HTTPStatus

from lms.accounts.models import Account, Role
from lms.core.policy import rule
from lms.grading.desks import Desk


class GradingPermission(StrEnum):
    ENTER = "grading:queue:enter"
    MARK = "grading:essay:mark"


@rule(GradingPermission.ENTER, refusal=HTTPStatus.FORBIDDEN)
def may_enter_queue(actor: Account, subject: object) -> bool:
    """Whoever is a trainer of something; the queue holds only what the person may mark."""
    return actor.holds(Role.TRAINER)


@rule(GradingPermission.MARK)
def may_mark(actor: Account, desk: Desk) -> bool:
    """The trainers who write the module, as in the studio; nobody marks what the same person wrote."""
    return desk.is_author and actor.holds_for(desk.slug, Role.TRAINER) and desk.learner_id != actor.person_id
