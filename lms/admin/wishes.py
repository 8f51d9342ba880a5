"""What the filters of the log ask for, read from the address."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from lms.accounts.acts import act_in_words
from lms.accounts.queries import names_of_accounts
from lms.admin.queries import ALL_LOOKS, LogWish
from lms.core import clock
from lms.core.i18n import _
from lms.ui.filters import table_date

Problem = tuple[str, str]


def read_wish(query: Mapping[str, str]) -> tuple[LogWish, list[Problem]]:
    """The wish, and what could not be understood: (id of the field, sentence)."""
    problems: list[Problem] = []
    wish = LogWish(
        act=query.get("act", ""),
        by=query.get("by", "").strip(),
        about=query.get("about", "").strip(),
        account_id=read_id(query.get("person", "")),
        since=_day(query, "from", problems),
        until=_day(query, "to", problems),
        text=query.get("text", "").strip(),
    )
    if wish.since and wish.until and wish.until < wish.since:
        problems.append(("to", _("Choose a last day that is not before the first.")))
    return wish, problems


def query_of(wish: LogWish) -> dict[str, str]:
    """What leads to this same choice, and nothing else of an address: it is what links are built from."""
    known = {
        "act": wish.act,
        "by": wish.by,
        "about": wish.about,
        "text": wish.text,
        "person": str(wish.account_id or ""),
        "from": str(wish.since or ""),
        "to": str(wish.until or ""),
    }
    return {name: value for name, value in known.items() if value}


def facts_of(wish: LogWish) -> dict[str, str]:
    """What was asked for, for the log itself. The words that were typed are names, so they are left out."""
    known = {
        "wished": wish.act,
        "person": str(wish.account_id or ""),
        "asked_from": str(wish.since or ""),
        "asked_to": str(wish.until or ""),
    }
    return {name: value for name, value in known.items() if value}


def described(wish: LogWish) -> list[dict[str, str]]:
    """What was asked for, in words, for the page on which it is taken away."""
    person = names_of_accounts({wish.account_id}).get(wish.account_id, "") if wish.account_id else ""
    act = _("Looks at people's data") if wish.act == ALL_LOOKS else act_in_words(wish.act)
    lines = [
        (_("What was done"), act if wish.act else _("Everything")),
        (_("Person"), person),
        (_("Who did it"), wish.by),
        (_("To whom"), wish.about),
        (_("From day"), table_date(wish.since) if wish.since else ""),
        (_("To day"), table_date(wish.until) if wish.until else ""),
        (_("Words in the reason"), wish.text),
    ]
    return [{"term": term, "value": value} for term, value in lines if value]


def _day(query: Mapping[str, str], name: str, problems: list[Problem]) -> date | None:
    typed = query.get(name, "").strip()
    if not typed:
        return None
    try:
        return clock.read_day(typed)
    except ValueError:
        problems.append((name, _("Write the day as year-month-day, for example 2026-05-31.")))
        return None


def read_id(typed: str) -> UUID | None:
    """None for whatever is no id: an address that was cut off shows more, not an error."""
    try:
        return UUID(typed) if typed else None
    except ValueError:
        return None
