"""Tables A and B of a new release beside those that were handed out: what a reader could work out is hidden."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from lms.disclosure.suppression import SIGN
from lms.releases import comparing
from lms.releases.comparing import places_against, without
from lms.releases.frozen import FrozenTable
from lms.releases.naming import Handed
from lms.reporting.choices import Period
from lms.sheets import Column, Kind

QUARTER = Period(date(2025, 1, 1), date(2025, 3, 31))
HALF = Period(date(2025, 1, 1), date(2025, 6, 30))
LATER = Period(date(2025, 7, 1), date(2025, 9, 30))


def table_a(rows, total, confirmed=None):
    """With totals and the share of confirmed workplaces. ``confirmed``: how many in each line, the total last."""
    columns = [
        Column("row", "Row"),
        Column("total", "Total", Kind.INTEGER),
        Column("confirmed", "Confirmed", Kind.PERCENT),
    ]
    numbers = confirmed or [0] * (len(rows) + 1)

    def line(name, people, number):
        return [name, people, (Decimal(number) / people).quantize(Decimal("0.001")) if people else None]

    lines = [line(*each) for each in zip([*rows, "total"], [*rows.values(), total], numbers, strict=True)]
    behind = {"confirmed": numbers}
    return FrozenTable("a", "A", "A", [], columns, list(rows), lines[:-1], lines[-1], [], [], behind)


def handed(period, table, shown=None):
    return Handed(period, [table], [shown or table])


def hidden(new, *earlier):
    return {place[1:] for place in places_against(new, earlier)}


def test_a_row_that_was_absent_was_nobody():
    before = handed(QUARTER, table_a({"court": 40}, 40))

    assert hidden(handed(HALF, table_a({"court": 40, "withheld": 12}, 52)), before) == set()
    corrected = handed(QUARTER, table_a({"court": 28, "withheld": 12}, 40))
    assert {("court", "total"), ("withheld", "total")} <= hidden(corrected, before)


def test_a_number_that_differs_from_what_was_shown_stays_hidden_in_every_later_version():
    first = table_a({"court": 40, "police": 60}, 100)
    second = table_a({"court": 41, "police": 60}, 101)
    places = places_against(handed(QUARTER, second), [handed(QUARTER, first)])
    [shown] = without([second], places)
    assert (shown.cells()["court", "total"], shown.cells()["total", "total"]) == (SIGN, SIGN)

    third = hidden(handed(QUARTER, second), handed(QUARTER, first), handed(QUARTER, second, shown))

    assert {("court", "total"), ("total", "total")} <= third


def test_shares_of_many_people_are_compared_by_the_people_behind_them():
    """Of 20,000 people one more or less is no other percentage; the rows add up to the total all the same."""
    rows, numbers = {"court": 20_007, "police": 20_003}, [10_007, 9_996, 20_003]
    quarter = table_a(rows, 40_010, numbers)
    half = table_a({row: people + 5_000 for row, people in rows.items()}, 50_010, [12_507, 12_496, 25_003])

    assert hidden(handed(HALF, half), handed(QUARTER, quarter)) == set()
    few_more = table_a(rows, 40_010, [10_011, 9_996, 20_007])
    assert ("court", "confirmed") in hidden(handed(HALF, few_more), handed(QUARTER, quarter))


def test_a_share_goes_with_what_it_is_a_share_of_even_of_nobody():
    [made] = without([table_a({"court": 40, "police": 0}, 40, [30, 0, 30])], {("a", "police", "total")})

    assert made.cells()["police", "confirmed"] == SIGN
    assert made.cells()["court", "confirmed"] == Decimal("0.750")


def table_by_sex(people, total):
    """Rows of (women, men) and their total."""
    keys = ("female", "male", "total")
    columns = [Column("row", "Row"), *(Column(key, key, Kind.INTEGER) for key in keys)]
    lines = [[name, *numbers, sum(numbers)] for name, numbers in [*people.items(), ("total", total)]]
    return FrozenTable("a", "A", "A", [], columns, list(people), lines[:-1], lines[-1], [], [])


def test_everybody_by_sex_may_be_told_from_five_on_and_everything_finer_from_ten():
    """Before and after: 40 women, then seven more of all the country, all of them in one group or spread over many."""
    few = table_by_sex({"court": (0, 40), "police": (0, 30), "bar": (7, 60)}, (7, 130))
    alone = {place for place in hidden(handed(QUARTER, few), handed(LATER, few)) if place[0] == "total"}
    assert alone  # the seven are those of the bar

    quarter = handed(QUARTER, table_by_sex({}, (40, 60)))
    assert hidden(handed(HALF, table_by_sex({}, (47, 75))), quarter) == set()
    assert hidden(handed(HALF, table_by_sex({}, (44, 75))), quarter) != set()
    spread = handed(QUARTER, table_by_sex({"court": (20, 30), "bar": (20, 30)}, (40, 60)))
    more = handed(HALF, table_by_sex({"court": (27, 40), "bar": (20, 35)}, (47, 75)))
    assert ("court", "female") in hidden(more, spread)


def test_the_same_is_compared_once(monkeypatch):
    """A page that is opened again asks no solver; another number, sign or day does."""
    asked = []
    real = comparing.hide_against
    monkeypatch.setattr(comparing, "hide_against", lambda *about, **more: asked.append(1) or real(*about, **more))
    monkeypatch.setattr(comparing, "_found", {})
    quarter, half = (handed(period, table_a({"court": 40}, 40)) for period in (QUARTER, HALF))

    first = places_against(half, [quarter])
    assert places_against(half, [handed(QUARTER, table_a({"court": 40}, 40))]) == first
    assert len(asked) == 1
    other = handed(HALF, table_a({"court": 43}, 43))
    assert places_against(other, [quarter]) != first
    [shown] = without(quarter.true, {("a", "court", "total")})
    hidden_before = handed(QUARTER, quarter.true[0], shown)
    for new, earlier in ((half, hidden_before), (handed(LATER, half.true[0]), quarter)):
        places_against(new, [earlier])
    assert len(asked) == 4


def test_what_is_of_one_institution_stays_hidden_from_the_sums_of_later():
    """The forty of the parliament were hidden in the quarter; the half-year must not tell them."""
    quarter = table_a({"parliament": 40, "police": 60, "bar": 70}, 170)
    of_one = replace(quarter, of_one_body=["parliament"])
    [shown] = without([quarter], {("a", "parliament", "total"), ("a", "bar", "total")})
    half = handed(HALF, table_a({"parliament": 40, "police": 90, "bar": 70}, 200))  # nobody came but to the police

    assert hidden(half, Handed(QUARTER, [quarter], [shown])) == set()
    told = hidden(half, Handed(QUARTER, [of_one], [shown]))
    assert {("parliament", "total"), ("bar", "total")} & told
