"""Who marks essays and corrects keys: trainers who write the module. Who decides about a pass: the coordinator."""

from enum import StrEnum
from http import HTTPStatus

from lms.accounts.models import Account, Role
from lms.catalogue.policies import writes
from lms.core.policy import rule
from lms.grading.desks import Desk
from lms.grading.key_queries import KeyDesk
from lms.grading.models import PassDecision


class GradingPermission(StrEnum):
    ENTER = "grading:queue:enter"
    MARK = "grading:essay:mark"
    CORRECT_KEY = "grading:key:correct"
    SEE_PASSES = "grading:passes:see"
    DECIDE = "grading:pass:decide"


@rule(GradingPermission.ENTER, refusal=HTTPStatus.FORBIDDEN)
def may_enter_queue(actor: Account, subject: object) -> bool:
    """Whoever is a trainer of something; the queue holds only what the person may mark."""
    return actor.holds(Role.TRAINER)


@rule(GradingPermission.MARK)
def may_mark(actor: Account, desk: Desk) -> bool:
    """The trainers who write the module, as in the studio; nobody marks what the same person wrote."""
    return writes(actor, desk) and desk.learner_id != actor.person_id


@rule(GradingPermission.CORRECT_KEY)
def may_correct_key(actor: Account, desk: KeyDesk) -> bool:
    """The trainers who write the module, as for anything else in it."""
    return writes(actor, desk)


@rule(GradingPermission.SEE_PASSES)
def may_see_passes(actor: Account, subject: object) -> bool:
    return actor.holds(Role.COORDINATOR)


@rule(GradingPermission.DECIDE)
def may_decide_pass(actor: Account, decision: PassDecision) -> bool:
    """About others, and never about a key that the same person has corrected."""
    is_own = decision.enrolment.person_id == actor.person_id or decision.correction.by_id == actor.id
    return actor.holds(Role.COORDINATOR) and not is_own
