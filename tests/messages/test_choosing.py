"""A person decides which messages come; codes, links and notices about the account always do."""

from datetime import timedelta

from sqlalchemy import select

from lms.accounts.models import Role
from lms.certificates import services as certificates
from lms.core import clock, jobs, mail
from lms.core.audit import AuditRecord
from lms.core.mail import Mail
from lms.messages import queries
from tests.support.factories import make_account, make_certificate, make_completion

PATH = "/en/profile/messages"
BODY = "What it is.\n\nhttps://sabak.example.org/ky/somewhere\n"


def choose(browser, *wanted):
    return browser.visit(PATH).submit("Save", wanted=list(wanted))


def test_everything_is_sent_until_somebody_says_otherwise(browser, session):
    page = browser(make_account()).visit("/en/profile").click("Messages by e-mail")

    ticked = page.all("//input[@name='wanted']/@checked")
    assert page.path == PATH
    assert len(ticked) == len(page.all("//input[@name='wanted']"))


def test_what_is_switched_off_stays_off_and_the_rest_on(browser, session):
    judge = make_account()

    page = choose(browser(judge), "certificate_issued")

    assert "is saved" in page.notice
    assert "unfinished_module" in queries.switched_off_by(judge.id)
    assert "certificate_issued" not in queries.switched_off_by(judge.id)
    page = page.click("Messages by e-mail")
    assert page.all("//input[@name='wanted'][@checked]/@value") == ["certificate_issued"]


def test_all_can_be_switched_off_and_on_again(browser, session):
    judge = make_account()
    person = browser(judge)
    choose(person)
    assert queries.switched_off_by(judge.id)

    offered = person.visit(PATH).all("//input[@name='wanted']/@value")
    choose(person, *offered)

    assert queries.switched_off_by(judge.id) == set()
    acts = session.scalars(select(AuditRecord.act).where(AuditRecord.act == "messages.choice.changed")).all()
    assert len(acts) == 2


def test_messages_of_a_role_are_offered_to_people_with_one(browser, session):
    trainee = browser(make_account()).visit(PATH)
    reviewer = browser(make_account(Role.GENDER_REVIEWER)).visit(PATH)

    assert "A text was sent to my review" not in trainee.text
    assert "A text was sent to my review" in reviewer.text


def test_what_was_not_offered_stays_as_it_was(browser, session):
    """A role that is given later finds its messages on."""
    judge = make_account()

    choose(browser(judge))

    assert "review_asked" not in queries.switched_off_by(judge.id)


def test_a_kind_that_nobody_offers_is_refused(browser, session):
    judge = make_account()

    page = browser(judge).visit(PATH).submit("Save", wanted=["new_password"])

    assert page.status == 422
    assert queries.switched_off_by(judge.id) == set()


def test_a_message_that_is_off_is_not_written(browser, session, frozen):
    judge = make_account()
    choose(browser(judge), "unfinished_module")

    make_certificate(judge)

    assert session.scalars(select(Mail)).all() == []


def test_the_same_message_comes_to_everybody_else(session, frozen):
    judge = make_account()

    make_certificate(judge)

    assert session.scalars(select(Mail.recipient)).all() == [judge.email]


def test_a_message_that_waits_to_leave_is_dropped_once_it_is_off(browser, session, frozen):
    judge = make_account()
    certificates.issue_certificate(
        make_completion(judge), name="Асанова Айгүл", languages="ky+en", by=judge.id, at=frozen
    )
    session.commit()
    choose(browser(judge))

    clock.freeze(frozen + timedelta(minutes=1))
    jobs.work_off()

    assert session.scalars(select(Mail)).all() == []


def test_links_and_notices_always_come(browser, session):
    judge = make_account()
    choose(browser(judge))

    for kind in ("new_password", "password_changed", "contact_changed"):
        assert mail.send(kind, judge.email, language="en", subject="What it is", body=BODY, at=clock.now())
        assert kind not in mail.optional_kinds()


def test_people_without_an_address_are_told_that_nothing_comes(browser, session):
    page = browser(make_account(phone="+996555123456")).visit(PATH)

    assert "nothing is sent" in page.notice


def test_an_installation_without_mail_says_so(app, browser, session, monkeypatch):
    monkeypatch.setitem(app.config, "NO_MAIL", True)

    assert "sends no e-mail" in browser(make_account()).visit(PATH).notice


def test_the_choice_is_in_the_download_of_own_data(browser, session):
    judge = make_account()
    person = browser(judge)
    choose(person)

    content = person.visit("/en/profile/data").response.get_json()

    assert "unfinished_module" in {row["kind"] for row in content["messages"]["switched_off"]}


def test_a_visitor_is_asked_to_sign_in(browser):
    assert browser().visit(PATH).heading == "Sign in"
