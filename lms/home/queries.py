"""Two questions about the installation itself."""

from sqlalchemy import exists, select
from sqlalchemy.exc import SQLAlchemyError

from lms.accounts.models import Role, RoleGrant
from lms.core.extensions import db
from lms.core.installation import REAL, kind_of_database


def lacks_administrator() -> bool:
    """Whether this is a real installation in which nobody has been made administrator yet."""
    if kind_of_database() != REAL:
        return False
    return not db.session.scalar(select(exists().where(RoleGrant.role == Role.ADMINISTRATOR)))


def database_answers() -> bool:
    """Whether the database is there and migrated."""
    try:
        return bool(kind_of_database())
    except SQLAlchemyError:
        return False
