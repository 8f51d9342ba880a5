"""News from the shelf, and of a consent taken back, that concern people in the middle of a module."""

from sqlalchemy import select

from lms.catalogue.events import EditionPublished, EditionWithdrawn
from lms.catalogue.models import Edition, EditionChange
from lms.core import events
from lms.core.extensions import db
from lms.enrolments.models import EnrolmentState
from lms.enrolments.queries import enrolments_of, open_enrolments_in
from lms.enrolments.services import leave_module, move_to_edition
from lms.people.events import ConsentWithdrawn
from lms.people.models import Purpose


@events.on(EditionPublished)
def move_silently_after_wording(news: EditionPublished) -> None:
    """A corrected typo reaches people in the middle; any other edition leaves them where they began."""
    if news.change != EditionChange.WORDING:
        return
    before = db.session.scalars(
        select(Edition.id)
        .where(Edition.module_id == news.module_id, Edition.id != news.edition_id, Edition.withdrawn_at.is_(None))
        .order_by(Edition.number.desc())
        .limit(1)
    ).one_or_none()
    if before is None:
        return
    for enrolment in open_enrolments_in(before):
        move_to_edition(enrolment, news.edition_id, is_told=False, at=news.at)


@events.on(EditionPublished)
def take_up_those_who_wait(news: EditionPublished) -> None:
    """People whose edition was withdrawn while there was no other go on in the new one, and are told."""
    withdrawn = db.session.scalars(
        select(Edition.id).where(Edition.module_id == news.module_id, Edition.withdrawn_at.is_not(None))
    )
    for edition_id in withdrawn.all():
        for enrolment in open_enrolments_in(edition_id):
            move_to_edition(enrolment, news.edition_id, is_told=True, at=news.at)


@events.on(EditionWithdrawn)
def move_people_on(news: EditionWithdrawn) -> None:
    """Withdrawn: people in the middle move to the next edition, lessons kept, and are told."""
    if news.next_edition_id is None:
        return
    for enrolment in open_enrolments_in(news.edition_id):
        move_to_edition(enrolment, news.next_edition_id, is_told=True, at=news.at)


@events.on(ConsentWithdrawn)
def end_what_is_open(news: ConsentWithdrawn) -> None:
    """Without the consent to a training record nothing more is recorded: modules in the middle are left."""
    if news.purpose != Purpose.STUDY.value:
        return
    for enrolment in enrolments_of(news.person_id):
        if enrolment.state is EnrolmentState.OPEN:
            leave_module(enrolment, at=news.at)
