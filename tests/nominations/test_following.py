"""How far those who were named have come, in words, and what can be done about one of them."""

from sqlalchemy import select

from lms.accounts.models import Role
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.mail import Mail
from lms.institutions import services as directory
from lms.invitations import services
from lms.invitations.models import Invitation, InvitationState, Way
from lms.nominations import tasks
from lms.people.models import Consent
from tests.nominations.pages import FAMILIES, home
from tests.support.factories import (
    make_account,
    make_code,
    make_edition,
    make_enrolment,
    make_institution,
    make_invitation,
    make_person,
)


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
    session.scalars(select(Consent)).one().withdrawn_at = clock.now()
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
