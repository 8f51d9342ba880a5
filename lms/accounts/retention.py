"""How long accounts and what belongs to signing in are kept."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from lms.accounts.errors import AlreadyClosing, LastAdministrator
from lms.accounts.models import Account, ClosingReason, OneUseCode, OneUseLink, PasswordRequest, SignIn, Throttle
from lms.accounts.services.closing import announce_end, ask_to_close
from lms.accounts.services.registering import forget_old_registrations
from lms.core.extensions import db
from lms.core.i18n import _l
from lms.core.mail import Mail
from lms.core.rows import changed
from lms.core.site import site
from lms.people.retention import YEAR, keeps

UNUSED = 2 * YEAR
SIGN_INS = YEAR
SHORT = timedelta(days=30)


@keeps(
    "accounts",
    what=_l("Name, contact, year of birth, sex, profession, workplace, progress"),
    why=_l("So that you can study, and the certificate carries your name"),
    until=_l(
        "Until you close the account, until two years after the last sign-in, or until the service ends,"
        " whichever comes first; of the latter two you are told a month before"
    ),
)
def announce_closing(at: datetime) -> int:
    """Ask, as the person could: there is a month to say no. Nobody's certificate ends by it."""
    seen = select(func.max(SignIn.seen_at)).where(SignIn.account_id == Account.id).scalar_subquery()
    unused = select(Account).where(
        Account.erased_at.is_(None),
        Account.is_demo.is_(False),
        func.coalesce(seen, Account.created_at) < at - UNUSED,
    )
    announced = sum(_announced(account, at) for account in db.session.scalars(unused).all())
    return announced + announce_end(site().closes_on, at=at)


def _announced(account: Account, at: datetime) -> bool:
    try:
        ask_to_close(account, keeps_certificates=True, why=ClosingReason.UNUSED, at=at)
    except (AlreadyClosing, LastAdministrator):
        return False
    return True


@keeps(
    "sign_ins",
    what=_l("When and on which device you signed in"),
    why=_l("So that you can see it and end it, and a misuse can be followed"),
    until=_l("One year"),
)
def remove_sign_ins(at: datetime) -> int:
    """The last one of each account stays: by it the two years are counted."""
    later = SignIn.__table__.alias("later")
    newest = select(func.max(later.c.seen_at)).where(later.c.account_id == SignIn.account_id).scalar_subquery()
    return changed(delete(SignIn).where(SignIn.seen_at < at - SIGN_INS, SignIn.seen_at < newest))


@keeps(
    "codes",
    what=_l("Codes made for you: by whom, when, why and whether they were used"),
    why=_l("So that you can see who could have opened your account"),
    until=_l("One year"),
)
def remove_codes(at: datetime) -> int:
    over = at - SIGN_INS
    return changed(delete(OneUseCode).where(OneUseCode.made_at < over)) + changed(
        delete(PasswordRequest).where(PasswordRequest.asked_at < over)
    )


@keeps(
    "messages_sent",
    what=_l("Messages sent to you (address and subject; the text is deleted on sending), links, failed tries"),
    why=_l("So that an undelivered message can be sent again, and nobody guesses a password"),
    until=_l("30 days"),
)
def remove_short_lived(at: datetime) -> int:
    over = at - SHORT
    forget_old_registrations(at=at)
    return (
        changed(delete(Mail).where(Mail.created_at < over))
        + changed(delete(OneUseLink).where(OneUseLink.expires_at < over))
        + changed(delete(Throttle).where(Throttle.last_at < over))
    )


@keeps(
    "left",
    what=_l("That an account was closed, and when, by its number alone"),
    why=_l("So that a backup brings nobody back who has left"),
    until=_l("As long as the service runs"),
    stays=True,
)
def keep_who_left(_at: datetime) -> int:
    """Nothing goes: without the list whoever restores a backup could not tell who has to leave again."""
    return 0
