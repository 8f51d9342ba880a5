"""The people of Table B in every column that is shown or can be worked out from those that are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from lms.disclosure.suppression import TOTAL, Cell, Sheet, sheet_of
from lms.disclosure.systems import Line as Sum
from lms.reporting import dimensions
from lms.reporting.choices import Choice
from lms.reporting.consents import WITHHELD
from lms.reporting.counting import counts_of
from lms.reporting.dimensions import SEXES, WOMEN_AND_MEN, YOUTH, Line
from lms.reporting.facts import people_ever
from lms.reporting.reports.counted_a import CONFIRMED, UNCONFIRMED

YOUTH_USED = "18-28"
NEW, RETURNING, EARLIER, CUMULATIVE = "new", "returning", "earlier", "cumulative"
ABSENT = "absent"
SPLITS = (
    (TOTAL, SEXES),
    ("female", ("youth-female", "older-female")),
    ("male", ("youth-male", "older-male")),
    (TOTAL, (NEW, RETURNING)),
    (CUMULATIVE, (NEW, EARLIER)),
    (TOTAL, (CONFIRMED, UNCONFIRMED)),
)
UNSEEN = ("older-female", "older-male", RETURNING, EARLIER, UNCONFIRMED, ABSENT)


def count_b(choice: Choice) -> tuple[list[Line], Sheet]:
    """The rows and their numbers; people without consent only if there are any."""
    inner: Counter[Cell] = Counter()
    facts = ("region", "sex", "age_band", "is_new", "in_period", "workplace_confirmed")
    rows_of = partial(people_ever, names=facts)
    for region, sex, band, is_new, in_period, is_confirmed, count in counts_of(rows_of, choice, *facts):
        for column in _columns(sex, band, is_new=is_new, in_period=in_period, is_confirmed=is_confirmed):
            inner[region, column] += count
    lines = [
        line
        for line in dimensions.regions()
        if line.code != WITHHELD or inner[line.code, TOTAL] or inner[line.code, CUMULATIVE]
    ]
    sheet = sheet_of([line.code for line in lines], inner, SPLITS, UNSEEN)
    return lines, sheet if choice.chooses_rows else _with_absent(sheet)


def _columns(sex: str, band: str, *, is_new: bool, in_period: bool, is_confirmed: bool) -> Iterable[str]:
    if is_new:
        yield CUMULATIVE
        if not in_period:
            yield EARLIER
    if in_period:
        yield from (TOTAL, sex, NEW if is_new else RETURNING, CONFIRMED if is_confirmed else UNCONFIRMED)
        if sex in WOMEN_AND_MEN:
            yield f"youth-{sex}" if band in YOUTH[YOUTH_USED] else f"older-{sex}"


def _with_absent(sheet: Sheet) -> Sheet:
    """Who returned in the period was trained earlier, perhaps elsewhere; the others of the earlier ones are absent."""
    absent = sheet.values[TOTAL, EARLIER] - sheet.values[TOTAL, RETURNING]
    line = Sum((TOTAL, EARLIER), ((TOTAL, RETURNING), (TOTAL, ABSENT)))
    return replace(sheet, values={**sheet.values, (TOTAL, ABSENT): absent}, further=[line])
