"""News from the shelf, and of a consent taken back, that concern people in the middle of a module."""

from collections.abc import Sequence

from sqlalchemy import select

from lms.catalogue.events import EditionPublished, EditionWithdrawn
from lms.catalogue.models import Edition, EditionChange
from lms.core import events
from lms.core.extensions import db
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.enrolments.queries import enrolments_of, open_enrolments_in
from lms.enrolments.services import leave_module, move_to_edition
from lms.people.events import ConsentWithdrawn
from lms.people.models import Purpose


@events.on(EditionPublished)
def take_over_those_before(news: EditionPublished) -> None:
    """In one act, because whoever follows it locks people in one order."""
    told, silently = _who_wait(news), _who_read_the_wording_before(news)
    move_to_edition(news.edition_id, told=told, silently=silently, at=news.at)


def _who_read_the_wording_before(news: EditionPublished) -> Sequence[Enrolment]:
    """A corrected typo reaches people in the middle; any other edition leaves them where they began."""
    if news.change != EditionChange.WORDING:
        return []
    before = db.session.scalars(
        select(Edition.id)
        .where(Edition.module_id == news.module_id, Edition.id != news.edition_id, Edition.withdrawn_at.is_(None))
        .order_by(Edition.number.desc())
        .limit(1)
    ).one_or_none()
    return [] if before is None else open_enrolments_in(before)


def _who_wait(news: EditionPublished) -> Sequence[Enrolment]:
    """People whose edition was withdrawn while there was no other go on in the new one, and are told."""
    withdrawn = db.session.scalars(
        select(Edition.id).where(Edition.module_id == news.module_id, Edition.withdrawn_at.is_not(None))
    )
    return [enrolment for edition_id in withdrawn.all() for enrolment in open_enrolments_in(edition_id)]


@events.on(EditionWithdrawn)
def move_people_on(news: EditionWithdrawn) -> None:
    """Withdrawn: people in the middle move to the next edition, lessons kept, and are told."""
    if news.next_edition_id is not None:
        move_to_edition(news.next_edition_id, told=open_enrolments_in(news.edition_id), at=news.at)


@events.on(ConsentWithdrawn)
def end_what_is_open(news: ConsentWithdrawn) -> None:
    """Without the consent to a training record nothing more is recorded: modules in the middle are left."""
    if news.purpose != Purpose.STUDY.value:
        return
    for enrolment in enrolments_of(news.person_id):
        if enrolment.state is EnrolmentState.OPEN:
            leave_module(enrolment, at=news.at)
