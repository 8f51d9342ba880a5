"""The person corrects what is held about them. Every act is recorded; nothing that enrolments recorded changes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from lms.accounts import passwords
from lms.accounts.errors import ContactTaken, SignInRefused
from lms.accounts.events import ContactChanged
from lms.accounts.models import Account, CodePurpose, LinkPurpose
from lms.accounts.services.codes import end_codes
from lms.accounts.services.contacts import Contact
from lms.accounts.services.links import end_links
from lms.core import audit, events
from lms.core.extensions import db
from lms.institutions import services as directory
from lms.people import services as people
from lms.people.models import Method, Purpose, Script, Sex


def correct_names(account: Account, names: Mapping[str, str], *, at: datetime) -> None:
    people.spell(account.person, {Script(script): name or "" for script, name in names.items()})
    audit.record(account.id, "accounts.profile.names_corrected", account, at=at)


def correct_facts(
    account: Account, *, sex: Sex, birth_year: int | None, profession_code: str | None, at: datetime
) -> None:
    """Raises ``people.errors.TooYoung``."""
    people.correct(account.person, sex=sex, birth_year=birth_year, profession_code=profession_code, at=at)
    audit.record(account.id, "accounts.profile.facts_corrected", account, at=at)


def change_contact(account: Account, contact: Contact, password: str, *, at: datetime) -> None:
    """Raises ``SignInRefused`` (wrong password) and ``ContactTaken``. The address before is told.

    What replaces a contact is to be verified anew; links and codes made for the one before stop working.
    """
    if not passwords.verify_password(password, account.password_hash)[0]:
        raise SignInRefused
    before = account.email
    if contact.value in {account.email, account.phone}:
        return
    try:
        with db.session.begin_nested():
            if contact.is_email:
                account.email, account.email_verified_at = contact.value, None
            else:
                account.phone, account.phone_verified_at = contact.value, None
    except IntegrityError as error:
        raise ContactTaken from error
    for purpose in (LinkPurpose.CONTACT, LinkPurpose.RESET):  # both were mailed to the address before
        end_links(account, purpose, at=at)
    end_codes(account, CodePurpose.CONTACT, at=at)
    events.emit(ContactChanged(account.id, before, at))
    audit.record(account.id, "accounts.profile.contact_changed", account, at=at)


def change_workplace(
    account: Account,
    *,
    institution_id: str | None,
    unlisted: str | None,
    type_code: str | None,
    region_code: str,
    at: datetime,
) -> None:
    """A new, self-declared workplace; the one before ends. ``type_code`` is what an unlisted name is."""
    chosen = UUID(institution_id) if institution_id else None
    if chosen is None and unlisted and type_code:
        chosen = directory.propose_institution(
            unlisted, type_code=type_code, region_code=region_code, by=account.person_id, at=at
        ).id
    account.person.region_code = region_code
    people.take_workplace(account.person, chosen, at=at)
    audit.record(account.id, "accounts.profile.workplace_changed", account, at=at)


def give_consent(account: Account, agreement: people.Agreement, *, at: datetime) -> None:
    people.agree(account.person, [agreement], at=at)
    audit.record(account.id, "accounts.consent.given", account, at=at, purpose=agreement.purpose.value)


def note_paper_consents(
    account: Account,
    agreements: Sequence[people.Agreement],
    *,
    given_at: datetime,
    by: Account,
    reason: str,
    at: datetime,
) -> None:
    """Somebody has signed on paper; it counts as much as on the screen, and the person sees who wrote it down."""
    people.agree(account.person, agreements, at=given_at, method=Method.PAPER)
    purposes = [agreement.purpose.value for agreement in agreements]
    audit.record(by.id, "accounts.consent.noted_from_paper", account, at=at, reason=reason, purposes=purposes)


def withdraw_consent(account: Account, purpose: Purpose, *, at: datetime) -> None:
    people.withdraw(account.person, purpose, at=at)
    audit.record(account.id, "accounts.consent.withdrawn", account, at=at, purpose=purpose.value)
