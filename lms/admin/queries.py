"""Questions of the administrator: what waits, who is found, what was done, what has failed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import selectinload

from lms.accounts.models import Account, Role
from lms.accounts.queries import LOOKS, account_with_roles, accounts_found
from lms.accounts.services.contacts import normal_contact
from lms.catalogue.models import TrainingModule
from lms.catalogue.queries import edition_texts
from lms.core.audit import AuditRecord
from lms.core.clock import begin_of
from lms.core.extensions import db
from lms.core.jobs import Job
from lms.core.mail import Mail
from lms.core.paging import Page, Stretch, page_of, stretch_of
from lms.institutions.models import Institution, InstitutionState
from lms.institutions.queries import institution_by_id
from lms.people.exports import subjects_of
from lms.people.models import Person, Workplace

MAIL_JOB = "core.mail.deliver"
#: How much of the queue is shown at once; the next come up as these are decided.
QUEUE_SHOWN = 20
#: How many people one search of the log may mean.
MOST_PEOPLE = 20
HISTORY_SHOWN = 20
#: Acts by which access to the platform is given and taken.
ACCESS_ACTS = ("accounts.role.%", "accounts.account.%")
#: The choice "Looks at people's data" among the acts.
ALL_LOOKS = "looks"


@dataclass(frozen=True)
class Waiting:
    """What somebody should look at."""

    names: int
    mails: int
    jobs: int


def waiting() -> Waiting:
    """How many names wait for a decision, and how many mails and other jobs have failed for good."""
    names = select(func.count(Institution.id)).where(Institution.state == InstitutionState.PROPOSED)
    failed = select(func.count(Job.id)).where(Job.state == "failed")
    counted = select(
        names.scalar_subquery(),
        failed.where(Job.name == MAIL_JOB).scalar_subquery(),
        failed.where(Job.name != MAIL_JOB).scalar_subquery(),
    )
    return Waiting(*db.session.execute(counted).one())


# ── People ───────────────────────────────────────────────────────────────────


def people_found(words: str, role: Role | None, at: datetime, page: int) -> Page[Account]:
    """By name, e-mail or phone, a phone in any form in which people write it."""
    contact = normal_contact(words) if words else None
    return accounts_found(contact.value if contact else words, role, at, page)


def module_names(code: str) -> list[tuple[str, str]]:
    """Slug and name of every module, for a trainer of one module only."""
    found = sorted(db.session.scalars(select(TrainingModule)), key=lambda module: (len(module.code), module.code))
    texts = edition_texts([m.current_edition_id for m in found if m.current_edition_id], code)
    titles = {m.id: texts[m.current_edition_id].title for m in found if m.current_edition_id in texts}
    return [(module.slug, f"{module.code}. {titles.get(module.id, module.slug)}") for module in found]


def history_of_access(account: Account) -> Sequence[AuditRecord]:
    """Roles given and ended, suspensions: the newest first."""
    query = (
        select(AuditRecord)
        .where(
            AuditRecord.subject_kind == "Account",
            AuditRecord.subject_id == str(account.id),
            or_(*(AuditRecord.act.like(act) for act in ACCESS_ACTS)),
        )
        .order_by(AuditRecord.at.desc(), AuditRecord.id.desc())
        .limit(HISTORY_SHOWN)
    )
    return db.session.scalars(query).all()


# ── The log ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class LogWish:
    """Which lines of the log are wanted. Both days count in full, as days in Bishkek."""

    act: str = ""
    #: Words to find the people by who did it, and to whom it was done.
    by: str = ""
    about: str = ""
    #: One person, in either part.
    account_id: UUID | None = None
    since: date | None = None
    until: date | None = None
    #: Part of the reason.
    text: str = ""


def log_lines(
    wish: LogWish, at: datetime, *, before: UUID | None = None, after: UUID | None = None
) -> Stretch[AuditRecord]:
    """What was done or seen, the newest first; on from a line in either direction."""
    return stretch_of(_wished(wish, at), AuditRecord, before=before, after=after)


def log_to_export(wish: LogWish, at: datetime, most: int) -> Sequence[AuditRecord]:
    """All lines, the oldest first; one more than ``most`` if there are more."""
    query = _wished(wish, at).order_by(AuditRecord.at, AuditRecord.id).limit(most + 1)
    return db.session.scalars(query).all()


def recent_lines(account_id: UUID, at: datetime) -> Sequence[AuditRecord]:
    """The newest by or about one person, for the person's own page of the administration."""
    query = _wished(LogWish(account_id=account_id), at)
    return db.session.scalars(query.order_by(AuditRecord.at.desc(), AuditRecord.id.desc()).limit(HISTORY_SHOWN)).all()


