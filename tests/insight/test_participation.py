"""Who completes a module, for its trainers: the numbers again, an attack on all that is told, and who reads it."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, select, update

from lms.accounts.models import Role
from lms.catalogue.models import ModuleAuthor
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.core.i18n import speaking
from lms.enrolments.models import Enrolment
from lms.insight.taking_part import BEGUN, KEPT, LEFT, Cell, taking_part
from lms.institutions.models import InstitutionType
from lms.people.models import Consent, Purpose, Sex
from lms.reporting.choices import Choice, Measure
from lms.reporting.consents import ever_withdrew
from lms.reporting.counting import counts
from lms.reporting.rollup.filling import rebuild
from lms.reporting.seed import seed_population
from lms.reporting.standing import Span
from tests.reporting.conftest import complete
from tests.reporting.reference import Reference
from tests.support.attacking import Attacker
from tests.support.factories import make_account, make_edition, make_institution
from tests.support.packs import small_module

TODAY = date(2026, 11, 16)
NOW = datetime(2026, 11, 16, 5, tzinfo=UTC)
K = 10
SECOND_QUARTER = Choice(Span(2025, 2).period)
SPLITS = ("sex", "region", "group")


@pytest.fixture
def english(app, session):
    with app.test_request_context("/en/"), speaking("en"):
        yield


@pytest.fixture
def edition(session):
    return make_edition(small_module("asked", "M92"))


@pytest.fixture
def trainer(edition):
    account = make_account(Role.TRAINER)
    db.session.execute(insert(ModuleAuthor), [{"module_id": edition.module_id, "account_id": account.id}])
    db.session.commit()
    return account


@pytest.fixture
def many(edition):
    seed_population(700, 5, at=NOW)
    db.session.commit()


def reference(module_id, year, quarters):
    """Every number from the raw rows."""
    found = Counter()
    group_of = dict(db.session.execute(select(InstitutionType.code, InstitutionType.group_code)).all())
    for quarter in quarters:
        choice = Choice(Span(year, quarter).period).of_module(module_id)
        known = Reference(consents_at=choice.period.bounds()[1])
        for row in known.rows_of("completions", choice):
            kind = row["institution_type"]
            lines = {
                "sex": row["sex"],
                "region": row["region"],
                "group": group_of[kind] if kind else "not-stated",
            }
            if row["is_withheld"]:
                lines = {"sex": "not_stated", "region": "not-disaggregated", "group": "not-disaggregated"}
            for part in (quarter, 0):
                found[part, "", ""] += 1
                for split, line in lines.items():
                    found[part, split, line] += 1
        for part in (quarter, 0):
            found[part, "enrolled", ""] += len(known.rows_of("enrolments", choice))
    return {tuple(cell): number for cell, number in found.items() if number}


def test_every_number_again_in_plain_python(english, edition, many):
    found = taking_part(edition.module_id, 2025, TODAY)

    own = {tuple(cell): number for cell, number in found.values.items() if number and cell.table != BEGUN}
    assert own == reference(edition.module_id, 2025, (1, 2, 3, 4))
    told = [cell for cell in found.values if cell not in found.hidden and cell.line and found.values[cell]]
    assert told
    assert found.hidden
    assert {cell for cell in own if cell[0]} <= {tuple(cell) for cell in found.values}


def sums_of(values):
    cells = set(values)
    sums = []
    for quarter in {cell.quarter for cell in cells}:
        for table in (*SPLITS, BEGUN):
            parts = [cell for cell in cells if cell.quarter == quarter and cell.table == table and cell.line]
            if parts:
                sums.append((Cell(quarter, table if table == BEGUN else "", ""), parts))
    years = [cell for cell in cells if cell.quarter == 0]
    return sums + [(cell, [part for part in cells if part.quarter and part[1:] == cell[1:]]) for cell in years]


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_nobody_works_out_fewer_than_ten(english, edition, many, year):
    """With the quarters, the year and all splits at once; with the threshold alone the attack succeeds."""
    found = taking_part(edition.module_id, year, TODAY)
    small = {cell: K for cell, number in found.values.items() if 0 < number < K}
    shown = {cell: number for cell, number in found.values.items() if cell not in found.hidden}

    assert small.keys() <= found.hidden
    assert Attacker(found.values, shown, sums_of(found.values)).narrowed(small) == []
    naive = {cell: number for cell, number in found.values.items() if cell not in small}
    assert Attacker(found.values, naive, sums_of(found.values)).narrowed(small)


def test_what_a_quarter_told_the_year_does_not_take_back(english, edition, many):
    """A look in July and one in January: the second quarter says the same."""
    before, after = (taking_part(edition.module_id, 2025, day) for day in (date(2025, 7, 2), TODAY))

    for cell in before.values:
        if cell.quarter == 2:
            assert before.told(cell) == after.told(cell)


def test_a_consent_withdrawn_later_changes_no_quarter_that_was_told(english, edition, many):
    """Else whoever looked before and after would know who it was. In the quarter itself it counts."""
    during, later = (datetime(2025, month, 20, 5, tzinfo=UTC) for month in (5, 8))
    before = taking_part(edition.module_id, 2025, TODAY)
    who = select(Enrolment.person_id).where(
        Enrolment.completed_on.between(date(2025, 4, 1), date(2025, 6, 30)), Enrolment.sex == Sex.FEMALE,
        Enrolment.person_id.not_in(ever_withdrew()),
    )  # fmt: skip
    one, other = db.session.scalars(who.order_by(Enrolment.id).limit(2))

    withdraw_study(one, later)
    assert taking_part(edition.module_id, 2025, TODAY) == before
    assert counts(Measure.COMPLETIONS, SECOND_QUARTER, "sex") != counts(
        Measure.COMPLETIONS, replace(SECOND_QUARTER, consents_at=SECOND_QUARTER.period.bounds()[1]), "sex"
    )

    withdraw_study(other, during)
    after = taking_part(edition.module_id, 2025, TODAY)
    assert {cell for cell in before.values | after.values if before.values[cell] != after.values[cell]} >= {
        Cell(2, "sex", "female"), Cell(2, "sex", "not_stated")
    }  # fmt: skip
    assert {cell.quarter for cell in after.values if before.values[cell] != after.values[cell]} == {0, 2}
    rebuild(at=NOW, after_portion=db.session.commit, progress=lambda done, of: None)
    assert taking_part(edition.module_id, 2025, TODAY) == after


def withdraw_study(person_id, at):
    given = update(Consent).where(Consent.person_id == person_id, Consent.purpose == Purpose.STUDY)
    db.session.execute(given.values(withdrawn_at=at))
    db.session.commit()


# ── Pages ────────────────────────────────────────────────────────────────────


@pytest.fixture
def world(edition):
    """In the second quarter of 2025 twenty-four women and fourteen men of a court, three of the bar."""
    court, bar = make_institution("Secret court"), make_institution("Secret bar", type_code="bar", region="KG-O")
    for place, sex, count in ((court, Sex.FEMALE, 24), (court, Sex.MALE, 14), (bar, Sex.MALE, 3)):
        for _n in range(count):
            person = make_account(institution=place, sex=sex, name="Secret Person").person
            complete(edition, person, datetime(2025, 5, 12, 5, tzinfo=UTC))
    db.session.commit()


def rows(page, table):
    found = page.all(f"//table[@id='{table}']//tbody//tr | //table[@id='{table}']//tfoot//tr")
    return {cells[0]: cells[1] for row in found if (cells := ["".join(c.itertext()) for c in row.xpath("th|td")])}


def test_an_author_reads_sums_and_nothing_about_a_few(browser, trainer, world):
    page = browser(trainer).visit("/en/studio/modules/asked/participation?year=2025&quarter=2")

    assert rows(page, "split-1") == {"Female": "24", "Male": "17", "Total": "41"}
    assert list(rows(page, "split-2").values()) == ["·", "·", "41"]
    assert list(rows(page, "split-3").values()) == ["·", "·", "41"]
    assert "Secret" not in page.text
    [row] = db.session.query(AuditRecord).filter_by(act="insight.participation.seen").all()
    assert (row.facts["year"], row.facts["quarter"]) == (2025, 2)


def test_a_period_that_has_not_ended_is_never_told(browser, trainer, world):
    own = browser(trainer)
    for asked in ("year=2026&quarter=0", "year=2026&quarter=4"):
        page = own.visit(f"/en/studio/modules/asked/participation?{asked}")
        assert "This period has not ended." in page.text
        assert "2026, quarter 3" in page.text
    assert "has not ended" not in own.visit("/en/studio/modules/asked/participation").text


def test_only_those_who_write_it_and_the_coordinator(browser, trainer, world):
    make_edition(small_module("foreign", "M93"))
    own = browser(trainer)
    assert own.visit("/en/studio/modules/foreign/participation").status == 404
    assert own.visit("/en/studio/modules/nothing/participation").status == 404
    court = make_institution("Court beside")
    others = [make_account(Role.TRAINER), make_account(Role.FOCAL_POINT, place=court), make_account()]
    others += [make_account(Role.GENDER_REVIEWER), make_account(Role.ADMINISTRATOR)]
    for account in others:
        assert browser(account).visit("/en/studio/modules/asked/participation").status == 404
    assert browser(make_account(Role.COORDINATOR)).visit("/en/studio/modules/asked/participation").status == 200


def test_the_rate_is_told_only_with_ten_on_either_side(english, edition, world):
    found = taking_part(edition.module_id, 2025, TODAY)

    kept, left = (found.told(Cell(3, BEGUN, line)) for line in (KEPT, LEFT))
    assert (kept, left) == (41, 0)
