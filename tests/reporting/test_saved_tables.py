"""Saved cross-tables: kept by their owner, opened with the right days, renamed, copied, deleted and brought back."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from lms.accounts.models import Role
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.people.exports import collect
from lms.people.leaving import Wish
from lms.reporting import leaving, retention, services
from lms.reporting.choices import Period
from lms.reporting.models import SavedTable
from lms.reporting.stretches import Stretch, moving_days
from tests.support.csrf import token_of
from tests.support.factories import make_account

PAGE = "/en/reports/cross-tables"
LIST = "/en/reports/saved-tables"
ASKED = "rows=group&rows2=age&columns=sex&measure=completions&region=KG-T&from=2024-01-01&to=2025-12-31"


@pytest.fixture
def coordinator(session):
    return make_account(Role.COORDINATOR)


def tables():
    return db.session.scalars(select(SavedTable).order_by(SavedTable.created_at, SavedTable.id)).all()


def keep(account, name="Talas", stretch=Stretch.THIS_YEAR, **asked):
    saved = services.save_table(account.id, name, {"rows": "sex", "columns": "", **asked}, stretch, at=clock.now())
    db.session.commit()
    return saved


def acts():
    rows = db.session.scalars(select(AuditRecord).where(AuditRecord.act.like("reporting.saved_table.%")))
    return [row.act.rpartition(".")[2] for row in sorted(rows, key=lambda row: row.id)]


def test_from_the_page_to_the_list_and_back(browser, coordinator, editions):
    own = browser(coordinator)
    assert "None saved yet." in own.visit("/en/reports").text
    assert "You have saved no table yet." in own.visit(LIST).text
    page = own.visit(f"{PAGE}?{ASKED}").submit("Save the table", name=" ", stretch="fixed")
    assert page.status == 422
    assert tables() == []

    opened = page.submit("Save the table", name="Courts of Talas", stretch="fixed")

    (saved,) = tables()
    asked = dict(pair.split("=") for pair in ASKED.split("&"))
    assert (saved.name, saved.asked, saved.stretch) == ("Courts of Talas", asked, Stretch.FIXED)
    assert "Your table “Courts of Talas”." in opened.text
    assert "Region: Talas" in opened.text
    assert "Courts of Talas" in own.visit("/en/reports").text
    assert "1 Jan 2024 – 31 Dec 2025" in own.visit(LIST).text
    for language in ("ky", "ru"):
        assert "Courts of Talas" in own.visit(f"/{language}/reports/saved-tables").text

    renamed = opened.submit("Save the changes", name="Courts", stretch="last_quarter")
    assert "Your table “Courts”." in renamed.text
    (saved,) = tables()
    assert (saved.name, saved.stretch) == ("Courts", Stretch.LAST_QUARTER)
    assert saved.asked == {name: text for name, text in asked.items() if name not in {"from", "to"}}
    renamed.submit("Save as a new table", name="Prisons", stretch="fixed")
    assert {table.name for table in tables()} == {"Courts", "Prisons"}
    assert acts() == ["made", "changed", "made"]


def test_copied_deleted_and_brought_back(browser, coordinator, editions):
    own, saved = browser(coordinator), keep(coordinator, region="KG-T")
    own.visit(LIST).submit("Copy: Talas")
    copy = next(table for table in tables() if table.id != saved.id)
    assert (copy.name, copy.asked, copy.stretch) == ("Talas (copy)", saved.asked, saved.stretch)

    after = own.visit(LIST).submit("Delete: Talas")

    assert own.visit(f"{LIST}/{saved.id}").status == 404
    assert own.post(f"{LIST}/{saved.id}/copy", {"csrf_token": token_of(own)}).status == 404
    assert f"{LIST}/{saved.id}" not in own.visit("/en/reports").html
    back = after.submit("Undo: Talas")
    assert "The table “Talas” is back." in back.text
    assert "Your table “Talas”." in own.visit(f"{LIST}/{saved.id}").text
    assert acts() == ["made", "made", "removed", "restored"]


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2026, 1, 1), {"last_quarter": "2025-10-01 2025-12-31", "this_quarter": "2026-01-01 2026-01-01",
                            "last_year": "2025-01-01 2025-12-31", "this_year": "2026-01-01 2026-01-01"}),
        (date(2026, 11, 28), {"last_quarter": "2026-07-01 2026-09-30", "this_quarter": "2026-10-01 2026-11-28",
                              "last_year": "2025-01-01 2025-12-31", "this_year": "2026-01-01 2026-11-28"}),
        (date(2024, 6, 30), {"last_quarter": "2024-01-01 2024-03-31", "this_quarter": "2024-04-01 2024-06-30",
                             "last_year": "2023-01-01 2023-12-31", "this_year": "2024-01-01 2024-06-30"}),
    ],
)  # fmt: skip
def test_days_that_move_with_the_calendar(today, days):
    found = {stretch.value: moving_days(stretch, today) for stretch in Stretch}

    assert found.pop("fixed") is None
    assert found == {name: Period(*map(date.fromisoformat, text.split())) for name, text in days.items()}


def test_opened_with_the_days_it_means_today_and_with_what_is_lost(browser, coordinator, editions, frozen):
    saved = keep(coordinator, stretch=Stretch.LAST_QUARTER, region="KG-T", profession="alchemist")
    clock.freeze(datetime(2027, 2, 3, 5, tzinfo=UTC))

    page = browser(coordinator).visit(f"{LIST}/{saved.id}")

    assert page.all("//input[@name='from']/@value") == ["2026-10-01"]
    assert page.all("//input[@name='to']/@value") == ["2026-12-31"]
    assert "Not there any more, so the table is made without it: Profession." in page.text


def test_nobody_else_finds_it(browser, coordinator, editions):
    saved = keep(coordinator)
    other = make_account(Role.COORDINATOR)
    theirs = browser(other)

    for address in (f"{LIST}/{saved.id}", f"{PAGE}?saved={saved.id}", LIST, "/en/reports"):
        assert "Talas" not in theirs.visit(address).text.replace("Talas oblast", "")
    for act in ("", "/copy", "/delete", "/restore"):
        assert theirs.post(f"{LIST}/{saved.id}{act}", {"csrf_token": token_of(theirs)}).status == 404
    coordinator.grants[0].ends_at = clock.now()
    db.session.commit()
    assert browser(coordinator).visit(f"{LIST}/{saved.id}").status == 404


def test_there_is_an_end_to_it(browser, coordinator, editions, monkeypatch):
    monkeypatch.setattr(services, "MOST_SAVED", 1)
    own, saved = browser(coordinator), keep(coordinator)

    page = own.visit(PAGE).submit("Save the table", name="One more", stretch="fixed")
    assert page.status == 422
    assert "You keep 1 tables." in page.text
    own.visit(LIST).submit("Copy: Talas")
    own.visit(LIST).submit("Delete: Talas")
    keep(coordinator, name="Another")
    own.visit(LIST).submit("Undo: Talas")
    assert [table.name for table in tables() if table.removed_at is None] == ["Another"]
    assert saved.removed_at is not None


def test_it_is_in_the_download_and_goes_in_time_and_with_its_owner(coordinator):
    kept, gone = keep(coordinator, name="Kept", region="KG-T"), keep(coordinator, name="Gone")
    services.remove_saved(gone, at=clock.now())
    foreign = keep(make_account(Role.COORDINATOR), name="Foreign")

    part = collect(coordinator.person_id)["saved_tables"]
    assert [row["name"] for row in part] == ["Kept", "Gone"]
    assert "Foreign" not in json.dumps(part, default=str)

    assert retention.remove_saved_tables(clock.now() + timedelta(days=29)) == 0
    assert retention.remove_saved_tables(clock.now() + timedelta(days=31)) == 1
    assert leaving.forget_saved(coordinator.person_id, Wish(keeps_certificates=True), clock.now()) == 1
    assert [table.id for table in tables()] == [foreign.id]
    assert kept.id != foreign.id
