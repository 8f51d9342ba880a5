"""A person sees, corrects and downloads what is held, and nobody else's; what was recorded stays."""

import json

import pytest
from sqlalchemy import select

from lms.accounts.models import SignIn
from lms.core import audit, clock
from lms.core.mail import Mail
from lms.core.transactions import apart
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.institutions.queries import institution_by_key
from lms.people.models import Consent, Purpose, Workplace
from lms.people.services import Agreement, agree
from tests.support.databases import few_queries
from tests.support.factories import make_account, make_edition, make_enrolment, make_institution, make_person
from tests.support.factories.people import PASSWORD


def test_the_profile_shows_what_is_held(browser, session):
    court = make_institution("Talas District Court")
    account = make_account(email="judge@example.org", person=make_person(institution=court))

    page = browser(account).visit("/en/profile")

    for shown in (
        "Асанова Айгүл Бакытовна",
        "Talas District Court",
        "Talas oblast",
        "Woman",
        "1988",
        "judge@example.org",
    ):
        assert shown in page.text


def test_the_profile_asks_the_database_little(app, browser, session):
    someone = browser(make_account())
    someone.visit("/en/profile")

    with few_queries(app):
        someone.visit("/en/profile")


def test_names_are_kept_in_three_spellings(browser, session):
    account = make_account()

    page = browser(account).visit("/en/profile/name")
    page = page.submit("Save", ky="Асанова Айгүл", ru="Асанова Айгуль", en="Asanova Aigul")

    assert page.notice.startswith("Your name is saved.")
    session.expire_all()
    assert {name.script.value: name.full_name for name in account.person.names} == {
        "ky": "Асанова Айгүл",
        "ru": "Асанова Айгуль",
        "en": "Asanova Aigul",
    }
    assert "аигул" in account.person.search_text


def test_a_name_must_stay(browser, session):
    page = browser(make_account()).visit("/en/profile/name").submit("Save", ky="", ru="", en="")

    assert page.status == 422
    assert "at least one spelling" in page.text


def test_a_correction_leaves_enrolments_as_they_were(browser, session):
    account = make_account(person=make_person(sex="female", birth_year=1988, profession="judge"))
    enrolment = make_enrolment(make_edition(), account.person)

    page = browser(account).visit("/en/profile/about")
    page.submit("Save", sex="male", birth_year="1970", profession="prosecutor")

    session.expire_all()
    assert (account.person.sex, account.person.birth_year, account.person.profession_code) == (
        "male",
        1970,
        "prosecutor",
    )
    assert (enrolment.sex, enrolment.birth_year, enrolment.profession_code) == ("female", 1988, "judge")


def test_nobody_makes_themselves_a_minor(browser, session):
    page = browser(make_account()).visit("/en/profile/about")

    page = page.submit("Save", sex="male", birth_year="2015", profession="judge")

    assert page.status == 422


def test_a_new_workplace_ends_the_old_one_and_is_self_declared(browser, session, frozen):
    old = make_institution("Old court")
    account = make_account(person=make_person(institution=old, confirmed=True))
    enrolment = make_enrolment(make_edition(), account.person)
    new = institution_by_key("naryn-oblast-court")

    page = browser(account).visit("/en/profile/workplace").submit("Continue", kind="court", region="KG-N")
    page = page.submit("Save", institution=str(new.id))

    assert page.path == "/en/profile"
    session.expire_all()
    rows = session.scalars(select(Workplace).order_by(Workplace.until.is_(None))).all()
    assert [(row.institution_id, row.until, row.state) for row in rows] == [
        (old.id, frozen, "confirmed"),
        (new.id, None, "self_declared"),
    ]
    assert enrolment.institution_id == old.id
    assert account.person.region_code == "KG-N"


def test_a_new_address_needs_the_password_and_the_old_one_is_told(browser, session):
    account = make_account(email="judge@example.org")
    someone = browser(account)

    page = someone.visit("/en/profile/contact").submit("Save", login="new@example.org", password="wrong password")
    assert page.status == 422
    page = page.submit("Save", login="new@example.org", password=PASSWORD)

    assert page.path == "/en/profile/contact/confirm"
    session.expire_all()
    assert account.email == "new@example.org"
    assert session.scalars(select(Mail.recipient)).all() == ["judge@example.org"]


def test_an_address_of_somebody_else_is_refused(browser, session):
    make_account(email="taken@example.org")
    account = make_account(email="judge@example.org")

    page = browser(account).visit("/en/profile/contact")
    page = page.submit("Save", login="taken@example.org", password=PASSWORD)

    assert page.status == 422
    session.expire_all()
    assert account.email == "judge@example.org"


