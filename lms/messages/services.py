"""What can happen to messages: kinds are switched off and on, and what is due is put into one reminder."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from lms.accounts.models import Account
from lms.core import audit, clock, events, mail
from lms.core.extensions import db
from lms.messages.events import ReminderDue
from lms.messages.models import Reminded, ReminderDay, SwitchedOff
from lms.messages.queries import account_to_remind, switched_off_by, told_before, was_reminded_on

#: Kind and subject of one thing to be reminded of.
Thing = tuple[str, str]


def choose_messages(account: Account, wanted: Collection[str], *, offered: Collection[str], at: datetime) -> None:
    """Of the kinds offered these are wanted and the others are not; what was not offered stays as it is."""
    before = switched_off_by(account.id)
    off = {kind for kind in offered if kind in mail.optional_kinds() and kind not in wanted}
    on_again = before.intersection(offered) - off
    db.session.execute(
        delete(SwitchedOff)
        .where(SwitchedOff.account_id == account.id, SwitchedOff.kind.in_(on_again))
        .execution_options(synchronize_session=False)
    )
    db.session.add_all(SwitchedOff(account_id=account.id, kind=kind, since=at) for kind in sorted(off - before))
    if on_again or off - before:
        audit.record(
            account.id, "messages.choice.changed", account, at=at, off=sorted(off - before), on=sorted(on_again)
        )


def remind(account_id: UUID, things: Sequence[Thing], *, at: datetime) -> bool:
    """One mail about all of these that are wanted and new to the person. False: nothing was left, or not today again.

    That there is one a day is a unique constraint: whoever comes second finds the day taken.
    """
    account = account_to_remind(account_id)
    day = clock.local_day(at)
    if account is None or was_reminded_on(account_id, day):
        return False
    off = switched_off_by(account_id)
    told = told_before(account_id, {kind for kind, _about in things})
    left = [thing for thing in dict.fromkeys(things) if thing[0] not in off and thing not in told]
    if not left:
        return False
    try:
        with db.session.begin_nested():
            db.session.add(ReminderDay(account_id=account_id, day=day))
    except IntegrityError:
        return False
    db.session.add_all(Reminded(account_id=account_id, kind=kind, about=about, at=at) for kind, about in left)
    events.emit(ReminderDue(account_id, dict(Counter(kind for kind, _about in left)), at))
    return True
