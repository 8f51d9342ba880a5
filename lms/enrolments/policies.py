"""Who may study: the person, and only the person's own enrolment."""

from enum import StrEnum
from typing import Any

from lms.accounts.models import Account
from lms.core.policy import rule


class EnrolmentPermission(StrEnum):
    START = "enrolments:enrolment:start"
    STUDY = "enrolments:enrolment:study"


@rule(EnrolmentPermission.START)
def may_start_module(actor: Account, subject: object) -> bool:
    """Anybody with an account may start a module that is on the shelf."""
    return True


@rule(EnrolmentPermission.STUDY)
def may_study(actor: Account, study: Any) -> bool:
    """``study`` is a Study or anything else that holds an ``enrolment``."""
    return study.enrolment.person_id == actor.person_id
