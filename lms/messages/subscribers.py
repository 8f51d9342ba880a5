"""What this room does with its own news, and what it answers when a mail is about to leave."""

from lms.accounts.models import Account
from lms.core import events, mail
from lms.core.extensions import db
from lms.messages import emails, queries
from lms.messages.events import ReminderDue


@events.on(ReminderDue)
def mail_the_reminder(news: ReminderDue) -> None:
    emails.reminder(db.session.get_one(Account, news.account_id), news.counts, at=news.at)


@mail.unless
def is_unwanted(kind: str, address: str) -> bool:
    """Off means off, also for what was written before and has not left yet."""
    return queries.is_unwanted_at(kind, address)
