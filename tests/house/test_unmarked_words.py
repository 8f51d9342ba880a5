"""Every word that somebody can meet is marked for translation: behind links, on a whole way, and when refused."""

import pytest

from lms.accounts.models import Role
from lms.authoring.services import drafts, reviews
from lms.catalogue.models import Draft
from lms.core import clock, jobs
from lms.core.extensions import db
from lms.institutions.queries import institution_by_key
from tests.support.browser import filled
from tests.support.crawler import pages_from, sent_empty
from tests.support.factories import (
    make_account,
    make_completion,
    make_edition,
    make_enrolment,
    make_institution,
    make_person,
)
from tests.support.learning import answers
from tests.support.pseudo import CLOSE, OPEN, Listener, kyrgyz_module, unmarked
from tests.support.words import said_in

say = said_in("ky")
ROLES = {
    "visitor": [],
    "trainee": [],
    "trainer": [Role.TRAINER],
    "reviewer": [Role.GENDER_REVIEWER],
    "coordinator": [Role.COORDINATOR],
    "focal point": [Role.FOCAL_POINT],
    "administrator": [Role.ADMINISTRATOR],
}


def test_the_check_itself_finds_an_unmarked_word():
    assert unmarked(f"{OPEN}All is {OPEN}well{CLOSE} here{CLOSE} but Submit stands bare") == [
        "but",
        "Submit",
        "stands",
        "bare",
    ]


@pytest.mark.parametrize("who", ROLES)
def test_every_word_on_every_page_and_of_every_refusal_is_marked(who, app, session, pseudo):
    court = make_institution("Сот")
    edition = make_edition(kyrgyz_module())
    person = make_person("Асанова Айгүл", institution=court, language="ky")
    account = None if who == "visitor" else make_account(*ROLES[who], person=person, place=court)
    if who == "trainee":
        make_enrolment(edition, person, done=("lesson:first",))
    else:
        make_completion(make_account(institution=court), edition)
    on_the_desk(account if who == "trainer" else make_account(Role.TRAINER))
    session.commit()
    listener = Listener(app, account)

    pages = list(pages_from(listener, "/ky/"))
    refused = [page for page in sent_empty(pages) if page.status == 422]

    assert listener.bare == {}
    assert refused, "No form was refused."


def on_the_desk(trainer):
    """A module that waits for its reviews."""
    module = drafts.create_module(kyrgyz_module(slug="waiting", code="M92"), by=trainer.id, at=clock.now())
    db.session.flush()
    draft = db.session.get_one(Draft, module.id)
    reviews.request_review(draft, change="first", by=trainer.id, at=clock.now())


@pytest.fixture
def listener(app, session, pseudo):
    yield (listener := Listener(app))
    assert listener.bare == {}


def refused(page, button, **values):
    """The page again with its sentences about what is wrong."""
    page = page.submit(button, **values)
    assert page.status == 422, page.text
    return page


def test_registering_and_signing_in(listener):
    court = institution_by_key("talas-oblast-court")
    go_on, contact = say("Continue"), {"login": "0555 123 456", "password": "тоодо өскөн арча дарагы"}
    about = {"name": "Асанова Айгүл", "latin": "", "sex": "female", "birth_year": "1988"}

    page = listener.visit("/ky/register")
    for login, password in (("x", "short"), (contact["login"], "password2026"), (contact["login"], contact["login"])):
        page = refused(page, go_on, login=login, password=password)
    page = refused(page.submit(go_on, **contact), go_on).submit(go_on, kind="court", region="KG-T")
    page = refused(page, go_on, institution="not-listed", profession="judge")
    page = page.submit(go_on, institution=str(court.id), profession="judge")
    page = refused(page, go_on, **about | {"name": "Асанова 2", "latin": "Асанова", "birth_year": "1"})
    page = refused(page.submit(go_on, **about), say("Create my account")).submit(say("Create my account"), study="y")
    assert page.heading == say("Your account is ready")
    page.submit(say("Sign out"))
    page = refused(listener.visit("/ky/sign-in"), say("Sign in"), **contact | {"password": "башка"})
    assert page.submit(say("Sign in"), **contact).path == "/ky/my-learning"


def test_studying_to_the_certificate(app, listener):
    account = make_account(agrees=True)
    document = kyrgyz_module()
    make_edition(document)
    listener.sign_in(account)

    page = listener.visit("/ky/modules/practice").submit(say("Start module")).submit(say("Start the pre-test"))
    page = handed_in(page, document, right=3).click(say("Continue"))
    page = refused(page, say("Check"))
    for right, button in enumerate((say("Check"), say("Check again"))):
        page = page.submit(button, **answers(document, page, right, ["c1"]))
    page = page.submit(say("Save and continue")).submit(say("Save and continue"))
    page = decided(page, "c").submit(say("Change my last decision"))
    page = decided(decided(page, "b"), "a")
    assert len(page.all("//ol[@class='scenario-path']/li")) == 2
    for right in (3, 12):
        page = listener.visit("/ky/modules/practice/quiz").submit(say("Start the quiz"))
        page = handed_in(page, document, right=right)
    assert page.heading == say("Passed")

    page = listener.visit("/ky/my-learning/certificates/practice")
    page = refused(page, say("Check the name"), line="own", own="Асанова 2")
    page = page.submit(say("Check the name"), line=account.person.full_name()).submit(say("Issue the certificate"))
    jobs.work_off()
    page = page.click(say("See whether it is ready"))
    assert page.heading == say("Your certificate is ready")
    assert listener.visit("/verify", query={"language": "ky", "code": "1"}).status == 422


def handed_in(page, document, right):
    page = page.submit(say("Check all answers"))
    page = page.browser.visit(page.path.removesuffix("/check"))
    page = page.submit(say("Check all answers"), **answers(document, page, right))
    return page.submit(say("Finish and hand in"))


def decided(page, choice):
    """All choices say the same in this module, so that the key tells them apart."""
    (button,) = page.all(f"//button[@name='choice'][@value='{choice}']")
    return page.browser.post(page.path, filled(button.xpath("ancestor::form")[0]) | {"choice": choice})
