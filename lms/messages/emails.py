"""Mails of this room, one function each; the words are in ``templates/messages/emails``."""

from collections.abc import Mapping
from datetime import datetime

from lms.accounts.models import Account
from lms.core import mail
from lms.messages.reminders import Topic, topics


def reminder(account: Account, counts: Mapping[str, int], *, at: datetime) -> None:
    """All that waits, in the order in which the rooms declared it, and one link."""
    if account.email is None:
        return
    due = [topic for kind, topic in topics().items() if kind in counts]
    mail.write(
        "messages",
        "reminder",
        account.email,
        language=account.person.language,
        at=at,
        address=lambda: mail.address_of(_page(due)),
        lines=lambda: [topic.says(counts[topic.kind]) for topic in due],
    )


def _page(due: list[Topic]) -> str:
    """Where it waits; if in several places, the front page, from which all of them are reached."""
    pages = {topic.page for topic in due}
    return pages.pop() if len(pages) == 1 else ""
