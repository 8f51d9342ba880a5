"""An invited person comes in by two short pages; a code that does not open says kindly why."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts.models import Account, Registration
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.codes import grouped
from lms.institutions.services.ending import close
from lms.invitations import services
from lms.invitations.errors import InvitationSpent
from lms.invitations.models import InvitationState, Way
from lms.invitations.services import Asked
from lms.invitations.services.inviting import LASTS
from lms.people.models import Consent, WorkplaceState
from lms.people.queries import current_workplace
from tests.support.factories import make_account, make_code, make_institution, make_invitation, make_person

PASSWORD = "тоодо өскөн арча дарагы"
ABOUT = {"name": "Асанова Айгүл Бакытовна", "sex": "female", "birth_year": "1988", "study": "y"}


@pytest.fixture
def court(session):
    return make_institution("Talas District Court")


@pytest.fixture
def invitation(court):
    return make_invitation(institution=court, asked=Asked(module_slug="practice"))


def first_page(browser, code):
    return browser().visit(f"/i/{code}")


def second_page(page):
    return page.submit("Continue", password=PASSWORD, profession="judge")


def test_an_invited_judge_sees_two_pages(browser, session, court, invitation):
    page = first_page(browser, make_code(invitation))
    assert page.path.startswith("/en/invitation/")
    assert "Talas District Court invites you" in page.text

    page = second_page(page)
    assert page.all("//input[@name='name']/@value") == ["Асанова Айгүл Бакытовна"]
    page = page.submit("Create my account", **ABOUT)

    assert page.heading == "Your account is ready"
    assert page.links()["See the module you are asked to study"] == "/en/modules/practice"
    account = session.scalars(select(Account).where(Account.email == "aigul@example.org")).one()
    workplace = current_workplace(account.person_id)
    assert (workplace.institution_id, workplace.state) == (court.id, WorkplaceState.CONFIRMED)
    assert workplace.confirmed_by_id == invitation.invited_by_id
    assert account.person.profession_code == "judge"
    assert account.person.region_code == "KG-T"
    assert [row.purpose for row in session.scalars(select(Consent))] == ["study"]
    assert (invitation.state, invitation.person_id) == (InvitationState.ACCEPTED, account.person_id)


@pytest.mark.parametrize(("contact", "is_verified"), [("email", False), ("phone", True)])
def test_an_invitation_handed_over_confirms_a_phone_and_no_address(browser, session, court, contact, is_verified):
    way = {"email": "guard@example.org"} if contact == "email" else {"phone": "+996555123456"}
    invitation = make_invitation(institution=court, asked=Asked(module_slug="practice"), **{"email": None, **way})

    second_page(first_page(browser, make_code(invitation))).submit("Create my account", **ABOUT)

    account = session.scalars(select(Account).where(Account.person_id == invitation.person_id)).one()
    assert account.has_verified_contact is is_verified


def test_the_code_is_typed_in_any_spelling(browser, invitation):
    code = make_code(invitation)

    page = browser().visit("/i?language=en").submit("Open", code=grouped(code).lower().replace("-", " "))

    assert page.heading == "You are invited"


def test_a_wrong_code_is_asked_again_in_groups_as_on_the_slip(browser, session):
    page = browser().visit("/i/0123456789ABCDEF?language=en")

    assert page.status == 404
    assert page.all("//input[@name='code']/@value") == ["0123-4567-89AB-CDEF"]
    assert "There is no invitation with this code" in page.text


def test_what_is_no_code_is_refused_before_it_is_looked_up(browser, session):
    page = browser().visit("/i?language=en").submit("Open", code="1234")

    assert page.status == 422
    assert "A code has 16 letters and digits" in page.text


def test_wrong_codes_slow_down_after_a_hall_full_of_them(browser, session):
    visitor = browser()
    statuses = [visitor.visit("/i/0123456789ABCDEF").status for _ in range(102)]

    assert statuses[99] == 404
    assert statuses[-1] == 429


def test_looking_spends_nothing(browser, session, invitation):
    code = make_code(invitation)
    first_page(browser, code)

    assert first_page(browser, code).heading == "You are invited"
    assert invitation.state is InvitationState.INVITED


def test_only_the_hash_of_a_code_is_kept(browser, session, invitation):
    code = make_code(invitation)
    second_page(first_page(browser, code))

    kept = [str(row.answers) for row in session.scalars(select(Registration))]
    kept += [str(row.facts) for row in session.scalars(select(AuditRecord))]
    assert len(kept) > 1
    assert code not in " ".join(kept)


def test_a_used_code_leads_to_signing_in(browser, invitation):
    code = make_code(invitation)
    second_page(first_page(browser, code)).submit("Create my account", **ABOUT)

    page = first_page(browser, code)

    assert page.heading == "This invitation has been used"
    assert page.click("Sign in").heading == "Sign in"


def test_two_browsers_with_one_code_open_one_account(browser, session, invitation):
    code = make_code(invitation)
    one, other = (second_page(first_page(browser, code)) for _ in range(2))
    one.submit("Create my account", **ABOUT)

    page = other.submit("Create my account", **ABOUT)

    assert page.status == 422
    assert "cannot be used any more" in page.text
    assert len(session.scalars(select(Account).where(Account.email == "aigul@example.org")).all()) == 1


def test_an_old_code_offers_a_new_one(browser, court, session):
    focal = make_account("focal_point", place=court, name="Жакыпова Чынара")
    invitation = make_invitation(institution=court, by=focal, at=clock.now() - LASTS)

    page = first_page(browser, make_code(invitation, at=clock.now() - LASTS))
    assert page.heading == "This code does not work any more"
    assert "Жакыпова Чынара" in page.text
    page = page.submit("Send me a new code")

    assert "Your wish is noted" in page.notice
    assert invitation.asked_again_at == clock.now()


def test_a_replaced_code_no_longer_opens_and_the_new_one_does(browser, session, invitation):
    old = make_code(invitation)
    new = services.renew(invitation, Way.SLIP, by=invitation.invited_by_id, at=clock.now())
    session.commit()

    assert first_page(browser, old).heading == "This code does not work any more"
    assert first_page(browser, new).heading == "You are invited"


def test_a_withdrawn_invitation_is_closed_and_makes_no_account(browser, session, invitation):
    code = make_code(invitation)
    page = second_page(first_page(browser, code))
    services.withdraw(invitation, by=invitation.invited_by_id, at=clock.now())
    session.commit()

    assert first_page(browser, code).heading == "This invitation was withdrawn"
    assert page.submit("Create my account", **ABOUT).status == 422
    assert not session.scalars(select(Account).where(Account.email == "aigul@example.org")).all()


def test_an_institution_that_was_closed_has_no_place_for_anybody(browser, session, court, invitation):
    code = make_code(invitation)
    page = second_page(first_page(browser, code))
    account = make_account(email="aigul@example.org", institution=make_institution("Osh City Court"))
    close(court)
    session.commit()

    said = first_page(browser, code)
    assert said.heading == "The institution that invited you has been closed"
    assert said.click("Create my account").path == "/en/register"
    assert page.submit("Create my account", **ABOUT).status == 422
    assert browser(account).visit(f"/i/{code}").heading == said.heading
    with pytest.raises(InvitationSpent):
        services.accept(invitation, account.person, contacts=[account.email], by=account.id, at=clock.now())


def test_declining_takes_a_reason_or_none(browser, session, court):
    for contact, reason in (("one@example.org", "Кийинки жылы"), ("two@example.org", "")):
        invitation = make_invitation(email=contact, institution=court)
        page = first_page(browser, make_code(invitation)).click("I do not want to take part")
        page = page.submit("Decline the invitation", reason=reason)

        assert page.heading == "You have declined this invitation"
        assert invitation.state is InvitationState.DECLINED
        assert invitation.decline_reason == (reason or None)


def test_somebody_with_an_account_signs_in_and_accepts(browser, session, court, invitation):
    account = make_account(email="aigul@example.org", institution=make_institution("Osh City Court"))
    code = make_code(invitation)
    assert first_page(browser, code).click("Sign in").heading == "Sign in"

    page = browser(account).visit(f"/i/{code}").submit("Accept the invitation")

    assert "You have accepted the invitation" in page.notice
    workplace = current_workplace(account.person_id)
    assert (workplace.institution_id, workplace.state) == (court.id, WorkplaceState.CONFIRMED)


def test_an_invitation_that_was_passed_on_opens_nothing(browser, session, court, invitation):
    stranger = browser(make_account(email="bakyt@example.org"))
    code = make_code(invitation)

    page = stranger.visit(f"/i/{code}")
    assert "for somebody with another e-mail or phone" in page.text
    token = page.all("//input[@name='csrf_token']/@value")[0]
    stranger.post(f"/en/invitation/{code}/accept", {"csrf_token": token})

    assert invitation.state is InvitationState.INVITED


@pytest.mark.parametrize(
    ("way", "email", "phone", "is_verified"),
    [
        (Way.MAIL, "aigul@example.org", None, True),
        (Way.SLIP, "aigul@example.org", None, False),
        (Way.SLIP, None, "+996555123456", True),
        (Way.LIST, None, "+996555123456", True),
    ],
)
def test_a_code_that_reached_the_person_shows_that_the_contact_is_theirs(
    browser, session, court, way, email, phone, is_verified
):
    invitation = make_invitation(email=email, phone=phone, institution=court)

    second_page(first_page(browser, make_code(invitation, way))).submit("Create my account", **ABOUT)

    account = session.scalars(select(Account).where(Account.person_id == invitation.person_id)).one()
    assert account.has_verified_contact is is_verified


def test_a_self_declared_workplace_becomes_confirmed(browser, session, court, invitation):
    account = make_account(email="aigul@example.org", institution=court)

    browser(account).visit(f"/i/{make_code(invitation)}").submit("Accept the invitation")

    assert current_workplace(account.person_id).state is WorkplaceState.CONFIRMED


def test_a_person_under_18_gets_no_account_and_nothing_is_kept(browser, session, invitation):
    page = second_page(first_page(browser, make_code(invitation)))

    page = page.submit("Create my account", **{**ABOUT, "birth_year": "2010"})

    assert page.path == "/en/register/from-18"
    assert not session.scalars(select(Registration)).all()
    assert invitation.state is InvitationState.INVITED


def test_errors_keep_what_was_typed(browser, session, invitation):
    page = first_page(browser, make_code(invitation)).submit("Continue", password="short", profession="judge")
    assert page.status == 422
    page = second_page(page).submit("Create my account", **{**ABOUT, "sex": ""})

    assert page.status == 422
    assert page.all("//input[@name='birth_year']/@value") == ["1988"]


def test_the_other_steps_are_closed_to_an_invited_person(browser, session, invitation):
    page = second_page(first_page(browser, make_code(invitation)))

    assert page.browser.visit("/en/register/place").path == "/en/register/invited"
    assert page.browser.visit("/en/register").path == "/en/register/invited"


def test_the_invitation_speaks_its_language_until_another_is_chosen(browser, session, court):
    code = make_code(make_invitation(institution=court, language="ky"))
    visitor = browser()

    assert visitor.visit(f"/i/{code}").path.startswith("/ky/invitation/")


def test_a_person_downloads_what_the_institution_wrote(browser, session, court):
    from lms.people.exports import collect  # noqa: PLC0415  (after the rooms are there)

    person = make_person(institution=court)
    account = make_account(person=person, email="aigul@example.org")
    invitation = make_invitation(institution=court)
    browser(account).visit(f"/i/{make_code(invitation)}").submit("Accept the invitation")

    parts = collect(person.id)["invitations"]
    assert [(part["name"], part["state"]) for part in parts] == [("Асанова Айгүл Бакытовна", "accepted")]
    assert clock.now() - timedelta(days=1) < invitation.ended_at
