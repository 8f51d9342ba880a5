"""Anybody of age opens an account in four short steps, and gets no role by it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts.models import Account, Registration, RoleGrant
from lms.core import clock
from lms.institutions.models import Institution, InstitutionState
from lms.institutions.queries import institution_by_key
from lms.people.models import Consent, Person, Script, Workplace
from tests.support.factories import make_account
from tests.support.words import said_in

PASSWORD = "тоодо өскөн арча дарагы"


def contact_step(browser, login="0555 123 456", **more):
    return browser.visit("/en/register").submit("Continue", login=login, password=PASSWORD, **more)


def place_step(page, kind="court", region="KG-T"):
    return page.submit("Continue", kind=kind, region=region)


def about_step(page, **changes):
    about = {"name": "Асанова Айгүл Бакытовна", "latin": "Asanova Aigul", "sex": "female", "birth_year": "1988"}
    return page.submit("Continue", **about | changes)


@pytest.fixture
def court(session):
    return institution_by_key("talas-oblast-court")


def registered(browser, court, **consents):
    page = place_step(contact_step(browser))
    page = page.submit("Continue", institution=str(court.id), profession="judge")
    return about_step(page).submit("Create my account", study="y", **consents)


def test_a_judge_opens_an_account(browser, session, court, frozen):
    page = registered(browser(), court, evaluation="y")

    assert page.heading == "Your account is ready"
    account = session.scalars(select(Account)).one()
    assert account.phone == "+996555123456"
    assert account.email is None
    person = account.person
    assert person.language == "en"
    assert {name.script: name.full_name for name in person.names} == {
        Script.KYRGYZ: "Асанова Айгүл Бакытовна",
        Script.LATIN: "Asanova Aigul",
    }
    assert (person.sex, person.birth_year, person.profession_code, person.region_code) == (
        "female",
        1988,
        "judge",
        "KG-T",
    )
    assert person.workplace.institution_id == court.id
    given = session.scalars(select(Consent).order_by(Consent.purpose)).all()
    assert [(row.purpose, row.language, row.text_version) for row in given] == [
        ("evaluation", "en", "2026-12"),
        ("study", "en", "2026-12"),
    ]
    assert session.scalars(select(Registration)).all() == []
    assert page.browser.visit("/en/profile").heading == "Profile"


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_who_registers_is_written_to_in_the_language_of_the_page(browser, session, court, language):
    say = said_in(language)
    page = browser().visit(f"/{language}/register")
    page = page.submit(say("Continue"), login="0555 123 456", password=PASSWORD)
    page = page.submit(say("Continue"), kind="court", region="KG-T")
    page = page.submit(say("Continue"), institution=str(court.id), profession="judge")
    page = page.submit(say("Continue"), name="Асанова Айгүл", sex="female", birth_year="1988")
    page.submit(say("Create my account"), study="y")

    assert session.scalars(select(Person)).one().language == language
    assert session.scalars(select(Consent)).one().language == language


def test_the_password_chosen_at_the_beginning_signs_in(browser, court):
    registered(browser(), court)

    page = browser().visit("/en/sign-in").submit("Sign in", login="+996 555 123 456", password=PASSWORD)

    assert page.path == "/en/my-learning"


def test_no_request_gives_a_role(browser, session, court):
    someone = browser()
    extra = {"role": "administrator", "roles": "administrator", "grants": "administrator", "is_admin": "1"}
    page = place_step(contact_step(someone, **extra))
    page = page.submit("Continue", institution=str(court.id), profession="judge", **extra)
    about_step(page, **extra).submit("Create my account", study="y", **extra)

    assert session.scalars(select(RoleGrant)).all() == []
    assert someone.visit("/en/admin").status in (403, 404)


def test_a_minor_is_refused_kindly_and_nothing_is_kept(browser, session, court, frozen):
    someone = browser()
    page = place_step(contact_step(someone)).submit("Continue", institution=str(court.id), profession="judge")

    page = about_step(page, birth_year="2009")

    assert page.heading == "Accounts are for people from the age of 18"
    assert session.scalars(select(Registration)).all() == []
    assert session.scalars(select(Person)).all() == []
    assert someone.visit("/en/register").all("//input[@name='login']")[0].get("value") == ""


def test_the_year_in_which_one_turns_eighteen_is_enough(browser, session, court, frozen):
    page = place_step(contact_step(browser())).submit("Continue", institution=str(court.id), profession="judge")

    assert about_step(page, birth_year="2008").heading == "Who sees what"


def test_an_institution_that_is_not_in_the_list_waits_for_the_coordinator(browser, session):
    page = place_step(contact_step(browser()), kind="cso-women", region="KG-B")
    missing = page.submit("Continue", institution="not-listed", profession="cso")
    assert missing.status == 422
    assert "Enter the name of your institution." in missing.text

    page = missing.submit("Continue", institution="not-listed", unlisted="Аялдар кеңеши", profession="cso")
    page = about_step(page)
    assert "Аялдар кеңеши (not in the list yet)" in page.text
    page.submit("Create my account", study="y")

    proposed = session.scalars(select(Institution).where(Institution.state == InstitutionState.PROPOSED)).one()
    person = session.scalars(select(Person)).one()
    assert (proposed.type_code, proposed.region_code, proposed.proposed_by_id) == ("cso-women", "KG-B", person.id)
    assert session.scalars(select(Workplace)).one().institution_id == proposed.id


def test_without_the_required_consent_there_is_no_account(browser, session, court):
    page = place_step(contact_step(browser())).submit("Continue", institution=str(court.id), profession="judge")

    page = about_step(page).submit("Create my account")

    assert page.status == 422
    assert "Without this consent an account cannot be opened." in page.text
    assert session.scalars(select(Account)).all() == []


def test_no_consent_is_ticked_beforehand(browser, court):
    page = place_step(contact_step(browser())).submit("Continue", institution=str(court.id), profession="judge")

    assert about_step(page).all("//input[@type='checkbox'][@checked]") == []


@pytest.mark.parametrize("typed", ["+996555123456", "judge@example.org"])
def test_a_known_contact_is_refused_in_neutral_words(browser, session, typed):
    make_account(email="judge@example.org", phone="+996555123456")

    page = contact_step(browser(), login=typed)

    assert page.status == 422
    assert "cannot be used for a new account" in page.text
    assert len(session.scalars(select(Account)).all()) == 1


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "Use at least 12 characters."),
        ("password2026", "among the first that a stranger would try"),
        ("bishkekbishkek", "among the first that a stranger would try"),
        ("aigul.asanova99", "made of your own name or contact"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(browser, session, password, sentence):
    page = browser().visit("/en/register")

    page = page.submit("Continue", login="aigul.asanova@example.org", password=password)

    assert page.status == 422
    assert sentence in page.text
    assert page.all("//input[@name='login']")[0].get("value") == "aigul.asanova@example.org"
    assert page.all("//input[@name='password']")[0].get("value") is None


def test_what_was_typed_is_kept_for_a_day(browser, frozen):
    someone = browser()
    place_step(contact_step(someone))

    clock.freeze(frozen + timedelta(hours=23))
    assert someone.visit("/en/register").heading == "Your institution and profession"

    clock.freeze(frozen + timedelta(hours=25))
    assert someone.visit("/en/register").heading == "Create my account"


def test_the_next_person_at_the_computer_begins_with_empty_pages(browser, session):
    someone = browser()
    page = contact_step(someone)

    page = page.submit("Delete it and begin again")

    assert page.heading == "Create my account"
    assert page.all("//input[@name='login']")[0].get("value") == ""
    assert session.scalars(select(Registration)).all() == []


def test_each_thing_that_is_missing_is_said_in_words_of_its_own(browser, court):
    place = contact_step(browser())
    work = place_step(place)
    about = work.submit("Continue", institution=str(court.id), profession="judge")

    said = [
        ["".join(link.itertext()).strip() for link in empty.all("//*[@class='error-summary']//a")]
        for empty in (place.submit("Continue"), work.submit("Continue"), about.submit("Continue"))
    ]

    assert said == [
        ["Choose the kind of institution.", "Choose the region."],
        ["Choose your institution, or say that it is not in the list.", "Choose your profession."],
        ["Enter your full name.", "Choose one of the three answers about your sex.", "Enter the year of your birth."],
    ]


def test_a_step_cannot_be_jumped_over(browser):
    someone = browser()
    contact_step(someone)

    assert someone.visit("/en/register/consent").heading == "Where you work"


def test_going_back_shows_what_was_typed(browser, court):
    someone = browser()
    page = place_step(contact_step(someone)).submit("Continue", institution=str(court.id), profession="judge")
    about_step(page)

    page = someone.visit("/en/register/about")
    assert page.all("//input[@name='name']")[0].get("value") == "Асанова Айгүл Бакытовна"
    page = someone.visit("/en/register/contact").submit("Continue", login="judge@example.org")
    assert page.heading == "Who sees what"
    assert "judge@example.org" in page.text


def test_another_place_asks_for_the_institution_again(browser, court):
    someone = browser()
    page = place_step(contact_step(someone)).submit("Continue", institution=str(court.id), profession="judge")
    about_step(page)

    page = someone.visit("/en/register/place").submit("Continue", kind="court", region="KG-N")

    assert page.heading == "Your institution and profession"


@pytest.mark.parametrize("name", ["Г?лнара Асанова", "Асанова 2", "A\ufffdnara", "<b>Айгүл</b>"])
def test_a_broken_name_is_refused(browser, court, name):
    page = place_step(contact_step(browser())).submit("Continue", institution=str(court.id), profession="judge")

    page = about_step(page, name=name)

    assert page.status == 422
    assert "Use letters only." in page.text


def test_the_password_is_kept_only_as_a_hash(browser, session):
    contact_step(browser())

    kept = session.scalars(select(Registration)).one().answers
    assert PASSWORD not in str(kept)
    assert kept["password_hash"].startswith("$argon2id$")


def test_an_institution_that_closed_meanwhile_is_chosen_again(browser, session, court):
    page = place_step(contact_step(browser())).submit("Continue", institution=str(court.id), profession="judge")
    page = about_step(page)
    session.get(Institution, court.id).state = InstitutionState.CLOSED
    session.commit()

    page = page.submit("Create my account", study="y")

    assert page.heading == "Your institution and profession"
    assert "is no longer in the list" in page.notice
    assert session.scalars(select(Account)).all() == []
    assert str(court.id) not in [radio.get("value") for radio in page.all("//input[@name='institution']")]
