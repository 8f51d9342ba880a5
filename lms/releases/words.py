"""The words of a report's files, asked for once, when it is frozen."""

from datetime import datetime
from typing import Any

from flask import current_app

from lms.core import site
from lms.core.i18n import NATIVE_NAMES, _, in_language
from lms.core.installation import is_demonstration
from lms.releases import narrative, periods
from lms.releases.models import Span
from lms.reporting.choices import Choice, Period
from lms.reporting.reports.base import hidden_note, period_words
from lms.ui.filters import table_datetime


def labels(number: str, version: int, span: Span, period: Period, *, at: datetime) -> dict[str, Any]:
    """Every word that the files of a report say besides its tables and its text, in the language that is spoken."""
    return {
        "title": _("Report of the project"),
        "project": in_language(site.site().project.title),
        "name": _("%(number)s, version %(version)s", number=number, version=version),
        "period": periods.in_words(span, period),
        "days": period_words(Choice(period)),
        "as_of": _("Data as of %(moment)s", moment=table_datetime(at)),
        "prepared_by": _("Prepared by the coordinator"),
        "demonstration": _("Demonstration data. None of these people exist.")
        if is_demonstration(current_app)
        else None,
        "donor": _("For the donor: small numbers are hidden to protect people."),
        "team": _("For the project team only: all numbers are shown."),
        "digest": _("Digest (SHA-256)"),
        "frozen": _("These figures were frozen at that moment. Later changes of the data do not change them."),
        "contents": _("Contents"),
        "narrative": _("Report in words"),
        "tables": _("Tables"),
        "method": _("How these numbers are counted"),
        "term": _("Term"),
        "meaning": _("Meaning"),
        "note": _("Note"),
        "data": _("Data"),
        "hidden": hidden_note(),
        "no_text": _("Nothing was written here."),
        "written_in": {code: _("Written in: %(language)s", language=NATIVE_NAMES[code]) for code in NATIVE_NAMES},
        "fields": narrative.labels(),
    }
