"""What all pages of the room need: who asks, and the look that is recorded for every name shown."""

from collections.abc import Iterable

from flask import request

from lms.accounts.models import Account
from lms.core import audit
from lms.core.paging import page_asked
from lms.core.policy import current_actor
from lms.people.models import Person

ASIDE = "aside"


def actor() -> Account:
    """The account behind the request; every page of this room requires one."""
    account = current_actor()
    assert account is not None  # noqa: S101  (the permission was checked)
    return account


def page_number() -> int:
    return page_asked(request.args.get("page"))


def asks_for_asides() -> bool:
    """Whether the list shows what was set aside instead of what waits."""
    return request.args.get("state") == ASIDE


def look_at(people: Iterable[Person | None]) -> None:
    for person in people:
        if person is not None:
            audit.record_look(actor().id, "quality.person.seen", person)
