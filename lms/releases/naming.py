"""What each number of Tables A, B, C and F counts, so that numbers of different releases can be compared.

Periods are cut into the pieces that any release, and for certificates any quarter, begins or ends with. A person stands
in Tables A and B of a period with the first completion in it; what the person had completed before that is the second
dimension of time. Enrolments stand in Table C by the cohort in which they began, as far as it was closed at the time.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from lms.disclosure.releases import Counted
from lms.disclosure.suppression import TOTAL
from lms.releases.frozen import FrozenTable
from lms.reporting.choices import Period
from lms.reporting.cohorts import closed_in
from lms.reporting.dimensions import BANDS, SEXES, WOMEN_AND_MEN, YOUTH
from lms.reporting.quarters import last_day, start_of
from lms.reporting.reports.counted_a import CONFIRMED, young
from lms.reporting.reports.counted_b import CUMULATIVE, NEW, YOUTH_USED
from lms.reporting.reports.published import NATIONAL

NEVER = "never"
WOMEN = "women"
REST = "rest"
#: Kind of what is counted to the dimension along which nobody tells of everybody: none of six has completed, none of
#: six certificates went to a woman, none of six women is young.
TOLD_BY_NOBODY = {"enrolments": "state", "issued": "sex", "people": "band"}
#: The tables whose numbers are compared one by one.
COMPARED = ("a", "b", "c", "f")
PLACES = {"a": "group", "b": "region"}

Where = Mapping[str, Collection[str]]
#: Kind of what is counted to its dimensions with all their values, beside those of place and time.
WHOLE: Mapping[str, Where] = {
    "people": {
        "sex": SEXES,
        "band": list(chain.from_iterable(BANDS.values())),
        CONFIRMED: ("yes", "no"),
    },
    "enrolments": {"sex": (*WOMEN_AND_MEN, REST), "state": ("done", "open")},
    "paired": {},
    "tested": {"outcome": ("reached", "missed")},
    "issued": {"sex": (*WOMEN_AND_MEN, REST)},
    "revoked": {},
}
#: Whom a column of Tables A and B counts; a share counts those it is a share of the whole for.
OF_PEOPLE: Mapping[str, Where] = {
    TOTAL: {},
    **{sex: {"sex": [sex]} for sex in SEXES},
    **{band: {"band": ages} for band, ages in BANDS.items()},
    **{young(code): {"band": ages} for code, ages in YOUTH.items()},
    **{f"youth-{sex}": {"sex": [sex], "band": YOUTH[YOUTH_USED]} for sex in WOMEN_AND_MEN},
    CONFIRMED: {CONFIRMED: ["yes"]},
    NEW: {"before": [NEVER]},
    CUMULATIVE: {"before": [NEVER]},
}
#: Table to the columns of it that are compared: what they count, and of it which.
COLUMNS: Mapping[str, Mapping[str, tuple[str, Where]]] = {
    **{slug: {key: ("people", where) for key, where in OF_PEOPLE.items()} for slug in PLACES},
    "c": {
        "enrolled": ("enrolments", {}),
        "completed": ("enrolments", {"state": ["done"]}),
        **{f"enrolled-{sex}": ("enrolments", {"sex": [sex]}) for sex in WOMEN_AND_MEN},
        **{f"completed-{sex}": ("enrolments", {"sex": [sex], "state": ["done"]}) for sex in WOMEN_AND_MEN},
        "paired": ("paired", {}),
        "reached": ("tested", {"outcome": ["reached"]}),
        "reached-share": ("tested", {}),
    },
    "f": {
        TOTAL: ("issued", {}),
        **{sex: ("issued", {"sex": [sex]}) for sex in WOMEN_AND_MEN},
        "revoked": ("revoked", {}),
    },
}
#: Table to what must not be seen without other columns of it, as in the tables themselves.
BESIDE: Mapping[str, Mapping[str, Collection[str]]] = {
    **{
        slug: {WOMEN: WOMEN_AND_MEN, CONFIRMED: (TOTAL,), **{young(code): tuple(BANDS) for code in YOUTH}}
        for slug in PLACES
    },
    "c": {
        "completion": ("enrolled", "completed"),
        "reached-share": ("reached",),
        **dict.fromkeys(("before", "after", "gain", "normalised"), ("paired",)),
    },
}


@dataclass(frozen=True)
class Handed:
    """The people of a release: the true tables, and the same as they are shown."""

    period: Period
    true: Sequence[FrozenTable]
    shown: Sequence[FrozenTable]
    #: The day on which it was counted: only cohorts that were closed by then stand in it.
    at: date = date.max

    def compared(self) -> list[FrozenTable]:
        return [table for table in self.true if table.slug in COMPARED]


class Names:
    """What each number of all these releases counts."""

    def __init__(self, releases: Sequence[Handed]) -> None:
        starts = {each.period.start for each in releases} | {each.period.end + timedelta(days=1) for each in releases}
        years = range(min(starts).year, max(starts).year + 1)
        quarters = {start_of(year, quarter) for year in years for quarter in (1, 2, 3, 4)}
        self.cuts = sorted(starts)
        self.fine = sorted(starts | {cut for cut in quarters if min(starts) <= cut < max(starts)})
        self.rows: dict[str, set[str]] = {slug: set() for slug in COMPARED}
        for each in releases:
            for table in each.compared():
                self.rows[table.slug] |= set(table.codes)
        #: Names of everybody by sex or by age, no finer; and of what is nearly all one institution.
        self.national: set[Counted] = set()
        self.of_one_body: set[Counted] = set()
        self.bodies = {
            (each.period, table.slug, code)
            for each in releases
            for table in each.compared()
            for code in table.of_one_body
        }
        self.modules = {slug: {code.rpartition("/")[0] or code for code in self.rows[slug]} for slug in ("c", "f")}

    def absent_from(self, release: Handed) -> Iterator[Counted]:
        """Numbers of rows that this release has not, for want of people: whoever reads it knows that they are 0."""
        for table in release.compared():
            keys = [column.key for column in table.columns if column.key in COLUMNS[table.slug]]
            for code in self.rows[table.slug] - set(table.codes):
                yield from filter(None, (self.name(table.slug, code, key, release) for key in keys))

    def quarters_of(self, release: Handed) -> Iterator[tuple[Counted, int]]:
        """All certificates of each quarter, which nobody prints: rows add up to them, and they to the total."""
        for table in release.compared():
            found: Counter[tuple[str, str]] = Counter()
            for (code, key), number in table.counts().items():
                if table.slug == "f" and key in COLUMNS["f"] and code != TOTAL:
                    found[code.rpartition("/")[2], key] += number
            for (part, key), number in found.items():
                name = self.name("f", f"/{part}", key, release)
                if name is not None:
                    yield name, number

    def name(self, slug: str, code: str, key: str, release: Handed) -> Counted | None:
        """None for what no release could tell of: a quarter outside its period, a period without a closed cohort."""
        kind, where = COLUMNS[slug][key]
        if slug in PLACES:
            place = self._of_people(slug, code, key, release.period)
        else:
            place = self._of_module(code, release) if slug == "c" else self._of_certificates(code, release.period)
        found = {**place, **WHOLE[kind], **where}
        if not all(found.values()):
            return None
        name = Counted.of(kind, **found)
        if slug in PLACES and (code, key) in NATIONAL:
            self.national.add(name)
        if (release.period, slug, code) in self.bodies and key != CUMULATIVE:
            self.of_one_body.add(name)
        return name

    def _of_people(self, slug: str, code: str, key: str, period: Period) -> dict[str, Collection[str]]:
        where: dict[str, Collection[str]] = {PLACES[each]: self.rows[each] for each in PLACES if self.rows[each]}
        if code != TOTAL:
            where[PLACES[slug]] = {code}
        start = date.min if key == CUMULATIVE else period.start
        where["days"] = pieces(self.cuts, start, period.end + timedelta(days=1))
        where["before"] = {NEVER, *pieces(self.cuts, date.min, period.start)}
        return where

    def _of_module(self, code: str, release: Handed) -> dict[str, Collection[str]]:
        began = {cohort.began.start.isoformat() for cohort in closed_in(release.period, release.at)}
        return {"module": self.modules["c"] if code == TOTAL else {code}, "cohort": began}

    def _of_certificates(self, code: str, period: Period) -> dict[str, Collection[str]]:
        """A row is a module in a quarter: ``M1/2025-Q3``; without its module it is everything of the quarter."""
        start, end, modules = period.start, period.end, self.modules["f"]
        if code != TOTAL:
            module, _slash, part = code.rpartition("/")
            year, quarter = (int(number) for number in part.split("-Q"))
            start, end = max(start, start_of(year, quarter)), min(end, last_day(year, quarter))
            modules = {module} if module else modules
        return {"module": modules, "days": pieces(self.fine, start, end + timedelta(days=1))}


def whole_of(name: Counted) -> Counted | None:
    """Of what the number is a part that tells by being nobody; people are told so by age only among one sex."""
    dimension = TOLD_BY_NOBODY.get(name.kind)
    if dimension is None or (name.kind == "people" and len(dict(name.where)["sex"]) > 1):
        return None
    position, everybody = name.dimensions.index(dimension), frozenset(WHOLE[name.kind][dimension])
    return None if name.values(position) == everybody else name.but(position, everybody)


def pieces(cuts: Sequence[date], start: date, end: date) -> set[str]:
    """The pieces of time from one day to before another; what lies before all releases is one piece."""
    found = {cut.isoformat() for cut in cuts if start <= cut < end}
    return found | ({"before"} if start == date.min else set())
