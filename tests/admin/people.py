"""The page of a person, and what is held and recorded of one."""

from sqlalchemy import select

from lms.accounts.models import Account
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.extensions import db


def page_of(account, rest=""):
    return f"/en/admin/people/{account.id}{rest}"


def held(account):
    db.session.expire_all()
    at = clock.now()
    return [grant for grant in db.session.get(Account, account.id).grants if grant.holds_at(at)]


def last_record(act):
    query = select(AuditRecord).where(AuditRecord.act == act).order_by(AuditRecord.at.desc(), AuditRecord.id.desc())
    return db.session.scalars(query).first()
