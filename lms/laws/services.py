"""What can happen in the register."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from lms.catalogue.documents import ModuleDocument
from lms.core import audit
from lms.core.database import take_turn
from lms.core.extensions import db
from lms.laws import queries
from lms.laws.articles import concerns, in_order
from lms.laws.citing import citations_in
from lms.laws.errors import AlreadyCleared
from lms.laws.models import LawChange, LawConfirmation, LawFlag

#: A change that is kept and an edition that is published at once must know of each other: one waits for the other.
FLAGGING = 20_950


def record_change(
    act: str, articles: frozenset[str], *, changed_on: date, what: str, link: str | None, by: UUID, at: datetime
) -> LawChange:
    """The law has changed: every text and question that cites it is flagged, in all editions and drafts."""
    take_turn(db.session.connection(), FLAGGING)
    change = LawChange(
        act=act,
        articles=in_order(articles),
        changed_on=changed_on,
        what=what,
        link=link,
        recorded_at=at,
        recorded_by_id=by,
    )
    db.session.add(change)
    db.session.flush()  # flags point at it
    count = 0
    for module_id, documents in queries.readable_documents().items():
        places = {place for document in documents for place in places_touched(document, change)}
        count += len(places)
        db.session.add_all(LawFlag(change_id=change.id, module_id=module_id, place=place) for place in sorted(places))
    facts = {"law": act, "articles": change.articles, "texts": count}
    audit.record(by, "laws.change.recorded", change, at=at, reason=what, **facts)
    return change


def places_touched(document: ModuleDocument, change: LawChange) -> set[str]:
    """Where a document cites what has changed."""
    changed = frozenset(change.articles)
    return {
        citing.place
        for citing in citations_in(document)
        if citing.act == change.act and concerns(changed, citing.articles)
    }


def flag_new_texts(module_id: UUID, document: ModuleDocument) -> None:
    """A text that is published later is flagged too, unless it says that it describes the law as it is since."""
    take_turn(db.session.connection(), FLAGGING)
    changes = queries.changes_of_acts({citing.act for citing in citations_in(document)})
    known = queries.flagged_places(module_id) if changes else set()
    for change in changes:
        if _is_described(document, change):
            continue
        for place in sorted(places_touched(document, change)):
            if (change.id, place) not in known:
                db.session.add(LawFlag(change_id=change.id, module_id=module_id, place=place))


def _is_described(document: ModuleDocument, change: LawChange) -> bool:
    source = document.sources_by_key.get(change.act)
    as_of = (source.version if source is not None else None) or document.law_as_of
    return as_of is not None and date.fromisoformat(as_of) >= change.changed_on


def clear(flag: LawFlag, *, reason: str, by: UUID, at: datetime) -> None:
    """The text holds, or was mended: learners are told no longer. Raises ``AlreadyCleared``."""
    if flag.cleared_at is not None:
        raise AlreadyCleared
    flag.cleared_at, flag.cleared_by_id, flag.reason = at, by, reason
    audit.record(by, "laws.flag.cleared", flag, at=at, reason=reason, law=flag.change.act, place=flag.place)


def confirm(acts: Iterable[str], *, by: UUID, at: datetime) -> None:
    """These acts are in force, says somebody who has looked."""
    confirmed = sorted(set(acts))
    db.session.add_all(LawConfirmation(act=act, confirmed_at=at, confirmed_by_id=by) for act in confirmed)
    audit.record(by, "laws.acts.confirmed", at=at, acts=confirmed)
