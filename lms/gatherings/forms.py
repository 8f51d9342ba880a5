"""What the coordinator types in of an event."""

from collections.abc import Sequence
from typing import Any

from lms.core.i18n import _, _l
from lms.gatherings import words
from lms.gatherings.values import (
    LONGEST_TITLE,
    MOST_DAYS,
    MOST_PEOPLE,
    OUTPUTS,
    Details,
    Fault,
    Kind,
    Speech,
    actions_of,
)
from lms.institutions import queries as directory
from lms.ui.forms import (
    DateField,
    FileField,
    Form,
    HiddenField,
    NumberField,
    Option,
    Radios,
    Select,
    TextArea,
    TextField,
)

COUNTS = ("female", "male", "other", "not_stated", "youth", "duty_bearers", "civil_society")
LONGEST_ACTIONS = 10_000


def _kinds() -> Sequence[Option]:
    return [Option(code, label) for code, label in words.kinds().items()]


def _speeches() -> Sequence[Option]:
    return [Option(code, label) for code, label in words.speeches().items()]


def region_options() -> Sequence[Option]:
    return [Option(row.code, directory.name_of(row)) for row in directory.regions(to_choose=True)]


def _count(label: Any, hint: Any = None) -> NumberField:
    return NumberField(label, most=MOST_PEOPLE, default=0, hint=hint)


class EventForm(Form):
    """Numbers only: nobody who took part is named anywhere."""

    held_on = DateField(_l("First day"))
    title = TextField(_l("Title"), max_length=LONGEST_TITLE, hint=_l("Without names of participants."))
    kind = Radios(_l("Type of event"), options=_kinds)
    region_code = Select(_l("Region"), options=region_options)
    output = Radios(_l("Output"), options=[Option(code, code) for code in OUTPUTS])
    female = _count(_l("Participants, female"))
    male = _count(_l("Participants, male"))
    other = _count(_l("Participants, other or prefer not to say"))
    not_stated = _count(_l("Participants, sex not stated"))
    youth = _count(_l("Youth"), _l("Among all participants, by the definition of the project."))
    duty_bearers = _count(_l("Duty bearers"), _l("Participants from state bodies and local self-government."))
    civil_society = _count(_l("Civil society"), _l("Participants from organisations, media and academia."))
    days = NumberField(_l("Days"), least=1, most=MOST_DAYS, default=1)
    language = Select(_l("Language"), options=_speeches)
    follow_ups = TextArea(
        _l("Follow-up actions agreed"),
        optional=True,
        limit=LONGEST_ACTIONS,
        rows=5,
        hint=_l(
            "One action in each line. When it is done, write the day at the end: "
            "Send the plan to the council (2026-05-01)."
        ),
    )
    revision = HiddenField()

    def details(self) -> Details | None:
        """What was typed, if it can be read; else None, with the reason at its field."""
        try:
            actions = actions_of(self.follow_ups.data or "")
        except ValueError as unread:
            self.refuse("follow_ups", _("There is no such day: “%(text)s”.", text=str(unread)))
            return None
        names = ("held_on", "title", "region_code", "output", "days", *COUNTS)
        typed = {name: self[name].data for name in names}
        return Details(**typed, kind=Kind(self.kind.data), language=Speech(self.language.data), follow_ups=actions)

    def refuse_faults(self, faults: Sequence[tuple[str, Fault]]) -> None:
        for name, fault in faults:
            self.refuse(name, words.fault_words(fault))


class ListForm(Form):
    """A filled template."""

    file = FileField(
        _l("List of events"),
        endings=(".xlsx", ".csv"),
        hint=_l("An Excel workbook (.xlsx) or CSV, up to 500 lines and 2 MB."),
    )


def form_of(details: Details, revision: int) -> EventForm:
    """The form as it is when an event is opened to change it."""
    known = {**details.values(), "follow_ups": "\n".join(action.line() for action in details.follow_ups)}
    form = EventForm(formdata=None, data={**known, "kind": details.kind.value, "language": details.language.value})
    form.revision.data = str(revision)
    return form
