"""What the filters of the log ask for, read from the address."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from lms.admin.queries import LogWish
from lms.core import clock
from lms.core.i18n import _

Problem = tuple[str, str]


def read_wish(query: Mapping[str, str]) -> tuple[LogWish, list[Problem]]:
    """The wish, and what could not be understood: (id of the field, sentence)."""
    problems: list[Problem] = []
    wish = LogWish(
        act=query.get("act", ""),
        words=query.get("who", "").strip(),
        account_id=_account(query.get("person", "")),
        since=_day(query, "from", problems),
        until=_day(query, "to", problems),
    )
    if wish.since and wish.until and wish.until < wish.since:
        problems.append(("to", _("Choose a last day that is not before the first.")))
    return wish, problems


def _day(query: Mapping[str, str], name: str, problems: list[Problem]) -> date | None:
    typed = query.get(name, "").strip()
    if not typed:
        return None
    try:
        return clock.read_day(typed)
    except ValueError:
        problems.append((name, _("Write the day as year-month-day, for example 2026-05-31.")))
        return None


def _account(typed: str) -> UUID | None:
    try:
        return UUID(typed) if typed else None
    except ValueError:
        return None
