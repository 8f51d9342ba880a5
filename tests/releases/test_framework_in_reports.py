"""Table E in frozen reports: frozen with its targets, hidden where its own tables hide, compared like the others."""

import io
import json
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest

from lms.core import clock
from lms.disclosure.suppression import SIGN
from lms.framework.services import set_numbers
from lms.framework.spans import Where
from lms.gatherings import services as gatherings
from lms.releases import queries
from lms.releases.differences import differences
from lms.releases.frozen import FrozenTable, tables_of
from lms.releases.held import with_framework_alike
from lms.sheets import Column, Kind
from tests.reporting.conftest import complete
from tests.support.factories import make_person
from tests.support.factories.gatherings import make_event
from tests.support.factories.releases import make_frozen_report

YEAR = (date(2025, 1, 1), date(2025, 12, 31))
CODES = [f"I-{number}" for number in range(1, 13)]


def set_target(code, by, *, target, milestone=None, value=None):
    numbers = {"baseline": Decimal(0), "target": target, "milestone": milestone, "value": value}
    set_numbers(Where(code, 2025), numbers, variance="Began late.", quality="Counted.", by=by.id, at=clock.now())


@pytest.fixture
def report(population, coordinator, session):
    make_event(coordinator, held_on=date(2025, 5, 4))
    set_target("I-1", coordinator, target=Decimal(500), milestone=Decimal(99))
    set_target("I-12", coordinator, target=Decimal(50), value=Decimal("12.5"))
    clock.freeze(clock.now() + timedelta(hours=1))
    made = make_frozen_report(coordinator, *YEAR)
    session.commit()
    clock.freeze(clock.now() + timedelta(days=30))
    return made


def framework(document, language="en"):
    return next(table for table in tables_of(document, language) if table.slug == "e")


def test_it_is_frozen_with_its_targets_and_counts_are_whole(own, report, coordinator, english, session, editions):
    opened = queries.report_by_id(report.id)
    for language in ("ky", "ru", "en"):
        assert framework(opened.team, language).codes == framework(opened.donor, language).codes == CODES
    cells = framework(opened.team).cells()
    people = next(table for table in tables_of(opened.team, "en") if table.slug == "a").cells()["total", "total"]
    assert (cells["I-1", "milestone"], cells["I-1", "target"], cells["I-1", "progress"]) == (99, 500, people)
    assert (cells["I-12", "progress"], cells["I-11", "progress"]) == (Decimal("12.50"), 1)
    assert cells["I-1", "variance"] == "Began late."

    # What is set and what happens afterwards changes nothing of it, and is told.
    set_target("I-1", coordinator, target=Decimal(700), milestone=Decimal(99))
    complete(editions[0], make_person(), clock.now().replace(year=2025, month=5))
    event = make_event(coordinator, held_on=date(2025, 5, 5))
    session.commit()
    assert framework(queries.report_by_id(report.id).team).cells() == cells
    found = differences(queries.report_by_id(report.id), at=clock.now())
    changes = {(each.row.split(".")[0], each.column): each for each in found.changes["Table E. Results framework"]}
    target = changes["O1–O3, I-1", "End-of-project indicator target"]
    assert (target.before, target.now, target.reasons[-1]) == (500, 700, "Set anew: 1 indicator")
    progress = changes["O1–O3, I-1", "Current indicator progress"]
    assert (progress.difference, progress.reasons[0]) == (1, "Entered later: 1 person")
    joint = changes["O3, I-11", "Current indicator progress"]
    assert (joint.difference, joint.reasons) == (1, ("Entered or changed: 1 event",))
    added = found.changes["Table D. Events and dialogues"]
    assert {each.row.replace("\N{NO-BREAK SPACE}", " ") for each in added} == {"5 May 2025, Dialogue in Talas"}
    assert {each.reasons for each in added} == {joint.reasons}
    gatherings.delete(event, by=coordinator.id, at=clock.now())
    session.commit()

    own.sign_in(coordinator)
    book = openpyxl.load_workbook(io.BytesIO(own.visit(f"/en/reports/r/{report.id}/team.xlsx").response.data))
    rows = [[(cell.value, cell.number_format) for cell in row] for row in book["Table E"].iter_rows()]
    first = next(row for row in rows if str(row[1][0]).startswith("I-1."))
    assert first[3:5] == [(500, "0"), (99, "0")]
    assert next(row for row in rows if str(row[1][0]).startswith("I-12."))[5] == (12.5, "0.00")
    donor = json.loads(own.visit(f"/en/reports/r/{report.id}/donor.json").response.data)
    assert [table["slug"] for table in donor["tables"]["ky"]] == ["a", "b", "c", "d", "e", "f"]
    assert "Results framework" in own.visit(f"/en/reports/r/{report.id}").text


def people_table(total):
    columns = [Column("row", "Row"), Column("total", "Total", Kind.INTEGER), Column("women", "%", Kind.PERCENT)]
    return FrozenTable("a", "A", "A", [], columns, [], [], ["All", total, SIGN], [], [])


def framework_table():
    columns = [Column("output", "Output"), Column("progress", "Progress", Kind.DECIMAL)]
    rows = [["O1", 40], ["O1", Decimal("62.5")], ["O1", None], ["O1", 12]]
    return FrozenTable("e", "E", "E", [], columns, ["I-1", "I-2", "I-4", "I-10"], rows, None, [], [])


def test_it_tells_nothing_that_its_own_table_hides_or_that_is_not_handed_out(app, english):
    def progress(*tables):
        return [row[1] for row in with_framework_alike([*tables, framework_table()])[-1].rows]

    assert progress(people_table(40)) == [40, SIGN, None, 12]
    assert progress(people_table(SIGN)) == [SIGN, SIGN, None, 12]
    assert progress() == [SIGN, SIGN, None, 12]
