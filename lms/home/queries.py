"""Two questions about the installation itself."""

from sqlalchemy import exists, select
from sqlalchemy.exc import SQLAlchemyError

from lms.accounts.models import Account, Role, RoleGrant
from lms.core.extensions import db
from lms.core.installation import REAL, kind_of_database


def lacks_administrator() -> bool:
    """Whether this is a real installation that nobody can administer yet.

    Who was made administrator but never used the link cannot sign in: until then the page goes on saying how.
    """
    if kind_of_database() != REAL:
        return False
    has_arrived = (
        exists()
        .where(RoleGrant.role == Role.ADMINISTRATOR)
        .where(Account.id == RoleGrant.account_id, Account.password_hash.is_not(None))
    )
    return not db.session.scalar(select(has_arrived))


def database_answers() -> bool:
    """Whether the database is there and migrated."""
    try:
        return bool(kind_of_database())
    except SQLAlchemyError:
        return False
