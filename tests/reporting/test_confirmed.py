"""How much of a table rests on confirmed workplaces, and that publishing the share gives nobody away."""

import csv
import io
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from lms.accounts.models import Role
from lms.core.extensions import db
from lms.disclosure.parts import is_small
from lms.disclosure.suppression import SIGN
from lms.enrolments.models import Enrolment
from lms.people.models import Consent
from lms.reporting.choices import Choice, Measure, Period
from lms.reporting.counting import counts
from lms.reporting.dimensions import share
from lms.reporting.reports import Audience, build
from tests.support.factories import make_account, make_institution

PERIOD = Period(date(2024, 1, 1), date(2025, 12, 31))
CHOICE = Choice(PERIOD)
ASKED = "?from=2024-01-01&to=2025-12-31"
ONLY = f"{ASKED}&workplace=confirmed"
K = 10


@pytest.fixture
def coordinator(session):
    return make_account(Role.COORDINATOR)


def table(slug, audience=Audience.TEAM, choice=CHOICE):
    made = build(slug, choice, audience, key=b"key")
    return {row["row"]: row for row in made.rows} | {"Total": made.total}


def first_completions():
    """Each person's first completion in the period, by hand."""
    withdrawn = {row.person_id for row in db.session.query(Consent).where(Consent.withdrawn_at.is_not(None))}
    rows = db.session.query(Enrolment).where(Enrolment.completed_on.between(PERIOD.start, PERIOD.end)).all()
    found = {}
    for row in sorted(rows, key=lambda row: (row.completed_at, row.id)):
        found.setdefault(row.person_id, row)
    return found, withdrawn


def test_the_share_is_of_people_with_the_fact_frozen_where_they_are_counted(population, english):
    found, withdrawn = first_completions()
    confirmed = Counter(row.workplace_confirmed and person not in withdrawn for person, row in found.items())

    for slug in ("a", "b"):
        assert table(slug)["Total"]["confirmed"] == share(confirmed[True], len(found))
    assert 0 < confirmed[True] < len(found)


def test_limited_to_confirmed_the_table_holds_exactly_those(population, english):
    found, withdrawn = first_completions()
    confirmed = sum(row.workplace_confirmed and person not in withdrawn for person, row in found.items())

    only = table("a", choice=replace(CHOICE, is_confirmed=True))

    assert only["Total"]["total"] == confirmed
    assert only["Total"]["confirmed"] == 1


def test_enrolments_and_completions_are_limited_too(population, english):
    only = replace(CHOICE, is_confirmed=True)

    for measure in (Measure.ENROLMENTS, Measure.COMPLETIONS):
        everything = {row[0]: row[1] for row in counts(measure, CHOICE, "workplace_confirmed")}
        assert sum(row[-1] for row in counts(measure, only)) == everything[True]
        assert everything[False]


def test_the_long_table_splits_by_it_and_adds_up(population, english):
    rows = list(build("long", CHOICE, Audience.TEAM, key=b"").rows)

    people = Counter()
    for row in rows:
        if row["measure"] == "people":
            people[row["workplace_confirmed"]] += row["value"]
    total = table("a")["Total"]
    assert set(people) == {"true", "false"}
    assert people["true"] + people["false"] == total["total"]
    assert share(people["true"], total["total"]) == total["confirmed"]


def test_pages_and_files_show_the_share_and_can_be_limited(browser, coordinator, population):
    own = browser(coordinator)

    for address in ("/en/reports", "/en/reports/people", "/en/reports/tables/a", "/en/reports/tables/b"):
        page = own.visit(f"{address}{ONLY}")
        assert "% workplace confirmed" in page.text, address
        assert "Workplace: Confirmed only remove" in page.text, address
    file = own.visit(f"/en/reports/files/long.csv{ONLY}").response.get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(file.removeprefix("\ufeff"))))
    assert {row["workplace_confirmed"] for row in rows} == {"true"}


def test_a_published_table_is_never_limited_to_the_confirmed(browser, coordinator, population, english):
    with pytest.raises(ValueError, match="never limited"):
        build("a", replace(CHOICE, is_confirmed=True), Audience.PUBLIC, key=b"")
    own = browser(coordinator)

    for slug in ("a", "b"):
        page = own.visit(f"/en/reports/tables/{slug}{ONLY}&audience=public")
        whole = own.visit(f"/en/reports/tables/{slug}{ASKED}&audience=public")
        cells = [[cell.text for cell in shown.all("//table//td")] for shown in (page, whole)]
        assert cells[0] == cells[1]
        assert not page.all("//select[@name='workplace']")


def test_a_published_table_is_never_of_one_institution(browser, coordinator, population):
    own, place = browser(coordinator), make_institution("Court above")
    with pytest.raises(ValueError, match="one institution"):
        build("a", replace(CHOICE, institution=place.id), Audience.PUBLIC, key=b"")

    of_it = f"{ASKED}&institution={place.id}"
    for address in ("tables/a{}", "cross-tables{}&rows=region&columns=sex"):
        page = own.visit(f"/en/reports/{address.format(of_it)}&audience=public")
        whole = own.visit(f"/en/reports/{address.format(ASKED)}&audience=public")
        cells = [[cell.text for cell in shown.all("//table//td")] for shown in (page, whole)]
        assert cells[0] == cells[1]
        assert "Court above" not in page.text


def test_a_published_share_is_of_many_and_of_no_small_rest(population, english):
    for slug in ("a", "b"):
        everything, shown = table(slug), table(slug, Audience.PUBLIC)
        for line, row in shown.items():
            if row["confirmed"] in (SIGN, None):
                continue
            total = everything[line]["total"]
            confirmed = round(everything[line]["confirmed"] * total)
            assert total >= 20, (slug, line)
            assert not is_small(confirmed, total, k=K), (slug, line)
        assert SIGN in {row["confirmed"] for row in shown.values()}
