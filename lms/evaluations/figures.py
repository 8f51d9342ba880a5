"""Figures of replies, which are told in steps of ten or more."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from uuid import UUID

from lms.evaluations.occasions import Month, Months
from lms.evaluations.splits import Key, by_module, split_of, split_of_all, told_in

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


@dataclass(frozen=True)
class Satisfaction:
    """I-7: mean of the five items, share of ratings four and five; None where they are hidden or nobody answered."""

    #: Of which the figures are; while they are hidden, those that were given in the period.
    replies: int = 0
    mean: Fraction | None = None
    share: Fraction | None = None
    #: In the order of the form.
    items: tuple[Fraction, ...] | None = None
    response: Response = field(default_factory=Response)
    #: What the replies say of the sex of their authors, if every part of this split may be shown. Of all modules only
    #: where that of each is shown: beside the others it would tell of those whose own is hidden.
    by_sex: Mapping[str | None, "Satisfaction"] = field(default_factory=dict)
    #: In which the replies that are counted were given.
    months: frozenset[Month] = frozenset()

    @property
    def is_hidden(self) -> bool:
        """There are replies, and what they say is not shown."""
        return self.replies > 0 and self.mean is None


#: What replies add up to, by module, month and sex; from the first month of all on.
Tallies = Mapping[Key, Tally]


def satisfaction_of(
    tallies: Tallies, responses: Mapping[UUID, Response], months: Months, today: date
) -> dict[UUID | None, Satisfaction]:
    """Each module, and under None all of them together."""
    modules = by_module(tallies)
    told = {key: tally for own in modules.values() for key, tally in told_in(own, months, today).items()}
    splits = {module_id: split_of(own, months, today) for module_id, own in modules.items()}
    found: dict[UUID | None, Satisfaction] = {
        module_id: _figures(
            {key: tally for key, tally in told.items() if key[0] == module_id},
            modules.get(module_id, {}),
            months,
            responses.get(module_id, Response()),
            splits.get(module_id, {}),
        )
        for module_id in modules.keys() | responses.keys()
    }
    found[None] = _figures(told, tallies, months, sum(responses.values(), Response()), split_of_all(splits, told))
    return found


#: What replies say of the sex of their authors to what they add up to.
Split = Mapping[str | None, Tally]


def _figures(
    told: Tallies,
    all_of_them: Tallies,
    months: Months,
    response: Response,
    split: Split,
) -> Satisfaction:
    if not told:
        given = sum(tally.replies for key, tally in all_of_them.items() if key[1] in months)
        return Satisfaction(given, response=response)
    figures = _shown(sum(told.values(), Tally()), response)
    by_sex = {sex: _shown(tally, Response()) for sex, tally in split.items()}
    return replace(figures, by_sex=by_sex, months=frozenset(month for _module, month, _sex in told))


def _shown(tally: Tally, response: Response) -> Satisfaction:
    items = tuple(tally.mean_of(place) for place in range(len(tally.points)))
    return Satisfaction(tally.replies, tally.mean, tally.share, items, response)
