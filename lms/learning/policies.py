"""Who sees what of a learner's own page."""

from enum import StrEnum

from lms.accounts.models import Account
from lms.core.policy import rule


class LearningPermission(StrEnum):
    SEE_OWN = "learning:own:see"


@rule(LearningPermission.SEE_OWN)
def may_see_own_learning(actor: Account, account: Account) -> bool:
    """Everybody has a page of their own; it shows nobody else's."""
    return actor.id == account.id
