"""The people of Table A in every column that is shown or can be worked out from those that are."""

from collections import Counter
from collections.abc import Iterable

from lms.disclosure.suppression import TOTAL, Cell, Sheet, sheet_of
from lms.reporting import dimensions
from lms.reporting.choices import Choice, Measure
from lms.reporting.consents import WITHHELD
from lms.reporting.counting import counts
from lms.reporting.dimensions import BANDS, NOT_STATED, SEXES, YOUTH, Line

CONFIRMED = "confirmed"
UNCONFIRMED = "unconfirmed"
KNOWN_AGE = "known-age"


def count_a(choice: Choice) -> tuple[list[Line], Sheet]:
    """The rows and their numbers. The 22 groups always; people without an institution or without consent if any are."""
    groups = dimensions.groups()
    group_of = dimensions.by_line(groups)
    inner: Counter[Cell] = Counter()
    facts = ("institution_type", "sex", "age_band", "workplace_confirmed")
    for kind, sex, band, is_confirmed, count in counts(Measure.PEOPLE, choice, *facts):
        for column in (TOTAL, sex, CONFIRMED if is_confirmed else UNCONFIRMED, *_columns_of_age(band)):
            inner[group_of[kind], column] += count
    lines = [line for line in groups if line.code not in {NOT_STATED, WITHHELD} or inner[line.code, TOTAL]]
    pieces = {piece for band, code in _divided() for piece in _pieces(band, code)}
    unseen = {UNCONFIRMED, KNOWN_AGE, *(older(code) for code in YOUTH), *pieces}
    return lines, sheet_of([line.code for line in lines], inner, _splits(), unseen)


def young(code: str) -> str:
    """The column of a definition of youth."""
    return f"youth-{code}"


def older(code: str) -> str:
    """Everybody else of known age."""
    return f"no-youth-{code}"


def _columns_of_age(atomic: str) -> Iterable[str]:
    band = dimensions.shown_band(atomic)
    yield band
    if band == NOT_STATED:
        return
    yield KNOWN_AGE
    for code, atoms in YOUTH.items():
        yield young(code) if atomic in atoms else older(code)
        if (band, code) in _divided():
            yield _pieces(band, code)[atomic not in atoms]


def _splits() -> list[tuple[str, tuple[str, ...]]]:
    splits: list[tuple[str, tuple[str, ...]]] = [
        (TOTAL, SEXES),
        (TOTAL, tuple(BANDS)),
        (TOTAL, (CONFIRMED, UNCONFIRMED)),
        (TOTAL, (KNOWN_AGE, NOT_STATED)),
    ]
    for code, atoms in YOUTH.items():
        whole = [band for band, own in BANDS.items() if atoms.issuperset(own)]
        divided = [_pieces(band, code)[0] for band, other in _divided() if other == code]
        splits += [(KNOWN_AGE, (young(code), older(code))), (young(code), (*whole, *divided))]
    return splits + [(band, _pieces(band, code)) for band, code in _divided()]


def _divided() -> list[tuple[str, str]]:
    """Shown bands of which a definition of youth takes a part: a share of youth may tell that part."""
    return [
        (band, code)
        for code, atoms in YOUTH.items()
        for band, own in BANDS.items()
        if not atoms.isdisjoint(own) and not atoms.issuperset(own)
    ]


def _pieces(band: str, code: str) -> tuple[str, str]:
    return f"{band} in {code}", f"{band} outside {code}"
