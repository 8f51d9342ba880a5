"""Who may answer, and who may see what was answered. Nobody may see who said what: there is nothing to see."""

from enum import StrEnum
from typing import Protocol
from uuid import UUID

from lms.accounts.models import Account, Role
from lms.catalogue.policies import Written, writes
from lms.core.policy import rule


class Asked(Protocol):
    @property
    def person_id(self) -> UUID:
        """Who is asked."""


class EvaluationPermission(StrEnum):
    ANSWER = "evaluations:form:answer"
    ANSWER_AGAIN = "evaluations:follow_up:answer"
    SEE = "evaluations:results:see"
    EXPORT = "evaluations:results:export"
    SEE_MODULE = "evaluations:module:see"
    READ_COMMENTS = "evaluations:comments:read"
    CODE = "evaluations:example:code"


@rule(EvaluationPermission.ANSWER)
def may_answer(actor: Account, subject: Asked) -> bool:
    return subject.person_id == actor.person_id


@rule(EvaluationPermission.ANSWER_AGAIN)
def may_answer_again(actor: Account, subject: Asked) -> bool:
    return may_answer(actor, subject)


@rule(EvaluationPermission.SEE)
def may_see_results(actor: Account, subject: object) -> bool:
    """The coordinator all modules, a trainer those the trainer writes: the page lists no others."""
    return actor.holds(Role.COORDINATOR, Role.TRAINER)


@rule(EvaluationPermission.EXPORT)
def may_export_results(actor: Account, subject: object) -> bool:
    """The same as the page the table stands on."""
    return may_see_results(actor, subject)


@rule(EvaluationPermission.SEE_MODULE)
def may_see_module(actor: Account, module: Written) -> bool:
    return actor.holds(Role.COORDINATOR) or writes(actor, module)


@rule(EvaluationPermission.CODE)
def may_code(actor: Account, subject: object) -> bool:
    """Coordinators and reviewers judge examples; trainers would judge what came of their own modules."""
    return actor.holds(Role.COORDINATOR, Role.GENDER_REVIEWER, Role.RIGHTS_REVIEWER)


@rule(EvaluationPermission.READ_COMMENTS)
def may_read_comments(actor: Account, subject: object) -> bool:
    """Authorship gives figures; free texts are for the coordinator."""
    return actor.holds(Role.COORDINATOR)
