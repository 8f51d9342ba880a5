"""Questions about certificates. What a person asks is limited to that person's own."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from lms.accounts.models import Account
from lms.accounts.queries import account_of_person
from lms.catalogue.models import TrainingModule
from lms.certificates.models import Certificate, CertificateLookup, CertificateState, Correction, CorrectionState
from lms.core.extensions import db
from lms.core.jobs import Job, job_by_key
from lms.core.paging import Page, page_of
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.people.models import Person

#: Lines of the register that are in memory at once.
REGISTER_PIECE = 1000


@dataclass(frozen=True)
class Completion:
    """A completed enrolment and the certificate that stands for it, if it was issued."""

    enrolment: Enrolment
    certificate: Certificate | None

    @property
    def id(self) -> UUID:
        return self.enrolment.id


def is_first_of_completion() -> ColumnElement[bool]:
    """Of a certificate: that it took the place of none. What is issued is counted by it, corrections are not."""
    successors = select(Certificate.superseded_by_id).where(Certificate.superseded_by_id.is_not(None))
    return Certificate.id.not_in(successors)


def completion_of(actor: Account, slug: str) -> Completion | None:
    """The actor's latest completion of a module; None if there is none."""
    return _completion(actor.person_id, slug)


def completion_for_update(actor: Account, slug: str) -> Completion | None:
    """The same with the enrolment's row locked, for whoever is about to issue."""
    return _completion(actor.person_id, slug, lock=True)


def _completion(person_id: UUID, slug: str, *, lock: bool = False) -> Completion | None:
    query = (
        select(Enrolment)
        .join(Enrolment.module)
        .join(Enrolment.edition)
        .where(
            Enrolment.person_id == person_id,
            TrainingModule.slug == slug,
            Enrolment.state == EnrolmentState.COMPLETED,
        )
        .order_by(Enrolment.completed_at.desc(), Enrolment.id.desc())
        .limit(1)
        .options(contains_eager(Enrolment.module), contains_eager(Enrolment.edition))
    )
    if lock:
        query = query.with_for_update(of=Enrolment)
    enrolment = db.session.scalars(query).one_or_none()
    return None if enrolment is None else Completion(enrolment, standing_certificate(enrolment.id))


def needs_contact(person_id: UUID) -> bool:
    """Whether the first certificate must wait until it is known that the person can be reached.

    Asked of people with an account only; what was imported has nobody who could answer.
    """
    account = account_of_person(person_id)
    if account is None or account.has_verified_contact:
        return False
    has_one = select(Certificate.id).join(Certificate.enrolment).where(Enrolment.person_id == person_id).limit(1)
    return db.session.scalar(has_one) is None


def standing_certificate(enrolment_id: UUID) -> Certificate | None:
    """The one that stands for an enrolment now, valid or revoked; the corrected ones have stepped aside."""
    query = select(Certificate).where(
        Certificate.enrolment_id == enrolment_id, Certificate.state != CertificateState.CORRECTED
    )
    return db.session.scalars(query.options(joinedload(Certificate.enrolment))).one_or_none()


