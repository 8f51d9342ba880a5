"""Who learned how much, by what people are: results of ten people or more, wherever they are asked for.

A result is told for a group of ten, and only if nothing that follows by subtraction is about one to nine people. The
decision is made once for all pages of a period: first for everybody and for each module, type of institution, region,
profession, sex, age and language by itself; then, with these as known, for two of them together. More than two are
asked for by no page but the one for the equity check.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import combinations
from operator import attrgetter, itemgetter

from lms.disclosure.groups import Line, showable
from lms.measures.gains import GainFigures, Pair, in_parts, judge_counted_gains, judge_mean_gain
from lms.reporting import dimensions
from lms.reporting.choices import Choice
from lms.reporting.cohorts import Cohort
from lms.reporting.outcomes import Outcome, outcomes

#: What people are told apart by; each divides all of them.
MODULE, KIND, REGION, PROFESSION, SEX, AGE, LANGUAGE = (
    "module",
    "group",
    "region",
    "profession",
    "sex",
    "age",
    "language",
)
DIVISIONS = (MODULE, KIND, REGION, PROFESSION, SEX, AGE, LANGUAGE)
#: A set of modules: its people are in several of these, so it divides nobody.
OUTPUT = "output"

#: (division, line) pairs in the order of their names; without any it is everybody.
Group = tuple[tuple[str, str], ...]
EVERYBODY: Group = ()
#: Instead of the number of a pair: a result without a pre-test that counts.
NO_PAIR = -1


def group(*parts: tuple[str, str]) -> Group:
    return tuple(sorted(parts))


@dataclass(slots=True)
class Sums:
    """What is known of a group."""

    #: Which pairs before and after there are, by their number, with how many people had each.
    pairs: dict[int, int] = field(default_factory=dict)
    paired: int = 0
    #: Who took the final quiz, and who of them reached the standard.
    tested: int = 0
    reached: int = 0

    def take_in(self, other: "Sums") -> None:
        self.tested += other.tested
        self.reached += other.reached
        self.paired += other.paired
        for pair, people in other.pairs.items():
            self.pairs[pair] = self.pairs.get(pair, 0) + people


class Outcomes:
    """All outcomes of some cohorts, with the decision which of them may be told."""

    def __init__(self, cohorts: Sequence[Cohort]) -> None:
        group_of = dimensions.by_line(dimensions.groups())
        found = outcomes(cohorts)
        self._pairs, numbers = _numbered(found)
        self._gains, self._parts = in_parts(self._pairs)
        self._rows = [
            (_lines_of(row, group_of), numbers[id(row.pair)], row.people, row.people if row.is_reached else 0)
            for row in found
        ]
        self._outputs = {code: sorted(map(str, ids)) for code, ids in dimensions.outputs().items()}
        self._sums: dict[tuple[str, ...], dict[Group, Sums]] = {}
        self._shown: dict[tuple[tuple[str, ...], str], set[Group]] = {}

    def sums(self, *divisions: str) -> dict[Group, Sums]:
        """Every group in which anybody is, told apart by these divisions."""
        divisions = tuple(sorted(divisions))
        if divisions not in self._sums:
            found: dict[tuple[str, ...], Sums] = {}
            # A place more than asked for, so that one of them is a tuple as well.
            key_of = itemgetter(*(DIVISIONS.index(name) for name in divisions), len(DIVISIONS), len(DIVISIONS))
            for lines, pair, tested, reached in self._rows:
                key = key_of(lines)
                sums = found.get(key)
                if sums is None:
                    sums = found[key] = Sums()
                pairs = sums.pairs
                pairs[pair] = pairs.get(pair, 0) + tested
                sums.reached += reached
            for sums in found.values():  # once for each group instead of once for each row
                sums.tested = sum(sums.pairs.values())
                sums.paired = sums.tested - sums.pairs.pop(NO_PAIR, 0)
            self._sums[divisions] = {tuple(zip(divisions, key, strict=False)): sums for key, sums in found.items()}
        return self._sums[divisions]

    def of(self, whose: Group) -> Sums:
        """What is known of one group, told or not."""
        names = tuple(name for name, _line in whose)
        if OUTPUT not in names:
            return self.sums(*names).get(whose, Sums())
        found = Sums()
        for part in self._modules_in(whose):
            found.take_in(self.of(part))
        return found

    def told(self, whose: Group, what: str = "paired") -> Sums | None:
        """The same if ``what`` of it (``paired`` or ``tested``) may be told."""
        names = tuple(MODULE if name == OUTPUT else name for name, _line in whose)
        if len(set(names)) < len(names):
            return None
        return self.of(whose) if whose in self._decided(tuple(sorted(names)), what) else None

    def gain(self, whose: Group) -> GainFigures | None:
        """None where nothing may be told, or nobody is."""
        figures = judge_counted_gains(self._told_pairs(whose))
        return figures if isinstance(figures, GainFigures) else None

    def mean_gain(self, whose: Group) -> tuple[int, Fraction] | None:
        """The pairs and the mean of the same, for tables that show no more of each of thousands of groups."""
        sums = self.told(whose)
        if sums is None:
            return None
        found = judge_mean_gain(((self._gains[pair], people) for pair, people in sums.pairs.items()), self._parts)
        return found if isinstance(found, tuple) else None

    def _told_pairs(self, whose: Group) -> dict[Pair, int]:
        sums = self.told(whose)
        return {self._pairs[number]: people for number, people in sums.pairs.items()} if sums else {}

    # ── What may be told ─────────────────────────────────────────────────────

    def _decided(self, divisions: tuple[str, ...], what: str) -> set[Group]:
        """Groups of these divisions that may be told, after all that is told with fewer of them."""
        if len(divisions) < 2:  # noqa: PLR2004  (everybody, and each division by itself, are decided together)
            return self._singles[what]
        if (divisions, what) not in self._shown:
            beneath = [part for size in (1, 2) for part in combinations(divisions, size) if part != divisions]
            before = set().union(*(self._decided(part, what) for part in beneath))
            lines = [line for part in beneath for line in self._lines(part)] + self._lines(divisions)
            own = {one for line in self._lines(divisions) for one in line.parts} | self._with_outputs(divisions)
            self._shown[divisions, what] = self._showable(lines, what, decided=before, open_to=own)
        return self._shown[divisions, what]

    @cached_property
    def _singles(self) -> Mapping[str, set[Group]]:
        lines = [line for name in DIVISIONS for line in self._lines((name,))]
        return {what: self._showable(lines, what) for what in ("paired", "tested")}

    def _showable(
        self,
        lines: Sequence[Line[Group]],
        what: str,
        decided: Collection[Group] = (),
        open_to: Collection[Group] | None = None,
    ) -> set[Group]:
        size, sizes = attrgetter(what), dict[Group, int]()
        for line in lines:  # a group is in many of them and looked up once
            for one in (line.whole, *line.parts):
                if one not in sizes:
                    sizes[one] = size(self.of(one))
        return showable(sizes, lines, decided=decided, open_to=open_to)

    def _lines(self, divisions: tuple[str, ...]) -> list[Line[Group]]:
        """The groups told apart by these divisions as the parts of each group told apart by fewer of them."""
        found: dict[Group, list[Group]] = {}
        for part in self.sums(*divisions):
            for size in range(min(len(part), 3)):
                for whole in combinations(part, size):
                    found.setdefault(whole, []).append(part)
        lines = [Line(whole, tuple(parts)) for whole, parts in found.items()]
        return lines + [Line(whole, self._modules_in(whole)) for whole in sorted(self._with_outputs(divisions))]

    def _with_outputs(self, divisions: tuple[str, ...]) -> set[Group]:
        """The groups of these divisions in which a set of modules takes the place of one."""
        if MODULE not in divisions or len(divisions) > 2:  # noqa: PLR2004  (as many as pages ask for)
            return set()
        others = {tuple(pair for pair in one if pair[0] != MODULE) for one in self.sums(*divisions)}
        return {group((OUTPUT, code), *other) for code in self._outputs for other in others}

    def _modules_in(self, whose: Group) -> tuple[Group, ...]:
        others = [pair for pair in whose if pair[0] != OUTPUT]
        [code] = [line for name, line in whose if name == OUTPUT]
        return tuple(group((MODULE, module), *others) for module in self._outputs.get(code, []))


def _numbered(found: Collection[Outcome]) -> tuple[list[Pair], dict[int, int]]:
    """Each pair there is, and its number by the identity of what holds it, which is one object in thousands of rows.

    Fractions are slow to look up.
    """
    held = {id(row.pair): row.pair for row in found}
    numbers: dict[Pair, int] = {}
    by_identity = {
        identity: NO_PAIR if pair is None else numbers.setdefault(pair, len(numbers)) for identity, pair in held.items()
    }
    return list(numbers), by_identity


def _lines_of(outcome: Outcome, group_of: Mapping[str | None, str]) -> tuple[str, ...]:
    """The line of each division that an outcome is counted in, in the order of the divisions; and nothing beneath."""
    return (
        outcome.module_id,
        group_of[outcome.institution_type],
        outcome.region_code,
        outcome.profession_code or dimensions.NOT_STATED,
        outcome.sex,
        _band(outcome.age_band),
        outcome.language,
        "",
    )


_band = lru_cache(maxsize=64)(dimensions.shown_band)


def asked_group(choice: Choice) -> Group | None:
    """The group that the filters choose; None for what no result is told of: two filters, a place, several lines."""
    if choice.institution is not None or choice.is_nowhere or choice.is_confirmed:
        return None
    listed: dict[str, tuple[frozenset[str | None] | None, Iterable[dimensions.Line]]] = {
        KIND: (choice.types, dimensions.groups() if choice.types else ()),
        REGION: (choice.regions, dimensions.regions() if choice.regions else ()),
        PROFESSION: (choice.professions, dimensions.professions() if choice.professions else ()),
        SEX: (choice.sexes, dimensions.sexes()),
        AGE: (choice.bands, dimensions.bands()),
    }
    parts = []
    for name, (values, lines) in listed.items():
        if values is not None:
            code = next((line.code for line in lines if line.values == values), None)
            if code is None:
                return None
            parts.append((name, code))
    modules = _asked_modules(choice)
    return None if modules is None else group(*parts, *modules)


def _asked_modules(choice: Choice) -> list[tuple[str, str]] | None:
    """One module, the modules of one output, or all; None for any other set of them."""
    if choice.modules is None:
        return []
    if len(choice.modules) == 1:
        return [(MODULE, str(next(iter(choice.modules))))]
    output = next((code for code, ids in dimensions.outputs().items() if ids == choice.modules), None)
    return None if output is None else [(OUTPUT, output)]
