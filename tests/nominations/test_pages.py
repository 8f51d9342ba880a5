"""A focal point names twenty people in three pages, hands out codes, and sees how far they have come."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from lms.accounts.models import Role
from lms.core import clock, jobs
from lms.core.audit import AuditRecord
from lms.core.mail import Mail
from lms.institutions import services as directory
from lms.invitations import services
from lms.invitations.models import Invitation, InvitationState, Way
from lms.invitations.services import LASTS
from lms.nominations import portions, tasks
from lms.nominations.models import KEPT, NominationList
from lms.people.models import Consent
from tests.support.csrf import token_of
from tests.support.factories import (
    make_account,
    make_code,
    make_edition,
    make_enrolment,
    make_institution,
    make_invitation,
    make_person,
)
from tests.support.pdf import text_of

FAMILIES = ("Абдылдаева", "Бакирова", "Дуйшеева", "Жумабекова", "Исакова", "Касымова", "Маматова", "Орозова")


@pytest.fixture
def court(session):
    return make_institution("Talas District Court")


@pytest.fixture
def focal(court):
    return make_account(Role.FOCAL_POINT, place=court, name="Жакыпова Чынара")


@pytest.fixture
def coordinator(session):
    return make_account(Role.COORDINATOR, name="Бейшеналиева Жылдыз")


def home(court):
    return f"/en/reports/institutions/{court.id}/nominations"


def lines(count, separator="\t"):
    return "\n".join(
        separator.join(
            (f"{FAMILIES[n % 8]} {'Айгүл' if n < 8 else 'Нуриза' if n < 16 else 'Зарина'}", f"055512{n:04}", "судья")
        )
        for n in range(count)
    )


def paste(browser, who, court, text, **values):
    page = browser(who).visit(home(court)).click("Nominate staff")
    return page.submit("Check the list", pasted=text, asked="nothing", **values)


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


def test_importing_the_export_again_changes_nothing(browser, session, court, focal):
    visitor = browser(focal)
    paste(browser, focal, court, lines(5)).submit("Invite 5 people now")
    page = visitor.visit(home(court))
    export = page.submit("Export the list (XLSX)").response.data

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


def test_people_with_an_email_get_a_mail_with_one_link_that_opens(browser, session, court, focal):
    page = paste(browser, focal, court, "Асанова Айгүл;aigul@example.org\nМамбетова Нуриза;0700112233", language="ru")
    page = page.submit("Invite 2 people now")
    assert "A mail is on its way to 1 person" in page.text
    jobs.perform(session.query(jobs.Job).filter_by(name="nominations.tasks.mail_list").one().id)

    mail = session.scalars(select(Mail)).one()
    assert (mail.recipient, mail.language) == ("aigul@example.org", "ru")
    address = next(word for word in mail.body.split() if "/i/" in word)
    assert browser().visit(address.partition("localhost")[2]).path.startswith("/ru/invitation/")


def test_mails_are_written_once_however_often_the_job_runs(session, court, focal):
    invitation = make_invitation(institution=court, by=focal)

    for _ in range(2):
        tasks.mail_list(str(invitation.list_id))
    session.flush()

    assert session.query(Mail).count() == 1
    session.refresh(invitation)
    assert invitation.mailed_at is not None


def test_slips_have_a_code_that_opens_the_door(browser, session, court, focal):
    page = paste(browser, focal, court, "Асанова Айгүл;0555123456;судья", language="ky").submit("Invite 1 person now")

    pdf = page.submit("Print slips").response

    text = " ".join(text_of(pdf.data).split())
    assert pdf.mimetype == "application/pdf"
    assert "Асанова Айгүл" in text
    code = next(word for word in text.split() if word.count("-") == 3)
    assert browser().visit(f"/i/{code}").path.startswith("/ky/invitation/")


def test_links_to_copy_are_shown_once_and_codes_before_keep_working(browser, session, court, focal):
    invitation = make_invitation(email=None, phone="+996555123456", institution=court, by=focal)
    printed = make_code(invitation)
    page = browser(focal).visit(home(court))

    page = page.submit("List to copy into a messenger", person=[str(invitation.id)])

    link = next(word for word in page.all("//textarea/text()")[0].split() if "/i/" in word)
    for code in (link.rpartition("/i/")[2].rstrip("."), printed):
        assert "invitation" in browser().visit(f"/i/{code}").path


def test_a_long_list_is_handed_out_in_portions(browser, session, court, focal, monkeypatch):
    monkeypatch.setitem(portions.SIZES, "slips", 2)
    page = paste(browser, focal, court, lines(5)).submit("Invite 5 people now")

    pdf = text_of(page.submit("Print slips 5–5").response.data)

    names = [row.name for row in session.query(Invitation).order_by(Invitation.sort_key)]
    assert [name in pdf for name in names] == [False] * 4 + [True]


def test_a_code_handed_out_anew_gives_the_whole_time_again(browser, session, court, focal):
    invitation = make_invitation(institution=court, by=focal, at=clock.now() - LASTS)
    services.ask_again(invitation, at=clock.now())
    session.commit()
    page = browser(focal).visit(home(court))
    assert "Asks for a new code" in page.text

    page = page.submit("List to copy into a messenger", person=[str(invitation.id)])

    link = next(word for word in page.all("//textarea/text()")[0].split() if "/i/" in word)
    assert browser().visit(f"/i/{link.rpartition('/i/')[2].rstrip('.')}").heading == "You are invited"
    assert "Asks for a new code" not in [cell.text for cell in browser(focal).visit(home(court)).all("//td/span")]


def test_words_say_how_far_people_have_come_and_never_a_score(browser, session, court, focal):
    edition = make_edition()
    for number, state in enumerate(("invited", "registered", "studying", "completed", "declined")):
        invitation = make_invitation(
            f"{FAMILIES[number]} Айгүл", email=f"{state}@example.org", institution=court, by=focal
        )
        if state == "declined":
            services.decline(invitation, "Отпуск", at=clock.now())
        elif state != "invited":
            person = make_person(institution=court)
            services.accept(invitation, person, contacts=[f"{state}@example.org"], by=focal.id, at=clock.now())
            done = ("lesson:first", "lesson:second", "scenario", "final") if state == "completed" else ()
            if state != "registered":
                make_enrolment(edition, person, done=done)
    session.commit()

    page = browser(focal).visit(home(court))

    words = [" ".join(cell.itertext()).strip() for cell in page.all("//td[@data-label='Status']")]
    assert words == ["Invited", "Registered", "Studying", "Completed", "Declined"]
    assert "Invited: 5. Registered: 3. Completed: 1." in page.text
    assert "Отпуск" in page.click(f"{FAMILIES[4]} Айгүл").text


def test_who_took_back_the_consent_is_not_followed(browser, session, court, focal):
    invitation = make_invitation(institution=court, by=focal)
    person = make_person(institution=court)
    services.accept(invitation, person, contacts=["aigul@example.org"], by=focal.id, at=clock.now())
    make_enrolment(make_edition(), person)
    session.add(
        Consent(
            person_id=person.id, purpose="study", text_version="1", text_hash="x", language="ky",
            given_at=clock.now(), withdrawn_at=clock.now(),
        )
    )  # fmt: skip
    session.commit()

    page = browser(focal).visit(home(court))

    assert "Registered" in page.text
    assert "Studying" not in [" ".join(cell.itertext()).strip() for cell in page.all("//td[@data-label='Status']")]


def test_each_look_at_a_person_who_has_come_is_recorded(browser, session, court, focal):
    invitation = make_invitation(institution=court, by=focal)
    services.accept(invitation, make_person(), contacts=["aigul@example.org"], by=focal.id, at=clock.now())
    session.commit()

    browser(focal).visit(home(court))

    looks = session.scalars(select(AuditRecord).where(AuditRecord.act == "nominations.progress.seen")).all()
    assert [(look.actor_id, look.subject_id) for look in looks] == [(focal.id, str(invitation.id))]


def test_a_person_can_be_sent_again_given_a_new_code_and_withdrawn(browser, session, court, focal):
    invitation = make_invitation(institution=court, by=focal)
    old = make_code(invitation, Way.SLIP)
    page = browser(focal).visit(home(court)).click("Асанова Айгүл Бакытовна")

    page = page.submit("Send the mail again")
    assert "sent again" in page.notice
    page = page.submit("Make a new code")
    new = next(word for word in page.notice.split() if word.count("-") == 3)
    assert "does not work" in browser().visit(f"/i/{old}").heading
    assert browser().visit(f"/i/{new}").heading == "You are invited"
    page = page.submit("Withdraw the invitation")

    assert "is withdrawn" in page.notice
    assert browser().visit(f"/i/{new}").heading == "This invitation was withdrawn"
    assert "Make a new code" not in page.text


def test_a_wish_for_a_new_code_is_seen_in_the_list(browser, session, court, focal):
    invitation = make_invitation(institution=court, by=focal)
    services.ask_again(invitation, at=clock.now())
    session.commit()

    page = browser(focal).visit(f"{home(court)}?status=asks_again")

    assert "Асанова Айгүл Бакытовна" in page.text


def test_people_are_found_by_how_their_names_sound(browser, session, court, focal):
    make_invitation(institution=court, by=focal)

    assert "Асанова" in browser(focal).visit(f"{home(court)}?name=asanova+aigul").text
    assert "Асанова" not in browser(focal).visit(f"{home(court)}?name=mambetova").text


def test_another_institution_looks_absent(browser, session, court, focal):
    elsewhere = make_institution("Osh City Court")
    other = make_account(Role.FOCAL_POINT, place=elsewhere)
    invitation = make_invitation(institution=court, by=focal)
    page = paste(browser, focal, court, lines(2))
    visitor = browser(other)
    before = {
        page.path,
        home(court),
        f"{home(court)}/new",
        f"{home(court)}/{invitation.id}",
        f"{home(court)}/template.xlsx",
    }

    assert {visitor.visit(path).status for path in before} == {404}
    token = token_of(visitor)
    posts = ("codes", "export.xlsx", f"{invitation.id}/withdraw", f"{invitation.id}/code", f"{invitation.id}/mail")
    assert {visitor.post(f"{home(court)}/{path}", {"csrf_token": token}).status for path in posts} == {404}
    assert invitation.state is InvitationState.INVITED


def test_an_invitation_is_handled_only_at_its_own_institution(browser, session, court, focal):
    elsewhere = make_institution("Osh City Court")
    invitation = make_invitation(institution=court, by=focal)
    other = browser(make_account(Role.FOCAL_POINT, place=elsewhere))
    path = home(elsewhere)

    assert other.visit(f"{path}/{invitation.id}").status == 404
    page = other.post(f"{path}/codes", {"csrf_token": token_of(other), "act": "list", "person": [str(invitation.id)]})
    assert "Choose people who are invited" in page.notice


def test_a_list_is_its_makers_alone(browser, session, court, focal, coordinator):
    page = paste(browser, focal, court, lines(2))
    colleague = make_account(Role.FOCAL_POINT, place=court)

    assert browser(colleague).visit(page.path).status == 404
    assert browser(coordinator).visit(page.path).status == 404


def test_a_focal_point_names_people_of_bodies_beneath_too(browser, session, court, focal):
    chamber = make_institution("A chamber of Talas", parent=court)

    page = browser(focal).visit("/en/reports/nominations")

    assert "A chamber of Talas" in page.text
    assert page.click("A chamber of Talas").path == home(chamber)


def test_the_coordinator_names_people_anywhere(browser, session, court, coordinator):
    page = browser(coordinator).visit("/en/reports/nominations?name=talas+district").click("Talas District Court")

    assert page.path == home(court)
    assert paste(browser, coordinator, court, lines(2)).submit("Invite 2 people now").heading == "2 people are invited"


@pytest.mark.parametrize("role", [None, Role.TRAINER, Role.ADMINISTRATOR])
def test_nobody_else_enters(browser, session, court, role):
    visitor = browser(make_account(*([role] if role else [])))

    assert visitor.visit(home(court)).status == 404
    assert visitor.visit("/en/reports/nominations").status == 404
    assert visitor.visit("/en/reports/calls").status == 404


def test_a_list_is_forgotten_after_fourteen_days(browser, session, court, focal):
    page = paste(browser, focal, court, lines(2))
    clock.freeze(clock.now() + KEPT + timedelta(hours=1))
    try:
        assert browser(focal).visit(page.path).status == 404
        assert tasks.forget_old("2026-11-30")["lists"] == 1
    finally:
        clock._frozen.pop()
    assert session.query(NominationList).count() == 0


def test_who_is_registered_here_is_added_and_told_by_mail(browser, session, court, focal):
    make_edition()
    account = make_account(email="aigul@example.org", institution=court)
    page = browser(focal).visit(f"{home(court)}/new")
    page = page.submit("Check the list", pasted="Асанова Айгүл;aigul@example.org", asked="module:practice")
    assert "Registered: will be added" in page.text
    page = page.submit("Invite 1 person now")

    assert "Registered already, now added" in page.text
    invitation = session.query(Invitation).one()
    assert (invitation.state, invitation.person_id) == (InvitationState.ACCEPTED, account.person_id)
    tasks.mail_list(str(invitation.list_id))
    session.flush()
    assert "asks you to study something new" in session.query(Mail).one().body


def test_people_of_a_joined_institution_are_seen_at_the_other_one(browser, session, court, focal):
    make_invitation(institution=court, by=focal)
    other = make_institution("Talas City Court")
    directory.merge_institutions(court, other, reason="Реформа", by=focal.id, at=clock.now())
    session.commit()
    colleague = make_account(Role.FOCAL_POINT, place=other)

    page = browser(colleague).visit(home(other)).click("Асанова Айгүл Бакытовна")

    assert "is withdrawn" in page.submit("Withdraw the invitation").notice
