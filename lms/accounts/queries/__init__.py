"""Questions about accounts and sign-ins."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from lms.accounts.hashing import hash_of_secret
from lms.accounts.models import (
    Account,
    Closing,
    ClosingReason,
    LinkPurpose,
    OneUseLink,
    Registration,
    Role,
    RoleGrant,
    SignIn,
)
from lms.accounts.queries.codes import (
    Asking,
    asking,
    asking_for_update,
    code_for_update,
    codes_made_for,
    number_of_requests_waiting,
    requests_of,
    requests_waiting,
)
from lms.accounts.queries.ways_in import (
    SecondStep,
    account_of_identity,
    half_sign_in,
    has_second_step,
    identity_of,
    needs_long_password,
    passkey_by_id,
    passkeys_of,
    second_step_of,
)
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.core.folding import fold
from lms.core.paging import Page, page_of
from lms.core.rows import Question
from lms.people.models import Person, PersonName

#: Asked for here, wherever it stands.
__all__ = [
    "Asking",
    "SecondStep",
    "account_of_identity",
    "asking",
    "asking_for_update",
    "code_for_update",
    "codes_made_for",
    "half_sign_in",
    "has_second_step",
    "hash_of_secret",
    "identity_of",
    "needs_long_password",
    "number_of_requests_waiting",
    "passkey_by_id",
    "passkeys_of",
    "requests_of",
    "requests_waiting",
    "second_step_of",
]
from lms.people.searching import has_in_name

#: Asked on every page of somebody signed in, so it is built once.
_LIVE_SIGN_IN = Question(
    select(SignIn, Account, Person, PersonName, RoleGrant)
    .join(SignIn.account)
    .join(Account.person)
    .outerjoin(PersonName, PersonName.person_id == Person.id)
    .outerjoin(RoleGrant, RoleGrant.account_id == Account.id)
    .where(
        SignIn.secret_hash == bindparam("secret_hash"),
        SignIn.ended_at.is_(None),
        SignIn.expires_at > bindparam("at"),
        Account.suspended_at.is_(None),
    )
    .order_by(PersonName.script, RoleGrant.starts_at),
    *(SignIn, Account, Person, PersonName, RoleGrant),
)


def sign_in_of(secret: str, at: datetime) -> SignIn | None:
    """The live sign-in behind a cookie, with account, person, names and grants in one statement.

    The five are put together here: told to load them along, the session would work out how at every page anew.
    """
    found = _LIVE_SIGN_IN.objects({"secret_hash": hash_of_secret(secret), "at": at})
    if not found:
        return None
    sign_in, account, person, _name, _grant = found[0]
    set_committed_value(sign_in, "account", account)
    set_committed_value(account, "person", person)
    set_committed_value(person, "names", _each_once(name for *_others, name, _grant in found))
    set_committed_value(account, "grants", _each_once(grant for *_others, grant in found))
    return sign_in


def _each_once(entities: Iterable[Any]) -> list[Any]:
    """In their order, without those that an outer join did not find."""
    return list(dict.fromkeys(entity for entity in entities if entity is not None))


def account_by_login(login: str) -> Account | None:
    """The account with this e-mail (lower case) or phone (E.164)."""
    return db.session.scalars(select(Account).where(or_(Account.email == login, Account.phone == login))).one_or_none()


def account_with_roles(account_id: UUID, at: datetime) -> Account:
    """An account that is about to act: its roles are judged at this moment. Raises NoResultFound."""
    query = (
        select(Account)
        .where(Account.id == account_id)
        .options(joinedload(Account.person, innerjoin=True).joinedload(Person.names), joinedload(Account.grants))
    )
    account = db.session.scalars(query).unique().one()
    account.judged_at = at
    return account


def sign_ins_of(account: Account, at: datetime) -> list[SignIn]:
    """Browsers in which the account is signed in now, the one seen last first."""
    query = (
        select(SignIn)
        .where(SignIn.account_id == account.id, SignIn.ended_at.is_(None), SignIn.expires_at > at)
        .order_by(SignIn.seen_at.desc(), SignIn.secret_hash)
    )
    return [row for row in db.session.scalars(query) if row.is_live_at(at)]


def link_for_update(secret: str, at: datetime, *purposes: LinkPurpose) -> OneUseLink | None:
    """A link for one of these purposes that still works, locked so that it works once."""
    query = (
        select(OneUseLink)
        .where(
            OneUseLink.secret_hash == hash_of_secret(secret),
            OneUseLink.purpose.in_(purposes),
            OneUseLink.used_at.is_(None),
            OneUseLink.expires_at > at,
        )
        .with_for_update()
    )
    return db.session.scalars(query).one_or_none()


def account_behind_link(secret: str, at: datetime, *purposes: LinkPurpose) -> Account | None:
    """Whose link for one of these purposes it is, as long as it works; looking does not spend it."""
    query = (
        select(Account)
        .join(OneUseLink, OneUseLink.account_id == Account.id)
        .where(
            OneUseLink.secret_hash == hash_of_secret(secret),
            OneUseLink.purpose.in_(purposes),
            OneUseLink.used_at.is_(None),
            OneUseLink.expires_at > at,
            Account.suspended_at.is_(None),
        )
        .options(joinedload(Account.grants))
    )
    return db.session.scalars(query).unique().one_or_none()


def accounts_of_people(person_ids: Collection[UUID]) -> Mapping[UUID, Account]:
    """Person to account, with the names; people without an account are left out."""
    query = (
        select(Account)
        .where(Account.person_id.in_(person_ids), Account.suspended_at.is_(None))
        .options(joinedload(Account.person, innerjoin=True).joinedload(Person.names))
    )
    return {account.person_id: account for account in db.session.scalars(query).unique()}


def registration_of(secret: str | None, at: datetime) -> Registration | None:
    """What a visitor has typed so far, unless a day has passed."""
    if not secret:
        return None
    query = select(Registration).where(Registration.secret_hash == hash_of_secret(secret), Registration.expires_at > at)
    return db.session.scalars(query).one_or_none()


def account_of_person(person_id: UUID) -> Account | None:
    return db.session.scalars(select(Account).where(Account.person_id == person_id)).one_or_none()


def accounts_alike(account_ids: Collection[UUID]) -> set[UUID]:
    """These, and every other account of the same people: two records that were merged are one person's."""
    other, beside = aliased(Account), aliased(Person)
    query = (
        select(other.id)
        .join(beside, beside.id == other.person_id)
        .join(
            Person, func.coalesce(Person.merged_into_id, Person.id) == func.coalesce(beside.merged_into_id, beside.id)
        )
        .join(Account, Account.person_id == Person.id)
        .where(Account.id.in_(account_ids))
    )
    return {*account_ids, *db.session.scalars(query)}


