"""What is stored, said in the words of the pages."""

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
