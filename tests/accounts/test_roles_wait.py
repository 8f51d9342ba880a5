"""With real people a role does nothing before the second step at sign-in; in a demonstration it always works."""

from datetime import timedelta

import pytest

from lms.accounts import services
from lms.accounts.models import Role
from lms.accounts.passwords import SHORTEST, SHORTEST_WITH_ROLE
from lms.core import clock
from tests.support import databases
from tests.support.browser import Browser
from tests.support.csrf import token_of
from tests.support.factories import make_account, make_institution
from tests.support.factories.people import PASSWORD
from tests.support.second_step import Phone, connect_app

STAFF_PAGES = {
    "administrator": ["/en/admin", "/en/admin/people", "/en/admin/log"],
    "coordinator": ["/en/reports", "/en/reports/institutions", "/en/reports/persons", "/en/admin/institutions"],
    "focal_point": ["/en/reports"],
    "trainer": ["/en/studio"],
    "gender_reviewer": ["/en/studio/reviews"],
    "rights_reviewer": ["/en/studio/reviews"],
}
NEW = "жети көлдүн үстүндө булут"
TRAINEE_PAGES = ["/en/my-learning", "/en/modules", "/en/profile", "/en/profile/data"]


@pytest.fixture
def real(app, monkeypatch):
    """The database takes itself for one of real people."""
    monkeypatch.setitem(app.extensions, "sabak_is_demonstration", False)


def staff(role):
    return make_account(role, place=make_institution() if role == "focal_point" else None)


@pytest.mark.parametrize("role", STAFF_PAGES)
def test_staff_pages_lead_to_the_set_up_and_trainee_pages_stay_open(session, real, browser, role):
    own = browser(staff(role))

    for address in STAFF_PAGES[role]:
        assert own.visit(address).path == "/en/profile/second-step", address
    for address in TRAINEE_PAGES:
        assert own.visit(address).path == address


@pytest.mark.parametrize("role", STAFF_PAGES)
def test_a_demonstration_asks_for_none(session, browser, role):
    own = browser(staff(role))

    for address in STAFF_PAGES[role]:
        assert own.visit(address).path.startswith(address)


def test_after_the_set_up_one_is_where_one_was_going(session, real, browser):
    own = browser(make_account("administrator"))
    page = own.visit("/en/admin/people").click("Connect an app")
    phone = Phone(page.all("//main//code")[0].text.replace(" ", ""))

    codes = page.submit("Connect the app", digits=phone.digits())

    assert codes.click("I have kept them").path == "/en/admin/people"
    assert own.visit("/en/admin").status == 200


@pytest.mark.parametrize(("role", "place"), [("coordinator", "/en/reports"), ("trainer", "/en/studio")])
def test_after_the_first_set_up_one_is_where_the_role_works(session, real, browser, role, place):
    page = browser(make_account(role)).visit("/en/profile/second-step").click("Connect an app")
    phone = Phone(page.all("//main//code")[0].text.replace(" ", ""))

    codes = page.submit("Connect the app", digits=phone.digits())

    assert codes.click("I have kept them").path == place


def test_signing_in_begins_with_the_set_up(session, real, browser):
    account = make_account("administrator")

    page = browser().visit("/en/sign-in").submit("Sign in", login=account.email, password=PASSWORD)

    assert page.heading == "Second step at sign-in"
    assert "Your role works as soon as the second step is set up." in page.notice
    assert "Switch to administration" not in page.text
    assert "Set up the second step" in browser(account).visit("/en/my-learning").text


def test_what_a_role_does_not_allow_stays_absent(session, real, browser):
    own = browser(make_account("trainer"))

    assert own.visit("/en/admin", follow=False).status == 404
    assert own.visit("/en/reports", follow=False).status in (403, 404)


def test_a_form_is_refused_and_changes_nothing(session, real, browser):
    own, judge = browser(make_account("administrator")), make_account()

    form = {"csrf_token": token_of(own), "reason": "Asked in writing"}
    assert own.post(f"/en/admin/people/{judge.id}/roles/trainer", form).status == 403
    session.refresh(judge)
    assert judge.grants == []


def test_a_person_who_is_given_a_role_keeps_learning_and_is_led_to_the_set_up(session, real, browser, frozen):
    judge = make_account()
    own = browser(judge)
    services.give_role(judge, Role.TRAINER, by=None, reason="Себеп", at=frozen)
    session.commit()

    assert own.visit("/en/my-learning").path == "/en/my-learning"
    assert own.visit("/en/studio").path == "/en/profile/second-step"


def test_without_the_second_step_the_role_sleeps_again(session, real, browser):
    account = make_account("administrator")
    phone, _codes = connect_app(account)
    own = browser()
    page = own.visit("/en/sign-in").submit("Sign in", login=account.email, password=PASSWORD)
    page.submit("Continue", digits=phone.digits())
    assert own.visit("/en/admin").path == "/en/admin"

    own.visit("/en/profile/second-step").click("Disconnect the app").submit("Disconnect the app")

    assert own.visit("/en/admin").path == "/en/profile/second-step"


@pytest.mark.parametrize(("role", "has_app", "least"), [
    ("trainer", False, SHORTEST_WITH_ROLE), ("trainer", True, SHORTEST), (None, False, SHORTEST),
])  # fmt: skip
def test_the_password_may_be_shorter_once_the_second_step_protects(session, browser, frozen, role, has_app, least):
    account = make_account(*([role] if role else []))
    if has_app:
        connect_app(account)

    page = browser(account).visit("/en/profile/password")

    assert f"At least {least} characters." in page.text


def test_a_real_installation_from_its_first_link_to_a_fresh_proof(database_kind, frozen, tmp_path):
    """The whole way on a database of its own, with nothing patched, and each request in a transaction of its own."""
    with databases.application(database_kind, tmp_path, SABAK_DEMO="0") as app, app.app_context():
        visitor = Browser(app)
        for code in ("ky", "ru", "en"):
            said = visitor.visit(f"/{code}/").text
            assert "/opt/sabak/deploy/sabak accounts create-admin" in said  # with the settings of the service
            assert "flask --app wsgi accounts create-admin" in said
        result = app.test_cli_runner().invoke(
            args=["accounts", "create-admin", "--email", "first@example.org", "--name", "Осмонов Тилек"]
        )
        link = result.output.split()[-1]
        assert "create-admin" in visitor.visit("/ru/").text  # until the link was used

        page = visitor.visit("/ru" + link.split("/ru", 1)[1])
        inside = page.submit("Сохранить пароль", password=NEW)

        assert inside.path == "/ru/profile/second-step"
        assert "create-admin" not in Browser(app).visit("/ru/").text
        assert visitor.visit("/ru/admin").path == "/ru/profile/second-step"

        page = inside.click("Подключить приложение")
        phone = Phone(page.all("//main//code")[0].text.replace(" ", ""))
        page.submit("Подключить приложение", digits=phone.digits())
        assert visitor.visit("/ru/admin").path == "/ru/admin"

        again = Browser(app)
        page = again.visit("/ru/sign-in").submit("Войти", login="first@example.org", password=NEW)
        assert page.submit("Продолжить", digits=phone.digits(steps=1)).path == "/ru/admin"
        clock.freeze(clock.now() + timedelta(minutes=20))
        asked = again.visit("/ru/profile/data")
        proof = {"password": NEW, "digits": phone.digits()}
        assert asked.submit("Продолжить", **proof).path == "/ru/profile/data"
