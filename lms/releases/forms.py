"""What the coordinator types: a period, the text in one language, a reason."""

from dataclasses import dataclass
from datetime import date

from lms.core.i18n import _, _l
from lms.documents import unprintable_letters
from lms.releases import narrative, periods
from lms.releases.models import ReportDraft, Span
from lms.reporting.choices import Period
from lms.ui.forms import Checkboxes, DateField, Form, HiddenField, Option, Select, TextArea, reason_field

OWN_DAYS = "days"


class PeriodForm(Form):
    """Preselected: the last quarter that is over."""

    period = Select(_l("Period"))
    starts_on = DateField(_l("First day"), optional=True, hint=_l("Only for own days."))
    ends_on = DateField(_l("Last day"), optional=True)

    def offer(self, today: date) -> None:
        self.today = today
        self.offered = {code: (span, period) for code, span, period in periods.offered(today)}
        options = [Option(code, periods.in_words(span, period)) for code, (span, period) in self.offered.items()]
        self.period.options = [*options, Option(OWN_DAYS, _("Own days"))]
        self.period.data = self.period.data or options[0].value

    def validate(self, extra_validators: object = None) -> bool:
        is_valid = super().validate(extra_validators)
        if not is_valid or self.period.data != OWN_DAYS:
            return is_valid
        if not isinstance(self.starts_on.data, date) or not isinstance(self.ends_on.data, date):
            self.refuse("starts_on", _("Enter the first and the last day."))
        elif self.starts_on.data > self.ends_on.data:
            self.refuse("ends_on", _("The last day is before the first one."))
        elif self.starts_on.data.year < periods.FIRST_YEAR:
            self.refuse("starts_on", _("The year is too early."))
        elif self.ends_on.data.year > self.today.year + 1:
            self.refuse("ends_on", _("The year is too late."))
        return not self.errors

    def chosen(self) -> tuple[Span, Period]:
        if self.period.data == OWN_DAYS:
            return Span.DAYS, Period(self.starts_on.data, self.ends_on.data)
        return self.offered[self.period.data]


def _passage() -> TextArea:
    return TextArea("", rows=5, limit=narrative.LONGEST, optional=True)


@dataclass(frozen=True)
class StoredText:
    """What stands in the draft now, beside what was typed. ``lang`` of a text, none of a list of tables."""

    label: str
    text: str
    lang: str | None = None


class TextForm(Form):
    """The text in one language. A field that was taken over says so until it is changed or ticked."""

    context = _passage()
    achievements = _passage()
    women = _passage()
    challenges = _passage()
    lessons = _passage()
    next_steps = _passage()
    data_note = _passage()
    still_right = Checkboxes(
        _l("Taken over from the report before and still right"),
        hint=_l("Tick what you have read and leave as it is. A field that you change needs no tick."),
        optional=True,
    )
    tables = Checkboxes(_l("Tables in the report"), missing=_l("Choose at least one table."))
    base = HiddenField()

    def show(self, draft: ReportDraft, code: str, titles: dict[str, str]) -> None:
        """Labels, what is stored, and what is marked as taken over."""
        stored, labels, hints = draft.narrative.get(code, {}), narrative.labels(), narrative.hints()
        marked = {name: field["from"] for name, field in stored.items() if field["from"] and field["text"]}
        for name in narrative.FIELDS:
            field = self[name]
            field.label.text = labels[name]
            field.hint = hints[name]
            field.drawing = {**field.drawing, "lang": code}
            if name in marked:
                field.hint = _("Taken over from %(report)s. %(hint)s", report=marked[name], hint=hints[name])
            if not self.is_submitted():
                field.data = stored.get(name, {}).get("text", "")
        self.still_right.options = [Option(name, labels[name]) for name in narrative.FIELDS if name in marked]
        self.tables.options = [Option(slug, title) for slug, title in titles.items()]
        if not self.is_submitted():
            self.tables.data = list(draft.tables)

    def validate(self, extra_validators: object = None) -> bool:
        """What is frozen must be printable, or its files could not be made."""
        is_valid = super().validate(extra_validators)
        for name in narrative.FIELDS:
            letters = unprintable_letters((self[name].data or "").replace("\t", " "), font=None)
            if letters:
                named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in letters)
                self.refuse(name, _("These characters cannot be printed: %(letters)s.", letters=named))
        return is_valid and not self.errors

    def stored_text(self, draft: ReportDraft, code: str, titles: dict[str, str]) -> list[StoredText]:
        """What somebody else saved meanwhile, of each field that says something else here."""
        texts = draft.narrative.get(code, {})
        found = [
            StoredText(self[name].label.text, texts[name]["text"] or "–", code)
            for name in narrative.FIELDS
            if texts[name]["text"] != (self[name].data or "")
        ]
        return [*found, StoredText(self.tables.label.text, "; ".join(titles.get(slug, slug) for slug in draft.tables))]

    def typed(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in narrative.FIELDS}


class SupersedeForm(Form):
    """Why a frozen report gets a new version."""

    reason = reason_field(
        _l("Why is a new version needed?"),
        hint=_l("It is printed in the new version."),
    )


class ReleaseForm(Form):
    """Which tables of a report everybody may read."""

    tables = Checkboxes(_l("Tables"), missing=_l("Choose at least one table."))

    def offer(self, titles: dict[str, str]) -> None:
        self.tables.options = [Option(slug, title) for slug, title in titles.items()]


class WithdrawForm(Form):
    """Why a table is taken from the public page."""

    reason = reason_field(hint=_l("Everybody reads it on the public page."))
