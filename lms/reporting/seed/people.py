"""Who the synthetic people are: profession, sex, age, language, workplaces and, now and then, what they did not say."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

from lms.institutions.models import NATIONAL, NOT_STATED_REGION
from lms.reporting.seed import names
from lms.reporting.seed.places import REGION_WEIGHTS, Directory, Place

FIRST_DAY = date(2019, 1, 14)


@dataclass(frozen=True)
class Trade:
    """A profession in the population: its weight, the share of women, the ages, and where it is practised."""

    weight: float
    women: float
    ages: tuple[int, int]
    types: tuple[str, ...]


TRADES = {
    "judge": Trade(9, 0.42, (32, 62), ("court",)),
    "court-staff": Trade(5, 0.66, (21, 50), ("court",)),
    "prosecutor": Trade(8, 0.24, (25, 55), ("prosecution",)),
    "investigator": Trade(9, 0.2, (23, 48), ("police", "police", "prosecution", "security")),
    "police": Trade(21, 0.12, (21, 50), ("police",)),
    "penitentiary": Trade(6, 0.21, (22, 52), ("penitentiary",)),
    "probation": Trade(4, 0.45, (23, 52), ("probation",)),
    "forensic": Trade(1.5, 0.58, (27, 60), ("forensic",)),
    "lawyer": Trade(7, 0.41, (25, 64), ("bar",)),
    "ombudsman": Trade(1.2, 0.5, (26, 58), ("ombudsman",)),
    "mp": Trade(0.8, 0.3, (30, 64), ("parliament",)),
    "gov": Trade(5, 0.46, (24, 60), ("ministry", "state-agency", "government-office", "president-office")),
    "lsg": Trade(7, 0.35, (27, 60), ("lsg-executive", "lsg-executive", "lsg-council", "local-state-admin")),
    "cso": Trade(7, 0.68, (22, 60), ("cso-human-rights", "cso-women", "cso-youth")),
    "youth": Trade(5, 0.56, (18, 29), ("cso-youth",)),
    "women-leader": Trade(2.5, 0.98, (28, 66), ("cso-women",)),
    "theologian": Trade(1.2, 0.18, (28, 68), ("religious-organisation",)),
    "journalist": Trade(2, 0.57, (22, 55), ("media",)),
    "teacher": Trade(2.5, 0.71, (23, 63), ("academia",)),
    "other": Trade(1, 0.5, (20, 65), ("cso-human-rights", "state-agency")),
}
WITHOUT_INSTITUTION = {"youth": 0.5, "women-leader": 0.3, "theologian": 0.3, "journalist": 0.25}
NO_SEX, OTHER_SEX, NO_AGE, NO_REGION, NO_PROFESSION = 0.02, 0.004, 0.03, 0.04, 0.005
MOVES, CONFIRMED, WITHDREW = 0.12, 0.7, 0.003


@dataclass
class Learner:
    """One synthetic person, with the workplaces in the order of time."""

    id: UUID
    name: str
    is_woman: bool
    sex: str
    birth_year: int | None
    profession: str | None
    region: str | None
    language: str
    joined_at: datetime
    ability: float
    is_confirmed: bool
    workplaces: list[tuple[datetime, Place | None]] = field(default_factory=list)
    withdrew_at: datetime | None = None

    def place_at(self, at: datetime) -> Place | None:
        return next((place for since, place in reversed(self.workplaces) if since <= at), None)

    def region_at(self, at: datetime) -> str:
        """As an enrolment freezes it: the institution's, else the person's own."""
        place = self.place_at(at)
        if place is not None:
            return place.region_code
        return self.region or NOT_STATED_REGION


def new_uuid(rng: Random, at: datetime) -> UUID:
    """A UUID version 7 for this moment, by the population's own chance."""
    value = (int(at.timestamp() * 1000) & ((1 << 48) - 1)) << 80
    return UUID(int=value | 0x7 << 76 | rng.getrandbits(12) << 64 | 0b10 << 62 | rng.getrandbits(62))


def mark_of(learners: int, seed: int) -> UUID:
    """The id of a population's first person: by it the population is known again."""
    return new_uuid(Random(f"population {learners} {seed}"), datetime(2019, 1, 14, tzinfo=UTC))  # noqa: S311  (no secret)


def working_moment(rng: Random, day: date) -> datetime:
    """Some minute between 8:00 and 23:00 in Bishkek (UTC+6)."""
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC) + timedelta(seconds=rng.randrange(15 * 3600))


def joining_day(rng: Random, until: date) -> date:
    """More people every year, and fewer in July and August."""
    days = (until - FIRST_DAY).days
    day = FIRST_DAY + timedelta(days=int(days * rng.random() ** 0.8))
    if day.month in {7, 8} and rng.random() < 0.5:  # noqa: PLR2004  (every other)
        day = max(FIRST_DAY, day - timedelta(days=75))
    return day


def make_learner(rng: Random, identity: UUID | None, directory: Directory, until: datetime) -> Learner:
    """Draw one person. Every draw is made in the same order, so that the same seed makes the same people."""
    code = rng.choices(list(TRADES), [trade.weight for trade in TRADES.values()])[0]
    trade = TRADES[code]
    is_woman = rng.random() < trade.women
    joined_at = working_moment(rng, joining_day(rng, until.date() - timedelta(days=1)))
    region = rng.choices(list(REGION_WEIGHTS), list(REGION_WEIGHTS.values()))[0]
    birth_year = joined_at.year - round(
        rng.triangular(*trade.ages, trade.ages[0] + (trade.ages[1] - trade.ages[0]) / 3)
    )
    learner = Learner(
        id=identity or new_uuid(rng, joined_at),
        name=names.full_name(rng, is_woman=is_woman),
        is_woman=is_woman,
        sex=_sex(rng, is_woman=is_woman),
        birth_year=None if rng.random() < NO_AGE else birth_year,
        profession=None if rng.random() < NO_PROFESSION else code,
        region=None if rng.random() < NO_REGION else region,
        language=_language(rng, region),
        joined_at=joined_at,
        ability=rng.gauss(0, 1),
        is_confirmed=rng.random() < CONFIRMED,
    )
    _employ(rng, learner, code, region, directory, until)
    if rng.random() < WITHDREW:
        learner.withdrew_at = joined_at + (until - joined_at) * rng.random()
    return learner


def _sex(rng: Random, *, is_woman: bool) -> str:
    draw = rng.random()
    if draw < NO_SEX:
        return "not_stated"
    if draw < NO_SEX + OTHER_SEX:
        return "other"
    return "female" if is_woman else "male"


def _language(rng: Random, region: str) -> str:
    russian = 0.62 if region in {"KG-GB", "KG-C"} else 0.24
    return rng.choices(("ky", "ru", "en"), (1 - russian, russian, 0.02))[0]


def _employ(rng: Random, learner: Learner, trade: str, region: str, directory: Directory, until: datetime) -> None:
    """Where the person works and, for some, worked before."""
    is_without = rng.random() < WITHOUT_INSTITUTION.get(trade, 0.04)
    types = TRADES[trade].types
    first = None if is_without else directory.pick(rng, types, region)
    learner.workplaces = [(learner.joined_at, first)]
    if first is not None and rng.random() < MOVES:
        moved_at = learner.joined_at + timedelta(days=rng.uniform(5, 400))
        elsewhere = region if first.region_code == NATIONAL else rng.choice(list(REGION_WEIGHTS))
        second = directory.pick(rng, types, elsewhere)
        if second is not None and second.id != first.id and moved_at < until:
            learner.workplaces.append((moved_at, second))
