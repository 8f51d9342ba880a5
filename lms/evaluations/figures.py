"""Figures of replies, and which may be shown: from ten replies on, and never so that the rest of a sum tells."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from uuid import UUID

from lms.disclosure.groups import LEAST
from lms.evaluations.occasions import Month, Months

#: Comments are read from so many replies on; replies leave their box in batches of this size.
COMMENTS_FROM = BATCH = 5
#: Four and five say yes.
CONTENT_FROM = 4


@dataclass(frozen=True)
class Response:
    """How many were asked and how many of them answered."""

    asked: int = 0
    answered: int = 0

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.answered, self.asked) if self.asked else None

    def __add__(self, other: "Response") -> "Response":
        return Response(self.asked + other.asked, self.answered + other.answered)


@dataclass(frozen=True)
class Tally:
    """Replies with their points, item by item, and how many of the points are a four or a five."""

    replies: int = 0
    points: tuple[int, ...] = (0, 0, 0, 0, 0)
    content: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        points = tuple(one + another for one, another in zip(self.points, other.points, strict=True))
        return Tally(self.replies + other.replies, points, self.content + other.content)

    @property
    def mean(self) -> Fraction:
        """Of the five items of all replies."""
        return Fraction(sum(self.points), self.replies * len(self.points))

    @property
    def share(self) -> Fraction:
        """Of ratings that are a four or a five."""
        return Fraction(self.content, self.replies * len(self.points))

    def mean_of(self, place: int) -> Fraction:
        return Fraction(self.points[place], self.replies)


#: Module, month and what the reply says of the sex of its author.
Key = tuple[UUID, Month, str | None]


@dataclass(frozen=True)
class Satisfaction:
    """I-7: mean of the five items, share of ratings four and five; None where they are hidden or nobody answered."""

    replies: int = 0
    mean: Fraction | None = None
    share: Fraction | None = None
    #: In the order of the form.
    items: tuple[Fraction, ...] | None = None
    response: Response = field(default_factory=Response)
    #: What the replies say of the sex of their authors, if every part of this split may be shown. Of one module only:
    #: beside the modules, the split of all of them would tell of those whose own is hidden.
    by_sex: Mapping[str | None, "Satisfaction"] = field(default_factory=dict)

    @property
    def is_hidden(self) -> bool:
        """There are replies, and what they say is not shown."""
        return self.replies > 0 and self.mean is None


def may_show(parts: Iterable[int]) -> bool:
    """Whether a sum of groups may be shown beside those of them that are large enough to be shown themselves.

    There must be ten in all, and the rest that a reader gets by subtracting must be nobody or again ten.
    """
    sizes = list(parts)
    rest = sum(size for size in sizes if size < LEAST)
    return sum(sizes) >= LEAST and (rest == 0 or rest >= LEAST)


def satisfaction_of(
    tallies: Mapping[Key, Tally], responses: Mapping[UUID, Response], months: Months
) -> dict[UUID | None, Satisfaction]:
    """Each module, and under None all of them together."""
    by_module: dict[UUID, dict[Key, Tally]] = defaultdict(dict)
    for key, tally in tallies.items():
        by_module[key[0]][key] = tally
    shown = {module_id for module_id, own in by_module.items() if may_show(_by_quarter(own, months))}
    found: dict[UUID | None, Satisfaction] = {
        module_id: _told(
            by_module[module_id],
            responses.get(module_id, Response()),
            is_shown=module_id in shown,
            by_sex=_by_sex(by_module[module_id], months),
        )
        for module_id in by_module.keys() | responses.keys()
    }
    rest = sum(sum(_by_quarter(own, months)) for module_id, own in by_module.items() if module_id not in shown)
    is_shown = may_show(_by_quarter(tallies, months)) and (rest == 0 or rest >= LEAST)
    found[None] = _told(tallies, sum(responses.values(), Response()), is_shown=is_shown)
    return found


def _by_quarter(tallies: Mapping[Key, Tally], months: Months) -> list[int]:
    """How many replies there are in each quarter of the period: each can be asked for by itself."""
    return [
        sum(tally.replies for (_module, month, _sex), tally in tallies.items() if part.first <= month <= part.last)
        for part in months.quarters()
    ]


def _by_sex(tallies: Mapping[Key, Tally], months: Months) -> dict[str | None, Satisfaction]:
    """Nothing unless each part may be shown beside the same part of every quarter."""
    parts: dict[str | None, dict[Key, Tally]] = defaultdict(dict)
    for key, tally in tallies.items():
        parts[key[2]][key] = tally
    if len(parts) < 2 or not all(may_show(_by_quarter(own, months)) for own in parts.values()):  # noqa: PLR2004
        return {}
    return {sex: _shown(sum(own.values(), Tally()), Response(), {}) for sex, own in parts.items()}


def _told(
    tallies: Mapping[Key, Tally],
    response: Response,
    *,
    is_shown: bool,
    by_sex: Mapping[str | None, Satisfaction] | None = None,
) -> Satisfaction:
    total = sum(tallies.values(), Tally())
    return _shown(total, response, by_sex or {}) if is_shown else Satisfaction(total.replies, response=response)


def _shown(tally: Tally, response: Response, by_sex: Mapping[str | None, Satisfaction]) -> Satisfaction:
    items = tuple(tally.mean_of(place) for place in range(len(tally.points)))
    return Satisfaction(tally.replies, tally.mean, tally.share, items, response, by_sex)
