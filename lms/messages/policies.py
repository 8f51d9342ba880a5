"""Everybody decides about the own messages, and only about those."""

from enum import StrEnum

from lms.accounts.models import Account
from lms.core.policy import rule


class MessagePermission(StrEnum):
    CHOOSE = "messages:choice:change"


@rule(MessagePermission.CHOOSE)
def may_choose(actor: Account, subject: Account) -> bool:
    return subject.id == actor.id
