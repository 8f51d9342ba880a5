"""A focal point names twenty people in three pages, and everything can be put right on the way."""

from datetime import timedelta
from io import BytesIO

from lms.core import clock
from lms.core.audit import AuditRecord
from lms.invitations.models import Invitation, InvitationState
from lms.nominations.models import KEPT, NominationList
from lms.people import retention
from tests.nominations.pages import home, lines, paste
from tests.support.factories import (
    make_account,
)


def test_twenty_people_are_invited_in_three_pages(browser, session, court, focal):
    page = browser(focal).visit("/en/reports/nominations")
    assert page.path == home(court)
    assert "Nobody nominated yet" in page.text

    page = page.click("Nominate staff").submit("Check the list", pasted=lines(20), asked="nothing")
    assert page.heading == "Check the list"
    assert "20 ready" in page.text
    assert session.query(Invitation).count() == 0

    page = page.submit("Invite 20 people now")
    assert page.heading == "20 people are invited"
    assert {row.institution_id for row in session.query(Invitation)} == {court.id}


def test_broken_cells_are_put_right_in_place(browser, session, court, focal):
    page = paste(browser, focal, court, "Асанова Айгүл;0555 123 45;судья\nМамбетова Нуриза;0700 11 22 33;секретарь")
    assert "1 ready · 1 needs a fix" in page.text
    assert "The phone has 8 digits, 9 are needed." in page.text

    page = page.submit("Fix and check again", **{"phone-1": "0555 123 456"})

    assert "2 ready" in page.text
    assert page.submit("Invite 2 people now").heading == "2 people are invited"


def test_bad_rows_wait_while_the_others_are_invited(browser, session, court, focal):
    page = paste(browser, focal, court, "Асанова Айгүл;0555 123 45\nМамбетова Нуриза;0700 11 22 33")

    page = page.submit("Invite 1 person now")
    assert "1 row stays in the list" in page.text
    page = page.click("Put right what stays in the list")

    assert "1 needs a fix" in page.text
    assert [row.name for row in session.query(Invitation)] == ["Мамбетова Нуриза"]
    assert "List of 16 Nov 2026: 1 row" in browser(focal).visit(home(court)).text


def test_a_correction_is_looked_at_before_anybody_is_invited_by_it(browser, session, court, focal):
    page = paste(browser, focal, court, "Асанова Айгүл;0555 123 45\nМамбетова Нуриза;0700 11 22 33")

    page = page.submit("Invite 1 person now", **{"phone-1": "0555 123 456"})

    assert "Look at the list once more" in page.notice
    assert session.query(Invitation).count() == 0
    assert "2 ready" in page.text


def test_rows_are_removed_and_a_list_is_deleted(browser, session, court, focal):
    page = paste(browser, focal, court, lines(3))
    page = page.submit("Fix and check again", remove=["2"])
    assert "2 ready" in page.text

    page = page.submit("Delete the list")

    assert "The list is deleted" in page.notice
    assert session.query(NominationList).count() == 0


def test_one_of_two_rows_with_one_phone_is_kept(browser, session, court, focal):
    page = paste(browser, focal, court, "Асанова Айгүл;0555123456\nМамбетова Нуриза;0555123456")
    assert "2 duplicates" in page.text

    page = page.submit("Fix and check again", remove=["2"])

    assert "1 ready" in page.text


def test_a_similar_name_is_invited_after_a_yes(browser, session, court, focal):
    make_account(institution=court, name="Асанова Айгүл")
    page = paste(browser, focal, court, "Asanova Aigul;0555123456")
    assert "1 similar name" in page.text
    assert not [button for button in page.all("//button/text()") if button.startswith("Invite")]

    page = page.submit("Fix and check again", another=["1"])

    assert "1 ready" in page.text


def test_all_similar_names_are_told_apart_at_once(browser, session, court, focal):
    page = paste(browser, focal, court, "\n".join(f"Асанова Айгүл;055512345{n}" for n in range(3)))
    assert "1 ready · 2 similar names" in page.text

    page = page.submit("All similar names are other people")

    assert "3 ready" in page.text


def test_a_file_is_read_like_a_paste_and_refused_with_its_cause(browser, session, court, focal):
    visitor = browser(focal)
    page = visitor.visit(f"{home(court)}/new")
    form = {"asked": "nothing", "language": "ky", "csrf_token": page.all("//main//input[@name='csrf_token']/@value")[0]}

    good = visitor.post(f"{home(court)}/new", {**form, "file": (BytesIO(lines(3, ";").encode()), "people.csv")})
    bad = visitor.post(f"{home(court)}/new", {**form, "file": (BytesIO("ФИО\nАсанова".encode("cp1251")), "people.csv")})

    assert "3 ready" in good.text
    assert bad.status == 422
    assert "The letters in line 1 cannot be read" in bad.text


def test_what_cannot_be_read_stays_in_the_form(browser, court, focal):
    page = browser(focal).visit(f"{home(court)}/new").submit("Check the list", pasted="", asked="nothing")
    assert page.status == 422
    assert "Paste a list or choose a file." in page.text

    page = page.submit("Check the list", pasted="1;\n2;", asked="nothing")

    assert page.status == 422
    assert "1;" in page.all("//textarea/text()")[0]


def test_an_export_has_a_reason_and_importing_it_again_changes_nothing(browser, session, court, focal):
    visitor = browser(focal)
    paste(browser, focal, court, lines(5)).submit("Invite 5 people now")
    page = visitor.visit(home(court))
    refused = page.submit("Export the list (XLSX)", reason=" ")
    assert refused.status == 422
    assert "Write what the file is needed for." in refused.text
    assert not session.query(AuditRecord).filter_by(act="nominations.people.exported").count()
    export = page.submit("Export the list (XLSX)", reason="The head asked who is invited").response.data
    record = session.query(AuditRecord).filter_by(act="nominations.people.exported").one()
    assert (record.facts, record.reason) == ({"people": 5}, "The head asked who is invited")

    page = visitor.visit(f"{home(court)}/new")
    token = page.all("//main//input[@name='csrf_token']/@value")[0]
    form = {"asked": "nothing", "language": "en", "csrf_token": token, "file": (BytesIO(export), "people.xlsx")}
    page = visitor.post(f"{home(court)}/new", form)

    assert "0 ready · 5 already there" in page.text
    assert session.query(Invitation).count() == 5


def test_nobody_is_removed_by_being_absent(browser, session, court, focal):
    paste(browser, focal, court, lines(3)).submit("Invite 3 people now")
    paste(browser, focal, court, lines(4)).submit("Invite 1 person now")

    assert {row.state for row in session.query(Invitation)} == {InvitationState.INVITED}
    assert session.query(Invitation).count() == 4


def test_a_list_is_forgotten_after_fourteen_days(browser, session, court, focal):
    page = paste(browser, focal, court, lines(2))
    clock.freeze(clock.now() + KEPT + timedelta(hours=1))
    try:
        assert browser(focal).visit(page.path).status == 404
        assert retention.remove_what_is_over(clock.now())["lists"] == 1
    finally:
        clock._frozen.pop()
    assert session.query(NominationList).count() == 0
