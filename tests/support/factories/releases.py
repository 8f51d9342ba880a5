"""Drafts of reports and frozen reports."""

from datetime import date

from lms.core import clock
from lms.core.extensions import db
from lms.releases import freezing, publishing, queries, services
from lms.releases.held import TABLES
from lms.releases.models import Span
from lms.reporting.choices import Period


def make_report_draft(by, first=date(2025, 1, 1), last=date(2025, 3, 31), *, text="Text."):
    """A draft with a text in Kyrgyz, Russian and English."""
    draft = services.begin_draft(Span.DAYS, Period(first, last), by=by.id, at=clock.now())
    for code in ("ky", "ru", "en"):
        typed = {"context": text, "lessons": text}
        base = services.base_of(draft, code)
        services.write(draft, code, typed, still_right=set(), tables=TABLES, base=base, at=clock.now())
    db.session.flush()
    return draft


def make_frozen_report(by, first=date(2025, 1, 1), last=date(2025, 3, 31), *, text="Text.", replaces=None):
    """A report as the worker freezes it; a new version of ``replaces`` if there is one, with the text as its reason."""
    at = clock.now().replace(microsecond=0)
    if replaces is None:
        draft = make_report_draft(by, first, last, text=text)
    else:
        draft = services.begin_successor(replaces, queries.opened(replaces).team, text, by=by.id, at=at)
    services.submit(draft, by=by.id, at=at)
    db.session.flush()
    order, released = services.order_of(draft), queries.all_opened()
    earlier = freezing.earlier_tables([(report.row.period, report.team, report.donor) for report in released])
    report = services.put(draft, order, freezing.freeze(order, earlier, at=at), known=len(released), at=at)
    db.session.flush()
    return report


def release_table(report, by, slug="a"):
    """A table of a report on the public page, and one that was withdrawn with a reason."""
    publishing.release(report, ["b"], by=by.id, at=clock.now())
    db.session.flush()
    publishing.withdraw(publishing.standing_of(report.id)["b"], report.reason or "Wrong.", by=by.id, at=clock.now())
    publishing.release(report, [slug], by=by.id, at=clock.now())
    db.session.flush()
    return publishing.standing_of(report.id)[slug]
