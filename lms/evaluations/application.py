"""I-8: who could give a concrete example of using a module, as two people independently judge it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from uuid import UUID

from lms.disclosure.groups import LEAST
from lms.evaluations.figures import Response
from lms.evaluations.occasions import Month, Months
from lms.evaluations.splits import Key, by_module, split_of, split_of_all, told_in

#: So many people judge each example, neither knowing what the other said.
CODERS = 2


@dataclass(frozen=True)
class Used:
    """Replies of a module and month: how many, with an example, judged by two, and by both as applied."""

    replies: int = 0
    examples: int = 0
    judged: int = 0
    applied: int = 0

    def __add__(self, other: "Used") -> "Used":
        return Used(
            self.replies + other.replies,
            self.examples + other.examples,
            self.judged + other.judged,
            self.applied + other.applied,
        )


@dataclass(frozen=True)
class Application:
    """Respondents coded as applied by both, of all respondents; None where hidden or where nobody answered."""

    replies: int = 0
    share: Fraction | None = None
    applied: int | None = None
    #: Examples that wait for a coder. Until they are judged the share can only rise.
    waiting: int = 0
    #: How far the two agreed beyond chance; None under ten examples, and where chance explains all.
    kappa: float | None = None
    response: Response = field(default_factory=Response)
    #: What the replies say of the sex of their authors, if every part of this split may be told (``splits``).
    by_sex: Mapping[str | None, Used] = field(default_factory=dict)

    @property
    def is_hidden(self) -> bool:
        return self.replies > 0 and self.share is None


#: Two verdicts on one example.
Pair = tuple[bool, bool]
#: Module and month, whatever the replies say of the sex.
Of = tuple[UUID, Month]


def kappa_of(pairs: Mapping[Pair, int]) -> float | None:
    """Cohen's kappa of two coders (Cohen 1960)."""
    total = sum(pairs.values())
    if total < LEAST:
        return None
    agreed = Fraction(pairs.get((True, True), 0) + pairs.get((False, False), 0), total)
    first = Fraction(sum(count for pair, count in pairs.items() if pair[0]), total)
    second = Fraction(sum(count for pair, count in pairs.items() if pair[1]), total)
    by_chance = first * second + (1 - first) * (1 - second)
    return None if by_chance == 1 else float((agreed - by_chance) / (1 - by_chance))


def application_of(
    used: Mapping[Key, Used],
    pairs: Mapping[Of, Mapping[Pair, int]],
    responses: Mapping[UUID, Response],
    months: Months,
    today: date,
) -> dict[UUID | None, Application]:
    """Each module, and under None all of them together; ``used`` from the first month of all on."""
    modules = by_module(used)
    told = [key for own in modules.values() for key in told_in(own, months, today)]
    given = [key for key in used if key[1] in months]
    splits = {module_id: split_of(own, months, today) for module_id, own in modules.items()}
    found: dict[UUID | None, Application] = {
        module_id: replace(
            _figures(used, pairs, _of(module_id, told), _of(module_id, given), response),
            by_sex=splits.get(module_id, {}),
        )
        for module_id in modules.keys() | responses.keys()
        for response in [responses.get(module_id, Response())]
    }
    everybody = _figures(used, pairs, told, given, sum(responses.values(), Response()))
    found[None] = replace(everybody, by_sex=split_of_all(splits, told))
    return found


def _of(module_id: UUID, keys: Iterable[Key]) -> list[Key]:
    return [key for key in keys if key[0] == module_id]


def _figures(
    used: Mapping[Key, Used],
    pairs: Mapping[Of, Mapping[Pair, int]],
    told: Sequence[Key],
    given: Sequence[Key],
    response: Response,
) -> Application:
    """Of the replies that are told; while there are none, how many were given."""
    total = sum((used[key] for key in told or given), Used())
    waiting = total.examples - total.judged
    if not told:
        return Application(total.replies, waiting=waiting, response=response)
    both: dict[Pair, int] = defaultdict(int)
    for key in {(module_id, month) for module_id, month, _sex in told}:
        for pair, count in pairs.get(key, {}).items():
            both[pair] += count
    share = Fraction(total.applied, total.replies)
    return Application(total.replies, share, total.applied, waiting, kappa_of(both), response)