def accounts_found(words: str, role: str | None, at: datetime, page: int) -> Page[Account]:
    """Accounts whose person's name, e-mail or phone contains every word, whatever letters were typed for ң ө ү."""
    query = (
        select(Account)
        .join(Account.person)
        .options(contains_eager(Account.person).selectinload(Person.names), selectinload(Account.grants))
        .order_by(Person.sort_key, Account.id)
    )
    for word in fold(words).split():
        query = query.where(
            or_(
                has_in_name(word),
                Account.email.contains(word, autoescape=True),
                Account.phone.contains(word, autoescape=True),
            )
        )
    if role:
        query = query.where(Account.grants.any((RoleGrant.role == role) & _in_force(at)))
    return page_of(query, page)


def _in_force(at: datetime) -> ColumnElement[bool]:
    return (RoleGrant.starts_at <= at) & or_(RoleGrant.ends_at.is_(None), RoleGrant.ends_at > at)


def accounts_holding(*roles: Role, at: datetime) -> Sequence[Account]:
    """Everybody who holds one of these roles now and may sign in, whatever the scope, with person and grants."""
    query = (
        select(Account)
        .where(Account.suspended_at.is_(None), Account.grants.any(RoleGrant.role.in_(roles) & _in_force(at)))
        .options(joinedload(Account.person, innerjoin=True), selectinload(Account.grants))
        .order_by(Account.created_at, Account.id)
    )
    found = db.session.scalars(query).unique().all()
    for account in found:
        account.judged_at = at
    return found


def account_for_admin(account_id: UUID) -> Account | None:
    """One account with its person and all grants there ever were."""
    query = (
        select(Account)
        .where(Account.id == account_id)
        .options(joinedload(Account.person).joinedload(Person.names), joinedload(Account.grants))
        .with_for_update(of=Account)
    )
    return db.session.scalars(query).unique().one_or_none()


def grant_by_id(grant_id: UUID) -> RoleGrant | None:
    return db.session.get(RoleGrant, grant_id)


