"""What is typed to mend a line of the queue."""

from lms.core.i18n import _, _l
from lms.people.models import Sex
from lms.ui.forms import Checkbox, Form, Option, Picker, Radios, YearField, reason_field

SEX_OPTIONS = (
    Option(Sex.FEMALE.value, _l("Woman")),
    Option(Sex.MALE.value, _l("Man")),
    Option(Sex.OTHER.value, _l("Prefer not to say")),
)


class FactsForm(Form):
    """What is now known of a person; only what was missing is asked."""

    sex = Radios(_l("Sex"), options=SEX_OPTIONS, optional=True, hint=_l("As the person says."))
    birth_year = YearField(_l("Year of birth"), optional=True)
    institution = Picker(_l("Institution"), optional=True, search_label=_l("Search in the list"))
    also_recorded = Checkbox(
        _l("Also on the enrolments that were started without it"),
        optional=True,
        hint=_l("Tables count what an enrolment recorded. Reports that were submitted stay as they are."),
    )
    reason = reason_field(
        hint=_l("Where it is known from, for example a signed list. The person can read it, and it stays in the log.")
    )

    def validate(self, extra_validators: object = None) -> bool:
        """At least one fact."""
        is_valid = super().validate(extra_validators)
        asked = [name for name in ("sex", "birth_year", "institution") if name in self]
        if asked and not any(self[name].data for name in asked):
            self.refuse(asked[0], _("State at least one of the missing facts."))
            is_valid = False
        return is_valid


class ReasonForm(Form):
    reason = reason_field(hint=_l("The person can read it, and it stays in the audit log."))


class MergeForm(Form):
    """Which of two records the other counts as."""

    keep = Radios(
        _l("Which record do they count as?"),
        hint=_l("Lists of people at work show this one."),
        missing=_l("Choose one of the two records."),
    )
    reason = reason_field(hint=_l("How you know it, for example from the institution. It stays in the audit log."))