def test_a_consent_is_withdrawn_as_easily_as_it_was_given(browser, session):
    account = make_account()
    someone = browser(account)

    page = someone.visit("/en/profile/consents").submit("I agree")
    assert page.notice == "Your consent is recorded."
    page = page.click("Withdraw").submit("Withdraw my consent")

    assert page.notice == "Your consent is withdrawn."
    consent = session.scalars(select(Consent)).one()
    assert consent.withdrawn_at is not None


def test_without_the_consent_to_a_training_record_nothing_more_is_recorded(browser, session, frozen):
    account = make_account()
    agree(account.person, [Agreement(Purpose.STUDY, "2026-11", "hash", "en")], at=frozen)
    edition = make_edition()
    make_enrolment(edition, account.person)
    someone = browser(account)

    page = someone.visit("/en/profile/consents/study/withdraw")
    assert "you cannot start a module" in page.text
    page.submit("Withdraw my consent")

    enrolment = session.scalars(select(Enrolment)).one()
    session.refresh(enrolment)
    assert enrolment.state is EnrolmentState.WITHDRAWN
    page = someone.visit(f"/en/modules/{edition.module.slug}").submit("Start module")
    assert page.heading == "Your consents"
    assert len(session.scalars(select(Enrolment)).all()) == 1


def test_one_device_can_be_signed_out_from_another(browser, session):
    account = make_account()
    phone, laptop = browser(account), browser(account)

    page = laptop.visit("/en/profile/devices").submit("Sign this device out")

    assert page.notice == "The device is signed out."
    assert phone.visit("/en/profile").heading == "Sign in"
    assert laptop.visit("/en/profile").heading == "Profile"


def test_the_device_of_somebody_else_stays_signed_in(browser, session):
    other = make_account()
    browser(other)
    hash_of_other = session.scalars(select(SignIn.secret_hash)).one()
    someone = browser(make_account())
    token = someone.visit("/en/profile").all("//input[@name='csrf_token']/@value")[0]

    someone.post("/en/profile/devices", {"device": hash_of_other, "csrf_token": token})

    assert session.get(SignIn, hash_of_other, populate_existing=True).ended_at is None


def test_a_person_sees_who_looked(browser, session):
    account = make_account()
    other = make_account()
    coordinator = make_account("coordinator", person=make_person("Осмонова Жылдыз"))
    for subject in (account.person, other.person):
        audit.record(coordinator.id, "reports.person.seen", subject, at=clock.now(), reason="Monthly check")
    session.commit()

    page = browser(account).visit("/en/profile/looks")

    assert page.text.count("Осмонова Жылдыз") == 1
    assert "Monthly check" in page.text


def test_the_download_is_complete_and_nobody_elses(browser, session):
    account = make_account(email="judge@example.org", person=make_person(institution=make_institution()))
    other = make_account(email="other@example.org", person=make_person("Чужой Человек"))
    edition = make_edition()
    make_enrolment(edition, account.person, done=["lesson:first"])
    make_enrolment(edition, other.person)

    response = browser(account).client.get("/en/profile/data")

    content = json.loads(response.text)
    assert response.headers["Cache-Control"] == "no-store"
    assert "attachment" in response.headers["Content-Disposition"]
    assert content["person"]["names"] == {"ky": "Асанова Айгүл Бакытовна"}
    assert content["account"]["email"] == "judge@example.org"
    assert [row["module"] for row in content["enrolments"]] == ["practice"]
    assert list(content["enrolments"][0]["steps"]) == ["lesson:first"]
    assert {"workplaces", "consents", "attempts", "certificates", "knowledge_checks"} <= set(content)
    assert "Чужой" not in response.text
    assert "other@example.org" not in response.text
    assert "argon2" not in response.text
    assert "secret" not in response.text


@pytest.mark.parametrize(
    "path",
    [
        "/en/profile",
        "/en/profile/name",
        "/en/profile/about",
        "/en/profile/language",
        "/en/profile/contact",
        "/en/profile/password",
        "/en/profile/workplace",
        "/en/profile/consents",
        "/en/profile/devices",
        "/en/profile/looks",
        "/en/profile/data",
        "/en/register/ready",
    ],
)
@pytest.mark.parametrize("role", [None, "trainer", "coordinator", "administrator"])
def test_everybody_has_a_profile_and_visitors_have_none(browser, session, path, role):
    assert browser().client.get(path).status_code == 303
    assert browser(make_account(*([role] if role else []))).visit(path).status == 200


def test_looking_changes_nothing(browser, session):
    account = make_account()
    someone = browser(account)
    for page in ("", "/name", "/about", "/consents", "/devices", "/consents/study/withdraw", "/data"):
        someone.visit(f"/en/profile{page}")

    with apart() as other:
        assert other.scalars(select(Consent)).all() == []
    assert not session.dirty
