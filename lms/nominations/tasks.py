"""Work that may wait: the mails of a long list."""

from uuid import UUID

from lms.core import clock, mail
from lms.core.jobs import enqueue, job
from lms.invitations import services as invitations
from lms.invitations.models import Way
from lms.invitations.queries import to_be_mailed
from lms.nominations import emails

#: Mails of one job. A longer list is written in several, so that no answer of a learner waits for its lock.
AT_ONCE = 100


@job
def mail_list(list_id: str) -> None:
    """Write the mails of a list that are not written yet; nothing to do where there is no mail."""
    if not mail.is_on():
        return
    at = clock.now()
    rows = to_be_mailed(UUID(list_id), AT_ONCE)
    codes = invitations.hand_out(rows, Way.MAIL, by=None, at=at)
    for row in rows:
        emails.invitation(row, codes[row.id], at=at)
    invitations.note_mailed([row.id for row in rows], at=at)
    if len(rows) == AT_ONCE:
        enqueue(mail_list, list_id)
