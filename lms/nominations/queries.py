"""Questions about lists, and about how far invited people have come."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select

from lms.accounts.models import Account
from lms.catalogue.models import TrainingModule
from lms.core.extensions import db
from lms.core.folding import fold, heard
from lms.core.paging import PAGE, Page
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.institutions.models import Institution, InstitutionLink, InstitutionName, InstitutionState
from lms.institutions.queries import in_subtree
from lms.invitations.models import Invitation, InvitationState
from lms.invitations.queries import in_portions, made_by
from lms.invitations.services import Asked
from lms.nominations.models import NominationList
from lms.people.models import Consent, Person, PersonName, Purpose, Sex, Workplace, WorkplaceState


def list_by_id(list_id: UUID, at: datetime) -> NominationList | None:
    query = select(NominationList).where(NominationList.id == list_id, NominationList.expires_at > at)
    return db.session.scalars(query).one_or_none()


def list_for_update(list_id: UUID, at: datetime) -> NominationList | None:
    query = select(NominationList).where(NominationList.id == list_id, NominationList.expires_at > at)
    return db.session.scalars(query.with_for_update()).one_or_none()


def lists_of(account_id: UUID, institution_id: UUID, at: datetime) -> Sequence[NominationList]:
    """Lists of this person that wait to be finished, the newest first."""
    query = (
        select(NominationList)
        .where(
            NominationList.account_id == account_id,
            NominationList.institution_id == institution_id,
            NominationList.expires_at > at,
        )
        .order_by(NominationList.created_at.desc(), NominationList.id)
    )
    return db.session.scalars(query).all()


# ── Who is known already ─────────────────────────────────────────────────────


@dataclass(frozen=True)
class Known:
    """Somebody with an account. ``institution_id`` is where the person works now, if that was said."""

    person_id: UUID
    institution_id: UUID | None


def known_by_contact(contacts: Collection[str]) -> dict[str, Known]:
    """E-mail or phone to the person who signs in with it."""
    found: dict[str, Known] = {}
    for some in in_portions(contacts):
        query = (
            select(Account.email, Account.phone, Account.person_id, Workplace.institution_id)
            .outerjoin(
                Workplace,
                and_(
                    Workplace.person_id == Account.person_id,
                    Workplace.until.is_(None),
                    Workplace.state != WorkplaceState.REFUSED,
                ),
            )
            .where(or_(Account.email.in_(some), Account.phone.in_(some)))
        )
        for email, phone, person_id, institution_id in db.session.execute(query):
            known = Known(person_id, institution_id)
            found |= {contact: known for contact in (email, phone) if contact}
    return found


def names_of_staff(institution_id: UUID) -> list[tuple[str, UUID]]:
    """Every spelling of the names of people who work in this part of the tree now, with the person."""
    query = (
        select(PersonName.full_name, PersonName.person_id)
        .join(Workplace, Workplace.person_id == PersonName.person_id)
        .where(
            Workplace.institution_id.in_(in_subtree([institution_id])),
            Workplace.until.is_(None),
            Workplace.state != WorkplaceState.REFUSED,
        )
        .order_by(PersonName.person_id, PersonName.script)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def names_of_guests(institution_id: UUID) -> list[tuple[str, str]]:
    """Of those whom the institution has invited and who have not come yet, with the e-mail or phone."""
    query = (
        select(Invitation.name, Invitation.contact)
        .where(Invitation.institution_id.in_(made_by(institution_id)), Invitation.state == InvitationState.INVITED)
        .order_by(Invitation.id)
    )
    return [(row[0], row[1] or "") for row in db.session.execute(query)]


# ── How far they have come ───────────────────────────────────────────────────


class Progress(StrEnum):
    """What an institution sees of somebody it has invited: never more than a word."""

    INVITED = "invited"
    ASKS_AGAIN = "asks_again"
    EXPIRED = "expired"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REGISTERED = "registered"
    STUDYING = "studying"
    COMPLETED = "completed"


@dataclass(frozen=True)
class Line:
    """An invitation and the word."""

    invitation: Invitation
    progress: Progress


def _has(state: EnrolmentState) -> ColumnElement[bool]:
    """Whether the invited person has such an enrolment, recorded in the part of the tree of the inviting institution.

    Who took back the consent to the study record is not followed any further.
    """
    asked_module = or_(Invitation.module_slug.is_(None), TrainingModule.slug == Invitation.module_slug)
    studied = (
        select(Enrolment.id)
        .join(TrainingModule, TrainingModule.id == Enrolment.module_id)
        .join(InstitutionLink, InstitutionLink.descendant_id == Enrolment.institution_id)
        .where(
            Enrolment.person_id == Invitation.person_id,
            Enrolment.state == state,
            InstitutionLink.ancestor_id == Invitation.institution_id,
            asked_module,
        )
        .correlate(Invitation)
        .exists()
    )
    consents = (
        select(Consent.id)
        .where(Consent.person_id == Invitation.person_id, Consent.purpose == Purpose.STUDY)
        .correlate(Invitation)
    )
    took_back = and_(consents.exists(), ~consents.where(Consent.withdrawn_at.is_(None)).exists())
    return and_(studied, ~took_back)


def _progress(at: datetime) -> ColumnElement[str]:
    accepted = Invitation.state == InvitationState.ACCEPTED
    return case(
        (Invitation.state == InvitationState.DECLINED, literal(Progress.DECLINED.value)),
        (Invitation.state == InvitationState.WITHDRAWN, literal(Progress.WITHDRAWN.value)),
        (and_(accepted, _has(EnrolmentState.COMPLETED)), literal(Progress.COMPLETED.value)),
        (and_(accepted, _has(EnrolmentState.OPEN)), literal(Progress.STUDYING.value)),
        (accepted, literal(Progress.REGISTERED.value)),
        (Invitation.asked_again_at.is_not(None), literal(Progress.ASKS_AGAIN.value)),
        (Invitation.expires_at <= at, literal(Progress.EXPIRED.value)),
        else_=literal(Progress.INVITED.value),
    )


def progress_of(invitation: Invitation, at: datetime) -> Progress:
    return Progress(db.session.scalars(select(_progress(at)).where(Invitation.id == invitation.id)).one())


def counts_at(institution_id: UUID, at: datetime) -> Counter[Progress]:
    """How many invitations of the institution have come how far."""
    word = _progress(at).label("word")
    inner = (
        select(word)
        .where(Invitation.institution_id.in_(made_by(institution_id)), Invitation.contact.is_not(None))
        .subquery()
    )
    rows = db.session.execute(select(inner.c.word, func.count()).group_by(inner.c.word))
    return Counter({Progress(row[0]): row[1] for row in rows})


def _lines(institution_id: UUID, at: datetime, progress: Progress | None, words: str) -> Select[Invitation, str]:
    word = _progress(at)
    query = (
        select(Invitation, word.label("word"))
        .where(Invitation.institution_id.in_(made_by(institution_id)), Invitation.contact.is_not(None))
        .order_by(Invitation.sort_key, Invitation.id)
    )
    if progress is not None:
        query = query.where(word == progress.value)
    for part in words.split():
        spellings = {fold(part), heard(part)} - {""}
        query = query.where(
            or_(*(Invitation.search_text.contains(spelling, autoescape=True) for spelling in sorted(spellings)))
        )
    return query


def lines_at(
    institution_id: UUID, at: datetime, *, progress: Progress | None = None, words: str = "", page: int = 1
) -> Page[Line]:
    """Those invited, by name, fifty to a page."""
    query = _lines(institution_id, at, progress, words)
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    number = min(max(1, page), max(1, -(-total // PAGE)))
    rows = db.session.execute(query.limit(PAGE).offset((number - 1) * PAGE)).all()
    return Page([Line(row[0], Progress(row[1])) for row in rows], number, total)


def all_lines_at(institution_id: UUID, at: datetime) -> list[Line]:
    """The whole list, for the export."""
    return [Line(row[0], Progress(row[1])) for row in db.session.execute(_lines(institution_id, at, None, ""))]


def of_list(list_id: UUID) -> Sequence[Invitation]:
    """Everybody invited by one list, by name."""
    query = select(Invitation).where(Invitation.list_id == list_id).order_by(Invitation.sort_key, Invitation.id)
    return db.session.scalars(query).all()


def chosen_at(institution_id: UUID, invitation_ids: Collection[UUID]) -> Sequence[Invitation]:
    """These invitations, as far as the institution made them, by name."""
    found: list[Invitation] = []
    for some in in_portions(invitation_ids):
        query = select(Invitation).where(
            Invitation.institution_id.in_(made_by(institution_id)), Invitation.id.in_(some)
        )
        found += db.session.scalars(query)
    return sorted(found, key=lambda row: (row.sort_key, row.id))


# ── Places ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Named:
    """An institution in a list to choose from, and how many people it has invited."""

    institution: Institution
    invited: int


def places_found(scope: Collection[UUID] | None, words: str, page: int) -> Page[Named]:
    """Listed institutions of these parts of the tree (None: all), those with invitations first."""
    invited = (
        select(Invitation.institution_id, func.count().label("people"))
        .where(Invitation.contact.is_not(None))
        .group_by(Invitation.institution_id)
        .subquery()
    )
    people = func.coalesce(invited.c.people, 0)
    query = (
        select(Institution, people)
        .outerjoin(invited, invited.c.institution_id == Institution.id)
        .where(Institution.state == InstitutionState.LISTED)
        .order_by(people.desc(), Institution.type_code, Institution.region_code, Institution.id)
    )
    if scope is not None:
        query = query.where(Institution.id.in_(in_subtree(scope)))
    for word in fold(words).split():
        query = query.where(Institution.names.any(InstitutionName.search_text.contains(word, autoescape=True)))
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    number = min(max(1, page), max(1, -(-total // PAGE)))
    rows = db.session.execute(query.limit(PAGE).offset((number - 1) * PAGE)).all()
    return Page([Named(row[0], row[1]) for row in rows], number, total)


# ── Calls ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Seats:
    """What became of the seats of one place. Sexes are those that registered people have stated."""

    invited: int = 0
    registered: int = 0
    women: int = 0
    men: int = 0


def seats_of(place_ids: Collection[UUID]) -> dict[UUID, Seats]:
    """Place of a call to its people, in one statement."""
    return _counted(Invitation.call_place_id, Invitation.call_place_id.in_(place_ids), place_ids)


def own_seats_of(
    call_id: UUID, institution_ids: Collection[UUID], *, until: datetime | None = None
) -> dict[UUID, Seats]:
    """Institution to the people that it and all beneath it named for a call; who came after ``until`` is left out."""
    conditions = [
        InstitutionLink.ancestor_id.in_(institution_ids),
        Invitation.asked_for == Asked(call_id=call_id).key,
    ]
    if until is not None:
        conditions.append(or_(Invitation.ended_at.is_(None), Invitation.ended_at <= until))
    return _counted(InstitutionLink.ancestor_id, and_(*conditions), institution_ids)


def _counted(by: Any, condition: ColumnElement[bool], keys: Collection[UUID]) -> dict[UUID, Seats]:
    query = (
        select(by, Invitation.state, Person.sex, func.count())
        .select_from(Invitation)
        .join(InstitutionLink, InstitutionLink.descendant_id == Invitation.institution_id)
        .outerjoin(Person, Person.id == Invitation.person_id)
        .where(condition, Invitation.state.in_((InvitationState.INVITED, InvitationState.ACCEPTED)))
        .group_by(by, Invitation.state, Person.sex)
    )
    if by is Invitation.call_place_id:
        query = query.where(InstitutionLink.depth == 0)
    counted: dict[UUID, Counter[str]] = defaultdict(Counter)
    for key, state, sex, count in db.session.execute(query):
        counted[key]["invited"] += count
        if state == InvitationState.ACCEPTED:
            counted[key]["registered"] += count
            counted[key]["women"] += count if sex == Sex.FEMALE else 0
            counted[key]["men"] += count if sex == Sex.MALE else 0
    return {key: Seats(**counted[key]) for key in keys}