def other_administrators(account: Account, at: datetime) -> int:
    """How many other accounts hold the administrator's role now and without an end, can sign in, and stay.

    The grants are locked first: two administrators who end each other's role at the same moment are told apart.
    """
    held = (RoleGrant.role == Role.ADMINISTRATOR) & RoleGrant.ends_at.is_(None)
    db.session.scalars(select(RoleGrant.id).where(held).order_by(RoleGrant.id).with_for_update()).all()
    query = (
        select(func.count(func.distinct(RoleGrant.account_id)))
        .join(Account, Account.id == RoleGrant.account_id)
        .where(
            held,
            RoleGrant.starts_at <= at,
            RoleGrant.account_id != account.id,
            Account.suspended_at.is_(None),
            Account.password_hash.is_not(None),
            ~_is_closing().where(Closing.account_id == Account.id).exists(),
        )
    )
    return db.session.scalar(query) or 0


def names_of_accounts(account_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Account to the name of its person, for logs; what nobody did has no name."""
    query = (
        select(Account)
        .where(Account.id.in_({account_id for account_id in account_ids if account_id is not None}))
        .options(joinedload(Account.person, innerjoin=True).joinedload(Person.names))
    )
    return {account.id: account.display_name for account in db.session.scalars(query).unique()}


#: Acts of the log that tell of somebody having seen people's data rather than changed something.
LOOKS = ("seen", "looked_at", "listed", "exported", "downloaded", "link_handed_out", "code_handed_out")

#: Acts of others that change something of a person, which the person sees beside the looks.
CHANGES = ("accounts.names.corrected", "accounts.role.given", "accounts.role.ended")


def looks_at(subjects: Mapping[str, Collection[str]], *, but: UUID) -> Select[AuditRecord]:
    """Who saw, exported or changed what about a person, the latest first. ``subjects``: kind to the ids meant."""
    is_about = [
        (AuditRecord.subject_kind == kind) & AuditRecord.subject_id.in_(ids) for kind, ids in subjects.items() if ids
    ]
    return (
        select(AuditRecord)
        .where(
            or_(*is_about),
            or_(
                AuditRecord.act.in_(CHANGES),
                *(AuditRecord.act.endswith(f".{ending}", autoescape=True) for ending in LOOKS),
            ),
            AuditRecord.actor_id.is_not(None),
            AuditRecord.actor_id != but,
        )
        .order_by(AuditRecord.at.desc(), AuditRecord.id.desc())
    )


def grants_of(account_ids: Collection[UUID]) -> dict[UUID, list[RoleGrant]]:
    """Account to all roles it ever had."""
    found: dict[UUID, list[RoleGrant]] = {}
    query = select(RoleGrant).where(RoleGrant.account_id.in_(account_ids)).order_by(RoleGrant.starts_at, RoleGrant.id)
    for grant in db.session.scalars(query):
        found.setdefault(grant.account_id, []).append(grant)
    return found


# ── Leaving ──────────────────────────────────────────────────────────────────


def closing_of(account: Account) -> Closing | None:
    """The closing that is under way."""
    return db.session.scalars(_is_closing().where(Closing.account_id == account.id)).one_or_none()


def closings_at_the_end() -> Sequence[Closing]:
    """Those that are under way because the service ends."""
    return db.session.scalars(_is_closing().where(Closing.why == ClosingReason.END)).all()


def accounts_that_stay() -> Sequence[Account]:
    """Accounts of real people that have not been closed and are not about to be."""
    is_closing = _is_closing().where(Closing.account_id == Account.id).exists()
    return db.session.scalars(
        select(Account).where(Account.erased_at.is_(None), Account.is_demo.is_(False), ~is_closing)
    ).all()


def _is_closing() -> Select[Closing]:
    return select(Closing).where(Closing.taken_back_at.is_(None), Closing.done_at.is_(None))


def was_here_since(account: Account, at: datetime) -> bool:
    """Whether anybody has used the account after this moment, in whatever browser."""
    seen = select(SignIn.secret_hash).where(SignIn.account_id == account.id, SignIn.seen_at > at)
    return bool(db.session.scalar(select(seen.exists())))


def closings_due(at: datetime) -> Sequence[UUID]:
    """Ids of closings whose day has come."""
    query = select(Closing.id).where(Closing.due_at <= at, Closing.taken_back_at.is_(None), Closing.done_at.is_(None))
    return db.session.scalars(query.order_by(Closing.due_at, Closing.id)).all()


def closing_for_update(closing_id: UUID) -> Closing:
    """With its account. Raises NoResultFound."""
    query = select(Closing).where(Closing.id == closing_id).with_for_update(of=Closing)
    return db.session.scalars(query.options(joinedload(Closing.account, innerjoin=True))).one()
