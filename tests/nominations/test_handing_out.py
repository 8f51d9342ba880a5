"""How those who were named are told: by mail, on slips, by links, a long list in portions."""

from datetime import timedelta

from sqlalchemy import select

from lms.core import clock, jobs
from lms.core.mail import Mail
from lms.core.policy import PROOF_LASTS
from lms.invitations import services
from lms.invitations.models import Invitation
from lms.invitations.services import LASTS
from lms.nominations import portions, tasks
from tests.nominations.pages import home, lines, paste
from tests.support.factories import (
    make_code,
    make_invitation,
)
from tests.support.factories.people import PASSWORD
from tests.support.pdf import text_of


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


def test_slips_ask_for_a_fresh_proof_and_keep_what_was_chosen(browser, session, court, focal, frozen):
    page = paste(browser, focal, court, lines(2)).submit("Invite 2 people now")
    clock.freeze(frozen + PROOF_LASTS + timedelta(minutes=1))

    asked = page.submit("Print slips")

    assert (asked.status, asked.heading) == (403, "Show that it is you")
    pdf = asked.submit("Continue", password=PASSWORD).submit("Send now").response
    assert pdf.mimetype == "application/pdf"
    names = session.scalars(select(Invitation.name)).all()
    assert len(names) == 2
    assert all(name in text_of(pdf.data) for name in names)


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
