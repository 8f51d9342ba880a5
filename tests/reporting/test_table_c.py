"""Table C, all its cells, for populations of several seeds; its page and its files."""

from datetime import date

import pytest

from lms.accounts.models import Role
from lms.core.extensions import db
from lms.disclosure.suppression import SIGN
from lms.reporting.choices import Choice, Period
from tests.reporting.conftest import complete, populate
from tests.reporting.outcome_reference import Closed
from tests.reporting.table_c import ALL, FEBRUARY, WHOLE, printed
from tests.support.databases import count_queries
from tests.support.factories import make_account, make_person

TODAY = date(2026, 11, 16)
YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))


def expected(reference, editions, chosen=lambda row: True):
    titles = {
        e.module_id: f"M9{n}. Title of {slug}"
        for n, (e, slug) in enumerate(zip(editions, ("practice", "second-practice"), strict=True), 1)
    }
    lines = {
        title: reference.line(lambda r, m=module: r["module"] == m and chosen(r)) for module, title in titles.items()
    }
    return {**lines, ALL: reference.line(chosen)}


def differences(found, wanted):
    assert found.keys() == wanted.keys()
    return {
        (line, key): (found[line][key], value)
        for line, row in wanted.items()
        for key, value in row.items()
        if found[line][key] != value
    }


@pytest.mark.parametrize("seed", [7, 8, 9])
def test_every_cell_is_what_is_counted_by_hand(editions, english, seed):
    populate(400, seed)
    for period in (WHOLE, YEAR):
        reference = Closed(period, TODAY)

        assert differences(printed(Choice(period)), expected(reference, editions)) == {}, period


def test_a_filter_chooses_lines_of_the_same_people(marred, editions, english):
    reference = Closed(WHOLE, TODAY)
    for values, chosen in (
        ({"sexes": frozenset({"female"})}, lambda r: r["sex"] == "female" and not r["is_withheld"]),
        ({"regions": frozenset({"KG-GB"})}, lambda r: r["region"] == "KG-GB" and not r["is_withheld"]),
    ):
        found, wanted = printed(Choice(WHOLE, **values)), expected(reference, editions, chosen)
        counted = {
            "cohorts",
            "enrolled",
            "enrolled-female",
            "enrolled-male",
            "completed",
            "completed-male",
            "completion",
        }
        assert differences(found, {line: {k: row[k] for k in counted} for line, row in wanted.items()}) == {}


def test_withdrawn_consents_and_merged_people(marred, editions, english):
    reference = Closed(WHOLE, TODAY)

    assert any(row["is_withheld"] for row in reference.rows)
    assert differences(printed(Choice(WHOLE)), expected(reference, editions)) == {}


def test_two_filters_tell_counts_and_no_result(population, editions, english):
    line = printed(Choice(WHOLE, sexes=frozenset({"female"}), regions=frozenset({"KG-GB"})))[ALL]

    assert line["enrolled"] > 0
    assert {line[key] for key in ("paired", "gain", "normalised", "reached", "reached-share")} == {SIGN}


def test_until_forms_are_sent_there_is_no_satisfaction(population, english):
    before = Choice(Period(date(2019, 1, 1), date(2025, 12, 31)))

    assert {row[key] for row in printed(before).values() for key in ("satisfaction", "responses")} == {"–"}


def test_the_table_asks_a_handful_of_questions_whatever_is_in_it(app, english, editions):
    def asked():
        db.session.expire_all()
        with count_queries(app) as statements:
            printed(Choice(WHOLE))
        return len(statements)

    complete(editions[0], make_person(), FEBRUARY)
    before = asked()
    populate(200, 3)

    # One more for whoever was merged or withdrew. The share of complete records beneath is asked like a table.
    assert asked() <= before + 1 <= 22


def test_the_page_and_its_files(browser, population):
    coordinator = browser(make_account(Role.COORDINATOR))
    for asked in ("from=2019-01-01", "from=2019-01-01&audience=public", "from=2026-11-01"):
        for language in ("en", "ky", "ru"):
            assert coordinator.visit(f"/{language}/reports/tables/c?{asked}").status == 200
    assert coordinator.visit("/en/reports/files/c.json?from=2019-01-01").status == 200
    assert "No cohort was closed in the period." in coordinator.visit("/en/reports/tables/c?from=2026-11-01").text
    assert coordinator.visit("/en/reports").click("Table C. Module performance").status == 200
    assert browser(make_account()).visit("/en/reports/tables/c").status in {403, 404}
