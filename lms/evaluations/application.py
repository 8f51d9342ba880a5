"""I-8: who could give a concrete example of using a module, as two people independently judge it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from uuid import UUID

from lms.disclosure.groups import LEAST
from lms.evaluations.figures import Response, may_show
from lms.evaluations.occasions import Month, Months

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

    @property
    def is_hidden(self) -> bool:
        return self.replies > 0 and self.share is None


#: Two verdicts on one example.
Pair = tuple[bool, bool]
#: Module and month.
Key = tuple[UUID, Month]


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
    pairs: Mapping[Key, Mapping[Pair, int]],
    responses: Mapping[UUID, Response],
    months: Months,
) -> dict[UUID | None, Application]:
    """Each module, and under None all of them together."""
    by_module: dict[UUID, list[Key]] = defaultdict(list)
    for key in used:
        by_module[key[0]].append(key)
    shown = {module_id for module_id, own in by_module.items() if may_show(_by_quarter(used, own, months))}
    found: dict[UUID | None, Application] = {
        module_id: _told(used, pairs, by_module[module_id], responses.get(module_id, Response()), module_id in shown)
        for module_id in by_module.keys() | responses.keys()
    }
    rest = sum(sum(_by_quarter(used, own, months)) for module_id, own in by_module.items() if module_id not in shown)
    is_shown = may_show(_by_quarter(used, used, months)) and (rest == 0 or rest >= LEAST)
    found[None] = _told(used, pairs, list(used), sum(responses.values(), Response()), is_shown)
    return found


def _by_quarter(used: Mapping[Key, Used], keys: Iterable[Key], months: Months) -> list[int]:
    own = list(keys)
    return [sum(used[key].replies for key in own if part.first <= key[1] <= part.last) for part in months.quarters()]


def _told(
    used: Mapping[Key, Used],
    pairs: Mapping[Key, Mapping[Pair, int]],
    keys: list[Key],
    response: Response,
    is_shown: bool,  # noqa: FBT001
) -> Application:
    total = sum((used[key] for key in keys), Used())
    waiting = total.examples - total.judged
    if not is_shown:
        return Application(total.replies, waiting=waiting, response=response)
    both: dict[Pair, int] = defaultdict(int)
    for key in keys:
        for pair, count in pairs.get(key, {}).items():
            both[pair] += count
    share = Fraction(total.applied, total.replies)
    return Application(total.replies, share, total.applied, waiting, kappa_of(both), response)
