"""What is said before a report is submitted: how complete the data is, what is still open, what was not written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lms.certificates.queries import number_of_corrections_waiting
from lms.core.i18n import LANGUAGES, NATIVE_NAMES, _, n_
from lms.grading.key_queries import number_of_passes_to_decide
from lms.institutions.queries import number_of_proposed_names
from lms.releases import narrative
from lms.releases.freezing import choice_of
from lms.releases.models import ReportDraft
from lms.reporting.choices import Measure
from lms.reporting.completeness import of_measure
from lms.reporting.dimensions import share
from lms.ui.filters import number, percent

#: Pages where something is put right.
WRITING = "releases.show_draft"
PEOPLE = "reporting.show_participation"
NAMES_WAITING = "admin.list_institutions"


@dataclass(frozen=True)
class Check:
    """One line: a sentence, whether it is as it should be, and the page where it is put right."""

    text: str
    is_fine: bool
    #: The page, as the application calls it, and the values of its address.
    endpoint: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)


def checks_of(draft: ReportDraft, today: date) -> list[Check]:
    """In the order in which they are best put right."""
    return [*_period(draft, today), _records(draft), *_open_doubts(), *_texts(draft)]


def _period(draft: ReportDraft, today: date) -> list[Check]:
    if draft.ends_on < today:
        return []
    return [Check(_("The period is not over. What comes later is not in the report."), is_fine=False)]


def _records(draft: ReportDraft) -> Check:
    found = of_measure(Measure.PEOPLE, choice_of(draft.period))
    days = {"from": draft.starts_on.isoformat(), "to": draft.ends_on.isoformat()}
    if not found.records:
        return Check(_("Nobody was trained in this period."), is_fine=False, endpoint=PEOPLE, values=days)
    part = share(found.complete, found.records)
    words = _(
        "Complete records: %(share)s (%(complete)s of %(people)s people have sex, age and institution).",
        share=percent(part, 1),  # type: ignore[arg-type]
        complete=number(found.complete),
        people=number(found.records),
    )
    return Check(words, is_fine=found.complete == found.records, endpoint=PEOPLE, values=days)


def _open_doubts() -> list[Check]:
    return [
        _doubts(number_of_proposed_names(), _("Names not in the list"), NAMES_WAITING),
        _doubts(number_of_corrections_waiting(), _("Requests for a correction"), "certificates.show_office"),
        _doubts(number_of_passes_to_decide(), _("Passes after a corrected key"), "grading.list_passes"),
    ]


def _doubts(count: int, what: str, endpoint: str) -> Check:
    if not count:
        return Check(_("%(what)s: none waits.", what=what), is_fine=True)
    waiting = n_("%(what)s: %(num)d waits for a decision.", "%(what)s: %(num)d wait for a decision.", count, what=what)
    return Check(waiting, is_fine=False, endpoint=endpoint)


def _texts(draft: ReportDraft) -> Sequence[Check]:
    """A text in one language is enough; what was taken over must be looked at."""
    texts, labels, found = narrative.texts_of(draft.narrative), narrative.labels(), []
    here = {"draft_id": str(draft.id)}
    for name in narrative.FIELDS:
        if narrative.language_of(texts, name, LANGUAGES[0]) is None:
            words = _("%(field)s: nothing is written.", field=labels[name])
            found.append(Check(words, is_fine=False, endpoint=WRITING, values=here))
    for code, name, source in carried(draft):
        words = _(
            "%(field)s (%(language)s): taken over from %(report)s and not looked at yet.",
            field=labels[name],
            language=NATIVE_NAMES[code],
            report=source,
        )
        found.append(Check(words, is_fine=False, endpoint=WRITING, values={**here, "text": code}))
    return found or [Check(_("Every field has its text."), is_fine=True)]


def carried(draft: ReportDraft) -> list[tuple[str, str, str]]:
    """(language, field, number of the report it comes from) of what nobody has touched."""
    return [
        (code, name, str(field["from"]))
        for code, fields in draft.narrative.items()
        for name, field in fields.items()
        if field["from"] and field["text"]
    ]
