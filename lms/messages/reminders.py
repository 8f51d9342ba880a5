"""What people may be reminded of. Rooms above say who is due; this room merges it, once a day, into one mail.

    @reminders.about("reviews_waiting", _l("Texts that wait for my review"), page="studio/reviews", says=sentence)
    def reviews_waiting(at): ...      # yields Due(account_id, "what:occasion")

A reminder names no module and no score: it says that something waits, and leads to the page where it does.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import LazyString

from lms.core import mail


@dataclass(frozen=True)
class Due:
    """Somebody should be reminded. The same ``about`` is said to the same person once."""

    account_id: UUID
    about: str


Ask = Callable[[datetime], Iterable[Due]]


@dataclass(frozen=True)
class Topic:
    kind: str
    #: A fixed page, without its language, where the person finds what waits.
    page: str
    #: The sentence for so many things of this kind, in the language being spoken.
    says: Callable[[int], str]
    ask: Ask


_topics: dict[str, Topic] = {}


def about(
    kind: str, label: LazyString, *, page: str, says: Callable[[int], str], is_for_staff: bool = False
) -> Callable[[Ask], Ask]:
    """Register who is due to be reminded of what; ``label`` names it where it can be switched off."""

    def register(ask: Ask) -> Ask:
        mail.optional(kind, label, is_for_staff=is_for_staff)
        _topics[kind] = Topic(kind, page, says, ask)
        return ask

    return register


def topics() -> Mapping[str, Topic]:
    return _topics
