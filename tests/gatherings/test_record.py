"""The record as the coordinator keeps it: entering, refusing, changing, deleting, evidence, lists, scope."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from sqlalchemy import func, select

from lms.accounts.models import Role
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.evidence import NoEvidence, read_evidence
from lms.core.extensions import db
from lms.gatherings import importing, lists, services
from lms.gatherings.models import Gathering
from lms.gatherings.retention import remove_evidence
from lms.gatherings.values import FollowUp, Kind, Speech, actions_of
from tests.gatherings.conftest import details
from tests.support.databases import count_queries
from tests.support.factories import make_account

TYPED = {
    "held_on-day": "4", "held_on-month": "5", "held_on-year": "2026", "days": "2", "title": "Dialogue in Talas",
    "kind": "dialogue", "region_code": "KG-T", "output": "O3", "language": "ky+ru", "female": "20", "male": "15",
    "other": "0", "not_stated": "0", "youth": "12", "duty_bearers": "12", "civil_society": "23",
    "follow_ups": "Send the plan (2026-06-01)\nMeet again",
}  # fmt: skip


def the_event():
    db.session.rollback()
    return db.session.scalars(select(Gathering)).one()


def text_of(page):
    return " ".join("".join(page.tree.getroot().itertext()).split())


def test_entered_changed_deleted_and_back(own):
    assert "No event is entered here yet" in text_of(own.visit("/en/reports/events"))
    own.visit("/en/reports/events/new").submit("Save", **TYPED)
    assert the_event().details == details(
        follow_ups=(FollowUp("Send the plan", date(2026, 6, 1)), FollowUp("Meet again"))
    )
    edit = own.visit(f"/en/reports/events/{the_event().id}/edit")
    page = edit.submit("Save", female="21", follow_ups="Send the plan (01.06.2026)")
    assert "female: 20 → 21" in text_of(page)
    assert the_event().female == 21
    assert "Somebody else has changed" in text_of(edit.submit("Save", female="22"))
    assert the_event().female == 21
    page = own.visit(f"/en/reports/events/{the_event().id}").submit("Delete the event")
    assert "No event is entered" in text_of(own.visit("/en/reports/events"))
    assert "Dialogue in Talas" in text_of(own.visit("/en/reports/events?deleted=1"))
    page.submit("Bring the event back")
    listed = text_of(own.visit("/en/reports/events?year=2026&kind=dialogue&region=KG-T&output=O3"))
    assert "1 event " in listed
    assert "Dialogue in Talas" in listed
    acts = set(db.session.scalars(select(AuditRecord.act).where(AuditRecord.act.startswith("gatherings.event"))))
    assert acts == {f"gatherings.event.{act}" for act in ("added", "changed", "deleted", "restored", "seen")}


def test_the_history_speaks_the_language_of_the_page(own, coordinator):
    event = services.add(details(), by=coordinator.id, at=clock.now())
    changed = details(kind=Kind.HEARING, language=Speech.KYRGYZ, region_code="KG-O", held_on=date(2026, 5, 3))
    services.change(event, changed, seen=1, by=coordinator.id, at=clock.now())
    db.session.commit()
    said = text_of(own.visit(f"/ru/reports/events/{event.id}"))
    assert "Диалог → Слушания" in said
    assert "Кыргызский и русский → Кыргызский" in said
    assert "04.05.2026 → 03.05.2026" in said
    assert "KG-T" not in said


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"youth": "36"}, "more young people than participants"),
        ({"duty_bearers": "13"}, "more than all participants"),
        ({"female": "0", "male": "0", "youth": "0", "duty_bearers": "0", "civil_society": "0"}, "Nobody took part"),
        ({"held_on-year": "2027"}, "in the future"),
        ({"follow_ups": "Too early (2026-05-01)"}, "before the event"),
        ({"follow_ups": "Never (2026-02-31)"}, "no such day"),
        ({"female": "-1"}, "between 0"),
        ({"title": ""}, "Fill in"),
        ({"kind": ""}, "Choose"),
    ],
)
def test_what_cannot_be_is_refused(own, typed, sentence):
    page = own.visit("/en/reports/events/new").submit("Save", **{**TYPED, **typed})
    assert page.status == 422
    assert sentence in text_of(page)
    assert db.session.scalar(select(func.count()).select_from(Gathering)) == 0


def package(*names):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return target.getvalue()


def test_evidence_is_known_by_its_bytes():
    assert read_evidence(b"%PDF-1.7 x").ending == ".pdf"
    assert read_evidence(package("word/document.xml")).ending == ".docx"
    for bad in (
        b"",
        b"<html>",
        package("a.txt"),
        package("xl/workbook.xml", "xl/vbaProject.bin"),
        b"%PDF-" + b"x" * 9_000_000,
    ):
        with pytest.raises(NoEvidence):
            read_evidence(bad)


def test_evidence_is_kept_given_out_and_recorded(own, coordinator, app):
    event = services.add(details(), by=coordinator.id, at=clock.now())
    db.session.commit()
    page = own.visit(f"/en/reports/events/{event.id}")
    refused = page.submit("Keep the file", file=(io.BytesIO(b"<script>"), "list.pdf"))
    assert refused.status == 422
    page.submit("Keep the file", file=(io.BytesIO(b"%PDF-1.7 list"), "names of people.pdf"))
    answer = own.visit(f"/en/reports/events/{event.id}/evidence").response
    assert answer.get_data() == b"%PDF-1.7 list"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="event-2026-05-04.pdf"'
    db.session.rollback()
    looks = select(func.count()).where(AuditRecord.act == "gatherings.evidence.fetched")
    assert db.session.scalar(looks) == 1
    assert remove_evidence(clock.now()) == 0
    event.held_on = date(2019, 1, 1)
    db.session.commit()
    assert remove_evidence(clock.now()) == 1


def workbook(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


HEAD = [
    "Date", "Title", "Type", "Region", "Output", "Participants, female", "Participants, male", "Youth",
    "Follow-up actions agreed",
]  # fmt: skip
GOOD = [date(2026, 3, 2), "Hearing", "Hearing", "Talas oblast", "2", 7, 8, 5, "Publish (2026-03-20); Meet"]


def test_a_list_is_looked_at_added_once_and_taken_back(own):
    template = openpyxl.load_workbook(
        io.BytesIO(own.visit("/en/reports/events/import/template.xlsx").response.get_data())
    )
    heads = [cell.value for row in template.worksheets[0].iter_rows() for cell in row]
    assert set(HEAD) <= set(heads)
    bad = [
        ["someday", "", "Party", "Atlantis", "9", "x", 8, 0, "Never (2026-13-01)"],
        ["02.03.2026", "Too young", "Training", "KG-T", "O1", 1, 1, 3, ""],
    ]
    content = workbook([HEAD, GOOD, *bad, GOOD])
    page = own.visit("/en/reports/events/import").submit("Check the list", file=(io.BytesIO(content), "list.xlsx"))
    said = text_of(page)
    assert "1 new · 1 already there · 2 cannot be added" in said
    for words in ("“someday”", "title is missing", "“Party”", "“Atlantis”", "“9”", "“x”", "more young people"):
        assert words in said
    added = page.submit("Add 1 event")
    event = the_event()
    assert (event.held_on, event.title, event.total, event.agreed, event.done_in_time, event.output) == (
        date(2026, 3, 2), "Hearing", 15, 2, 1, "O2"
    )  # fmt: skip
    again = own.visit("/en/reports/events/import").submit("Check the list", file=(io.BytesIO(content), "list.xlsx"))
    assert "0 new · 2 already there" in text_of(again)
    added.submit("Take the import back")
    assert the_event().deleted_at is not None
    lost = own.visit("/en/reports/events/import").submit("Check the list", file=(io.BytesIO(b"a;b\n1;2"), "l.csv"))
    assert "not found" in text_of(lost)


def test_a_long_list_asks_no_more_often_than_a_short_one(app, english, coordinator):
    services.add(details(title="Hearing 3", held_on=GOOD[0], follow_ups=()), by=coordinator.id, at=clock.now())
    counts = []
    for length in (1, 40):
        rows = [[GOOD[0], f"Hearing {number}", *GOOD[2:]] for number in range(length)]
        upload = importing.keep(lists.read_list(workbook([HEAD, *rows])), by=coordinator.id, at=clock.now())
        db.session.commit()
        with count_queries(app) as statements:
            planned = lists.plan(upload, date(2026, 11, 1))
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert [line.line for line in planned if line.is_there] == [5]
    assert sum(line.is_new for line in planned) == 39


def test_a_list_that_was_taken_back_is_not_taken_back_again(session, english, coordinator):
    upload = importing.keep(lists.read_list(workbook([HEAD, GOOD])), by=coordinator.id, at=clock.now())
    assert importing.confirm(upload, date(2026, 11, 1), by=coordinator.id, at=clock.now()) == 1
    assert [importing.take_back(upload, by=coordinator.id, at=clock.now()) for _time in range(2)] == [1, 0]
    db.session.commit()
    assert db.session.scalar(select(func.count()).where(AuditRecord.act == "gatherings.list.taken_back")) == 1


def test_actions_in_words():
    assert actions_of(" One (2026-05-01) ; Two\n\n Three (1.6.2026)") == (
        FollowUp("One", date(2026, 5, 1)), FollowUp("Two"), FollowUp("Three", date(2026, 6, 1))
    )  # fmt: skip


@pytest.mark.parametrize("role", [None, Role.TRAINER, Role.ADMINISTRATOR])
def test_others_find_nothing(browser, coordinator, role):
    event = services.add(details(), by=coordinator.id, at=clock.now())
    other = make_account(role) if role else make_account()
    db.session.commit()
    for path in ("", "/new", "/import", f"/{event.id}", f"/{event.id}/edit", f"/{event.id}/evidence"):
        assert browser(other).visit(f"/en/reports/events{path}").status in {403, 404}
