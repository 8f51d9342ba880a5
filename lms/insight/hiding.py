"""What would speak of a few people is not shown, by one rule for every page and file of this room.

Shares are whole per cent. A share that stands for one to four people is a dot, and so is a count below five; a
share that leaves fewer than five people out is only said to be above a bound. Where all parts of a whole but one are
shown, that one would follow, so a second is hidden with it. The right answer is never the second: its share is the
facility.
"""

from collections.abc import Collection, Hashable, Mapping
from math import floor
from typing import TypeVar

#: Fewer people than this stand behind no number.
FEW = 5
#: People whom nothing may be said about together, because what is shown leaves only them.
TOGETHER = 10

Key = TypeVar("Key", bound=Hashable)


def hidden_counts(counts: Mapping[Key, int], *, whole: int | None, kept: Collection[Key] = ()) -> set[Key]:
    """The keys whose counts must not be shown. ``whole``: what they add up to, where each person is in one of them.

    ``kept`` are known from elsewhere and hide nothing if they are the second. That nobody is somewhere is no secret,
    unless nearly everybody is in one place: then it would say where all of them are.
    """
    is_one_place = whole is not None and any(count > whole - FEW for count in counts.values())
    hidden = {key for key, count in counts.items() if count < FEW and (count or is_one_place)}
    if whole is None:
        return hidden
    rest = whole - sum(count for key, count in counts.items() if key not in hidden)
    if hidden and rest < FEW:
        others = [key for key, count in counts.items() if count and key not in hidden and key not in kept]
        hidden |= set(sorted(others, key=lambda key: counts[key])[:1])
    return hidden


def shown_groups(sizes: Mapping[Key, int], least: int) -> set[Key]:
    """The groups that are large enough, less what would tell of those that are not by taking it from the whole."""
    shown = {key for key, size in sizes.items() if size >= least}
    hidden = sum(size for key, size in sizes.items() if key not in shown)
    if 0 < hidden < TOGETHER and shown:
        shown.discard(min(shown, key=lambda key: sizes[key]))
    return shown


def ceiling_of(people: int) -> float:
    """Above this share fewer than five of so many people are left out."""
    return floor(100 * (1 - FEW / people)) / 100 if people > FEW else 0.0


def is_nearly_all(share: float, people: int) -> bool:
    """Whether fewer than five people are on the other side of the share."""
    return (1 - share) * people < FEW - 1e-9


def is_nearly_nobody(share: float, people: int) -> bool:
    """Whether the share stands for fewer than five people."""
    return share * people < FEW - 1e-9
