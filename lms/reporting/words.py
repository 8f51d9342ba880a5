"""What is stored, said in the words of the pages."""

from lms.accounts.models import Account
from lms.core.i18n import _
from lms.people.models import WorkplaceState


def workplace_states() -> dict[str, str]:
    """What was said of a workplace that a person stated."""
    return {
        # i18n: state of a workplace that a person stated and nobody has confirmed yet
        WorkplaceState.SELF_DECLARED.value: _("Not confirmed yet"),
        # i18n: state of a workplace
        WorkplaceState.CONFIRMED.value: _("Confirmed"),
        # i18n: state of a workplace: the institution says that the person does not work there
        WorkplaceState.REFUSED.value: _("Does not work here"),
    }


def reached_in_words(account: Account | None) -> str:
    """Whether it is known how to reach a person; of a phone only the last digits, to tell two people apart."""
    if account is None:
        return _("No account")
    if account.has_verified_contact:
        return _("Can be reached: confirmed")
    if account.phone is not None:
        return _("Phone ending in %(digits)s, not confirmed", digits=account.phone[-3:])
    return _("E-mail not confirmed yet")