def valid_codes(enrolment_ids: Collection[UUID]) -> dict[UUID, str]:
    """Of these enrolments, those with a valid certificate, and its code."""
    query = select(Certificate.enrolment_id, Certificate.code).where(
        Certificate.enrolment_id.in_(enrolment_ids), Certificate.state == CertificateState.VALID
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def certificate_by_id(certificate_id: UUID) -> Certificate:
    """With its enrolment. Raises NoResultFound."""
    query = select(Certificate).where(Certificate.id == certificate_id)
    return db.session.scalars(query.options(joinedload(Certificate.enrolment, innerjoin=True))).one()


def certificate_for_update(certificate_id: UUID) -> Certificate:
    """The same, locked: whoever corrects and whoever revokes take turns. Raises NoResultFound."""
    query = select(Certificate).where(Certificate.id == certificate_id)
    loaded = query.options(joinedload(Certificate.enrolment, innerjoin=True))
    return db.session.scalars(loaded.with_for_update(of=Certificate)).one()


def certificate_by_code(code: str) -> Certificate | None:
    """With its successor: all that the public page needs, in one statement."""
    query = select(Certificate).where(Certificate.code == code)
    return db.session.scalars(query.options(joinedload(Certificate.successor))).one_or_none()


def all_certificates_of(person_id: UUID) -> Sequence[Certificate]:
    """The same with the corrected ones, for the copy of a person's data."""
    query = (
        select(Certificate)
        .join(Certificate.enrolment)
        .where(Enrolment.person_id == person_id)
        .order_by(Certificate.serial)
    )
    return db.session.scalars(query).all()


def lookups_of(certificate_id: UUID) -> Sequence[CertificateLookup]:
    """How often it was looked up, day by day."""
    query = select(CertificateLookup).where(CertificateLookup.certificate_id == certificate_id)
    return db.session.scalars(query.order_by(CertificateLookup.day)).all()


@dataclass(frozen=True)
class Papers:
    """What a person has to show for completed modules, newest first."""

    #: Those that stand now.
    certificates: list[Certificate]
    #: Latest completions of modules for which none was issued yet.
    waiting: list[Enrolment]


def papers_of(person_id: UUID) -> Papers:
    """With enrolments and modules, in one statement: "My learning" asks it each time."""
    query = (
        select(Enrolment, Certificate)
        .outerjoin(Certificate, Certificate.enrolment_id == Enrolment.id)
        .where(Enrolment.person_id == person_id, Enrolment.state == EnrolmentState.COMPLETED)
        .options(joinedload(Enrolment.module, innerjoin=True))
        .order_by(Enrolment.completed_at.desc(), Enrolment.id.desc())
    )
    rows: Sequence[tuple[Enrolment, Certificate | None]] = [(one, found) for one, found in db.session.execute(query)]
    latest = {enrolment.module_id: enrolment.completed_at for enrolment, _certificate in reversed(rows)}
    standing = [found for _enrolment, found in rows if found and found.state is not CertificateState.CORRECTED]
    return Papers(
        sorted(standing, key=lambda found: (found.completed_on, found.serial), reverse=True),
        [one for one, found in rows if found is None and one.completed_at == latest[one.module_id]],
    )


def certificate_for_office(certificate_id: UUID) -> Certificate:
    """With its successor and the person's names. Raises NoResultFound."""
    query = select(Certificate).where(Certificate.id == certificate_id)
    return db.session.scalars(query.options(*_PERSON, joinedload(Certificate.successor))).unique().one()


_PERSON = (
    joinedload(Certificate.enrolment, innerjoin=True)
    .joinedload(Enrolment.person, innerjoin=True)
    .joinedload(Person.names),
)


def correction_by_id(correction_id: UUID) -> Correction:
    """With its certificate and the person's names. Raises NoResultFound."""
    query = select(Correction).where(Correction.id == correction_id)
    loaded = query.options(joinedload(Correction.certificate, innerjoin=True).options(*_PERSON))
    return db.session.scalars(loaded).unique().one()


def correction_for_update(correction_id: UUID) -> Correction:
    """With its certificate, both locked. Raises NoResultFound."""
    query = (
        select(Correction)
        .join(Correction.certificate)
        .join(Certificate.enrolment)
        .where(Correction.id == correction_id)
        .options(contains_eager(Correction.certificate).contains_eager(Certificate.enrolment))
        .with_for_update(of=(Certificate, Correction))
    )
    return db.session.scalars(query).one()


def open_correction_for_update(certificate_id: UUID) -> Correction | None:
    """The request that waits for its decision, locked; None if there is none."""
    query = (
        select(Correction)
        .join(Correction.certificate)
        .join(Certificate.enrolment)
        .where(Correction.certificate_id == certificate_id, Correction.state == CorrectionState.OPEN)
        .options(contains_eager(Correction.certificate).contains_eager(Certificate.enrolment))
        .with_for_update(of=(Certificate, Correction))
    )
    return db.session.scalars(query).one_or_none()


def corrections_waiting(page: int) -> Page[Correction]:
    """Requests that nobody has decided yet, the oldest first."""
    query = (
        select(Correction)
        .where(Correction.state == CorrectionState.OPEN)
        .options(joinedload(Correction.certificate, innerjoin=True).joinedload(Certificate.enrolment, innerjoin=True))
        .order_by(Correction.asked_at, Correction.id)
    )
    return page_of(query, page)


def number_of_corrections_waiting() -> int:
    return db.session.scalar(select(func.count(Correction.id)).where(Correction.state == CorrectionState.OPEN)) or 0


def corrections_about(certificate_id: UUID) -> Sequence[Correction]:
    """Every request about a certificate, and the one it came from, newest first."""
    is_about = (Correction.certificate_id == certificate_id) | (Correction.successor_id == certificate_id)
    query = select(Correction).where(is_about).order_by(Correction.asked_at.desc(), Correction.id.desc())
    return db.session.scalars(query).all()


def latest_corrections_of(person_id: UUID) -> dict[UUID, Correction]:
    """Certificate to the newest request about it; an accepted one stands with the certificate it led to."""
    found = {}
    for correction in all_corrections_of(person_id):
        found[correction.successor_id or correction.certificate_id] = correction
    return found


def all_corrections_of(person_id: UUID) -> Sequence[Correction]:
    """Every request a person has made, oldest first."""
    query = (
        select(Correction)
        .join(Correction.certificate)
        .join(Certificate.enrolment)
        .where(Enrolment.person_id == person_id)
        .order_by(Correction.asked_at, Correction.id)
    )
    return db.session.scalars(query).all()


def last_serial() -> int:
    """The highest running number in the register; 0 while it is empty."""
    return db.session.scalar(select(func.max(Certificate.serial))) or 0


def paper_key(certificate_id: UUID) -> str:
    """The key of the one job that makes this certificate's PDF."""
    return f"certificate:{certificate_id}"


def paper_job(certificate: Certificate) -> Job | None:
    """How far the making of the PDF is."""
    return job_by_key(paper_key(certificate.id))


def certificates_ending(first: date, last: date) -> list[tuple[UUID, UUID]]:
    """Account and certificate for what ends between these days and has no successor of its own in the module."""
    newer = aliased(Enrolment)
    later = aliased(Certificate)
    has_newer = (
        select(later.id)
        .join(newer, newer.id == later.enrolment_id)
        .where(
            newer.person_id == Enrolment.person_id,
            newer.module_id == Enrolment.module_id,
            later.state == CertificateState.VALID,
            later.expires_on.is_(None) | (later.expires_on > Certificate.expires_on),
        )
        .exists()
    )
    query = (
        select(Account.id, Certificate.id)
        .join(Certificate.enrolment)
        .join(Account, Account.person_id == Enrolment.person_id)
        .where(Certificate.state == CertificateState.VALID, Certificate.expires_on.between(first, last), ~has_newer)
        .order_by(Certificate.expires_on, Certificate.id)
    )
    return [(account_id, certificate_id) for account_id, certificate_id in db.session.execute(query)]


def places_taken_back(first: int, count: int) -> Sequence[int]:
    """Among so many running numbers from ``first`` on: the places of those corrected or revoked."""
    query = select(Certificate.serial - first).where(
        Certificate.serial >= first,
        Certificate.serial < first + count,
        Certificate.state != CertificateState.VALID,
    )
    return db.session.scalars(query.order_by(Certificate.serial)).all()


def register_lines() -> Iterator[tuple[Certificate, int | None]]:
    """Every certificate with the number of its successor, by running number; read in pieces."""
    successor = aliased(Certificate)
    query = (
        select(Certificate, successor.serial)
        .outerjoin(successor, successor.id == Certificate.superseded_by_id)
        .order_by(Certificate.serial)
        .execution_options(yield_per=REGISTER_PIECE)
    )
    yield from map(tuple, db.session.execute(query))


def all_serials() -> Sequence[int]:
    return db.session.scalars(select(Certificate.serial).order_by(Certificate.serial)).all()