def _wished(wish: LogWish, at: datetime) -> Select[AuditRecord]:
    query = select(AuditRecord)
    if wish.act == ALL_LOOKS:
        query = query.where(or_(*(AuditRecord.act.endswith(f".{end}", autoescape=True) for end in LOOKS)))
    elif wish.act:
        query = query.where(AuditRecord.act == wish.act)
    if wish.since:
        query = query.where(AuditRecord.at >= begin_of(wish.since))
    if wish.until:
        query = query.where(AuditRecord.at < begin_of(wish.until + timedelta(days=1)))
    if wish.account_id:
        person = [account_with_roles(wish.account_id, at)]
        query = query.where(or_(_by(person), _about(person)))
    if wish.by:
        query = query.where(_by(_meant(wish.by, at)))
    if wish.about:
        query = query.where(_about(_meant(wish.about, at)))
    if wish.text:
        query = query.where(_says(wish.text))
    return query


def _meant(words: str, at: datetime) -> Sequence[Account]:
    return people_found(words, None, at, 1).rows[:MOST_PEOPLE]


def _says(text: str) -> ColumnElement[bool]:
    """Whether the reason holds the words. SQLite knows capitals only in Latin letters, so each is asked for."""
    spellings = dict.fromkeys((text, text.lower(), text.upper(), text.capitalize()))
    return or_(*(AuditRecord.reason.contains(spelling, autoescape=True) for spelling in spellings))


def _by(accounts: Sequence[Account]) -> ColumnElement[bool]:
    """What these people did."""
    return AuditRecord.actor_id.in_([account.id for account in accounts])


def _about(accounts: Sequence[Account]) -> ColumnElement[bool]:
    """What was done to these people, or to anything of theirs that the rooms recognise."""
    conditions = [
        and_(AuditRecord.subject_kind == kind, AuditRecord.subject_id.in_(ids))
        for account in accounts
        for kind, ids in subjects_of(account.person_id).items()
        if ids
    ]
    return or_(*conditions) if conditions else false()


def names_of_persons(person_ids: Collection[UUID]) -> dict[UUID, str]:
    query = select(Person).where(Person.id.in_(person_ids)).options(selectinload(Person.names))
    return {person.id: person.full_name() for person in db.session.scalars(query)}


# ── Jobs ─────────────────────────────────────────────────────────────────────


class Failed(StrEnum):
    """Which failed work is meant."""

    ALL = "all"
    MAILS = "mails"
    OTHER = "other"


def failed_jobs(what: Failed, page: int) -> Page[Job]:
    """Work that was tried three times in vain, the newest first."""
    query = select(Job).where(has_failed(what)).order_by(Job.ended_at.desc(), Job.id.desc())
    return page_of(query, page)


def count_failed(what: Failed) -> int:
    return db.session.scalar(select(func.count(Job.id)).where(has_failed(what))) or 0


def has_failed(what: Failed) -> ColumnElement[bool]:
    """The condition on a job of this part of the list."""
    return and_(
        Job.state == "failed",
        {
            Failed.ALL: true(),
            Failed.MAILS: Job.name == MAIL_JOB,
            Failed.OTHER: Job.name != MAIL_JOB,
        }[what],
    )


def mails_of(jobs: Sequence[Job]) -> Mapping[UUID, Mail]:
    """Job to the mail it was to deliver."""
    wanted = {UUID(job.arguments[0]): job.id for job in jobs if job.name == MAIL_JOB}
    found = db.session.scalars(select(Mail).where(Mail.id.in_(wanted)))
    return {wanted[mail.id]: mail for mail in found}


def jobs_under_way() -> int:
    """How many wait for their turn or are being done."""
    return db.session.scalar(select(func.count(Job.id)).where(Job.state.in_(("waiting", "running")))) or 0


def job_by_id(job_id: UUID) -> Job | None:
    return db.session.get(Job, job_id)


def job_for_update(job_id: UUID) -> Job | None:
    return db.session.scalars(select(Job).where(Job.id == job_id).with_for_update()).one_or_none()


# ── Names that wait for the list ─────────────────────────────────────────────


def queue_of_names() -> Page[Institution]:
    """Names people typed, the oldest first; bounded."""
    query = (
        select(Institution)
        .where(Institution.state == InstitutionState.PROPOSED)
        .options(selectinload(Institution.names))
        .order_by(Institution.created_at, Institution.id)
    )
    return page_of(query, 1, QUEUE_SHOWN)


def typed_name(institution_id: UUID) -> Institution | None:
    """A name somebody typed, decided or not; institutions that came with the list are none."""
    found = institution_by_id(institution_id)
    return found if found is not None and found.proposed_by_id is not None else None


def people_at(institution_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many people work at each place now."""
    query = (
        select(Workplace.institution_id, func.count(Workplace.id))
        .where(Workplace.institution_id.in_(institution_ids), Workplace.until.is_(None))
        .group_by(Workplace.institution_id)
    )
    return {place: count for place, count in db.session.execute(query) if place is not None}
