"""Which records may be one person's, and how likely: of those that are looked at together (``blocks``)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from lms.people.likeness import are_alike
from lms.people.models import Sex
from lms.quality.blocks import Progress, contacts_of, together

ENOUGH = 70
#: So many pairs are kept: more than anybody looks through before the next night.
MOST = 20_000
FULL_NAME = 3
_TWO = (Sex.FEMALE, Sex.MALE)


class Reason(StrEnum):
    NAME = "name"
    PATRONYMIC = "patronymic"
    SPELLING = "spelling"
    YEAR = "year"
    YEAR_MISSING = "year-missing"
    YEAR_NEAR = "year-near"
    PHONE = "phone"
    EMAIL = "email"
    AGENCY = "agency"


#: What each reason adds. Alike names alone are not enough, nor is anything without them but a contact and a year.
WEIGHTS = {
    Reason.NAME: 60,
    Reason.PATRONYMIC: 10,
    Reason.SPELLING: 0,
    Reason.YEAR: 20,
    Reason.YEAR_MISSING: 10,
    Reason.YEAR_NEAR: 5,
    Reason.PHONE: 20,
    Reason.EMAIL: 20,
    Reason.AGENCY: 10,
}


MOST_OF_NAMES = WEIGHTS[Reason.NAME] + WEIGHTS[Reason.PATRONYMIC] + WEIGHTS[Reason.SPELLING]
_SHARED = {"phone": Reason.PHONE, "email": Reason.EMAIL}


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared of a record. ``counts_as`` is whom it was merged into, or itself."""

    id: UUID
    counts_as: UUID
    spellings: tuple[tuple[str, ...], ...]
    sex: Sex
    birth_year: int | None
    institution_id: UUID | None
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Match:
    one: UUID
    other: UUID
    score: int
    reasons: tuple[Reason, ...]


def matches(people: Sequence[Known], most: int = MOST, progress: Progress = lambda done, of: None) -> list[Match]:
    """Pairs that may be one person, each once, the smaller id first; of merged records those that are most alike.

    If there are more than ``most``, the likeliest.
    """
    best, least = dict[tuple[UUID, UUID], Match](), ENOUGH - 1
    for first, second in together(people, progress):
        found = _match(people[first], people[second], least)
        if found is None:
            continue
        pair = found.one, found.other
        if pair not in best or best[pair].score < found.score:
            best[pair] = found
        if len(best) > 2 * most:
            best = _likeliest(best, most)
            least = min(match.score for match in best.values())
    best = _likeliest(best, most)
    return [best[pair] for pair in sorted(best)]


def _likeliest(best: dict[tuple[UUID, UUID], Match], most: int) -> dict[tuple[UUID, UUID], Match]:
    if len(best) <= most:
        return best
    return dict(sorted(best.items(), key=lambda item: (-item[1].score, item[0]))[:most])


def _match(one: Known, other: Known, least: int) -> Match | None:
    """None if they are not alike, or score no more than ``least``. What is asked quickest is asked first."""
    if one.counts_as == other.counts_as or (one.sex is not other.sex and one.sex in _TWO and other.sex in _TWO):
        return None
    years, contacts = _years(one.birth_year, other.birth_year), _contacts(one, other)
    if years is None and not contacts:
        return None
    place = one.institution_id is not None and one.institution_id == other.institution_id
    beside = (*([years] if years else []), *contacts, *_if(Reason.AGENCY, place))
    score = sum(WEIGHTS[reason] for reason in beside)
    if score + MOST_OF_NAMES <= least:
        return None
    names = _names(one, other)
    if not names or (score := score + sum(WEIGHTS[reason] for reason in names)) <= least:
        return None
    first, second = sorted((one.counts_as, other.counts_as))
    return Match(first, second, score, (*names, *beside))


def _contacts(one: Known, other: Known) -> list[Reason]:
    if not (one.phone or one.email) or not (other.phone or other.email):
        return []
    shared = set(contacts_of(one)) & set(contacts_of(other))
    return [_SHARED[kind] for kind in ("phone", "email") if any(kind == found for found, _end in shared)]


def _if(reason: Reason, is_so: bool) -> list[Reason]:  # noqa: FBT001
    return [reason] if is_so else []


def _years(one: int | None, other: int | None) -> Reason | None:
    """None if they contradict each other."""
    if one is None or other is None:
        return Reason.YEAR_MISSING
    if one == other:
        return Reason.YEAR
    return Reason.YEAR_NEAR if abs(one - other) == 1 else None


def _names(one: Known, other: Known) -> list[Reason]:
    """Alike in any two spellings; with the father's name if both have it."""
    found = [(a, b) for a in one.spellings for b in other.spellings if are_alike(a, b)]
    if not found:
        return []
    is_full = any(min(len(a), len(b)) >= FULL_NAME for a, b in found)
    return [Reason.NAME, *_if(Reason.PATRONYMIC, is_full), *_if(Reason.SPELLING, all(a != b for a, b in found))]
