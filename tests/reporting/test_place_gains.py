"""What institutions gained: worked out again by hand, and never of a few people, not by subtraction either."""

from collections import defaultdict
from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest

from lms.accounts.models import Role
from lms.core.extensions import db
from lms.reporting.place_gains import gains_of
from lms.reporting.standing import Span
from lms.reporting.sums import Group
from lms.reporting.trees import EVERYBODY, YEAR
from tests.reporting.outcome_reference import Closed
from tests.reporting.reference import Reference
from tests.reporting.table_c import FEBRUARY
from tests.reporting.test_results import assert_safe
from tests.reporting.test_table_c_results import study
from tests.support.factories import make_account, make_institution

TODAY = date(2026, 11, 16)
PEOPLE = (900, 11)


def by_hand(year, quarters):
    """(place, quarter) to the gains of its people."""
    beneath, found = Reference().beneath, defaultdict(list)
    above = defaultdict(set)
    for place, parts in beneath.items():
        for part in parts:
            above[part].add(str(place))
    for quarter in quarters:
        for row in Closed(Span(year, quarter).period, TODAY).tested:
            if row["pair"]:
                before, after = row["pair"]
                for place in {*above[row["institution"]], EVERYBODY}:
                    for part in (quarter, YEAR) if len(quarters) == 4 else (quarter,):
                        found[place, part].append(after - before)
    return found


@pytest.mark.parametrize(("year", "quarters"), [(2025, (1, 2, 3, 4)), (2026, (1, 2, 3))])
def test_every_gain_again_by_hand(english, population, year, quarters):
    found, expected = gains_of(year, TODAY), by_hand(year, quarters)

    own = {
        (group.place, group.quarter): (result.count, result.mean)
        for group, result in found.results.items()
        if group.place == EVERYBODY or is_place(group.place)
    }
    assert own == {key: (len(gains), Fraction(sum(gains), len(gains))) for key, gains in expected.items()}
    assert found.shown
    assert all(found.results[group].count >= 10 for group in found.shown)


def is_place(name):
    try:
        return bool(UUID(name))
    except ValueError:
        return False


def test_no_subtraction_leads_to_fewer_than_ten(english, population):
    for year in (2024, 2025, 2026):
        assert_safe(gains_of(year, TODAY), year)


def test_two_bodies_of_which_one_is_small_do_not_give_it_away(english, editions):
    """Twelve in one body and three in the other: the body above and the large one are never told together."""
    above = make_institution("Court above")
    large, small = (make_institution(name, parent=above) for name in ("Large court", "Small court"))
    for place, count in ((large, 12), (small, 3)):
        for _n in range(count):
            study(editions[0], 3, (9, 6), person=make_account(institution=place).person)
    db.session.commit()

    found = gains_of(FEBRUARY.year, TODAY)

    for quarter in (YEAR, 2):
        groups = [Group(str(place.id), quarter, EVERYBODY, EVERYBODY) for place in (above, large, small)]
        sizes = [found.results[group].count for group in groups if group in found.results]
        if sizes:
            assert sizes == [15, 12, 3]
            assert len(found.shown.intersection(groups)) <= 1
    assert Group(str(small.id), 2, EVERYBODY, EVERYBODY) in found.results


def test_the_record_and_the_comparison_say_the_same(browser, population, english):
    found = gains_of(2025, TODAY)
    group = max((one for one in found.shown if is_place(one.place) and one.quarter == YEAR), key=str)
    wanted = f"{float(found.results[group].mean * 100):.1f}"
    own = browser(make_account(Role.COORDINATOR))
    db.session.commit()

    record = own.visit(f"/en/reports/institutions/{group.place}?year=2025&quarter=0")
    [cells] = record.all("//table[@id='trend-2']//tr[th='Mean gain']")
    assert abs(float("".join(cells[1].itertext()).rstrip("%")) - float(wanted)) <= 0.1
    page = own.visit("/en/reports/institutions?year=2025&quarter=0&trend=gain&sort=gain&dir=desc")
    heads = [
        "".join(head.itertext()).replace("\u00ad", "").strip()
        for head in page.all("//table[@id='institutions']//thead//th")
    ]
    column = heads.index("Mean gain")
    shown = ["".join(row[column].itertext()) for row in page.all("//table[@id='institutions']//tbody//tr")]
    numbers = [float(value.rstrip("%")) for value in shown if value not in {"·", "–"}]
    assert numbers == sorted(numbers, reverse=True)
    assert float("".join(cells[1].itertext()).rstrip("%")) in numbers
    told = sum(one in found.shown for one in found.results if is_place(one.place) and one.quarter == YEAR)
    assert len(numbers) == told
