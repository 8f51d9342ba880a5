"""Kinds of lines and acts in the words of the page."""

from lms.core.i18n import _
from lms.enrolments.models import Corrected

NAMES, DUPLICATES = "names", "duplicates"


def kinds() -> dict[str, str]:
    """In the order of the page."""
    return {
        "sex": _("Sex not stated"),
        "age": _("Year of birth not stated"),
        "agency": _("Institution not stated"),
        NAMES: _("Institutions not in the list"),
        "completions": _("Completions without all parts"),
    }


def what_it_means() -> dict[str, str]:
    return {
        "sex": _("People who take part and whose sex is not stated, in the profile or on an enrolment."),
        "age": _("People who take part and whose year of birth is not stated, in the profile or on an enrolment."),
        "agency": _("People who take part and name no institution, in the profile or on an enrolment."),
        NAMES: _("Names that people typed because they did not find their workplace."),
        "completions": _("Modules that count as completed although a required part is not on record."),
    }


def corrected() -> dict[str, str]:
    return {
        Corrected.SEX: _("Sex"),
        Corrected.AGE: _("Year of birth"),
        Corrected.AGENCY: _("Institution"),
        Corrected.STEPS: _("Parts of a completion"),
        Corrected.COMPLETION: _("Completion taken back"),
    }
