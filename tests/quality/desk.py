"""The desk at which records are mended: its pages, and what is sent to them."""

from datetime import UTC, datetime

from sqlalchemy import select

from lms.core.extensions import db
from lms.people.models import PersonMerge
from lms.quality.models import LikelyPair
from lms.quality.tasks import look_for_pairs
from lms.reporting import facts
from lms.reporting.choices import Choice, Period
from tests.support.csrf import token_of

MAY = datetime(2026, 5, 12, 5, tzinfo=UTC)
QUEUE = "/en/reports/quality"
DUPLICATES, MERGES = f"{QUEUE}/duplicates", f"{QUEUE}/merges"
DONE = ("lesson:first", "lesson:second", "scenario", "final")


def look():
    look_for_pairs("2026-11-28")
    db.session.commit()


def trained():
    rows = facts.people(Choice(Period(MAY.date(), MAY.date())))
    return db.session.scalar(select(db.func.count()).select_from(rows))


def merge(office, person, into, reason="The institution says so."):
    page = posted(office, f"{DUPLICATES}/{person.id}/{into.id}/merge", keep=str(into.id), reason=reason)
    db.session.expire_all()
    return page


def undo(office, row=0):
    standing = select(PersonMerge).where(PersonMerge.undone_at.is_(None)).order_by(PersonMerge.made_at.desc())
    page = posted(office, f"{MERGES}/{db.session.scalars(standing).all()[row].id}/undo")
    db.session.expire_all()
    return page


def pair_with(person):
    return (LikelyPair.person_id == person.id) | (LikelyPair.other_id == person.id)


def posted(own, address, **form):
    return own.post(address, {"csrf_token": token_of(own), **form})
