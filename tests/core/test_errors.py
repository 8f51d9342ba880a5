"""What a person sees when something is not possible: a sentence, never a trace."""

import pytest
from sqlalchemy.exc import OperationalError

from lms.core import policy
from lms.core.extensions import csrf
from tests.support import databases
from tests.support.factories import make_account


@pytest.fixture(scope="module")
def broken(database_kind, tmp_path_factory):
    """An application whose pages fail in every way."""
    with databases.application(database_kind, tmp_path_factory.mktemp("broken")) as app:
        app.config["PROPAGATE_EXCEPTIONS"] = False
        failures = {
            "busy": OperationalError("select", {}, Exception("database is locked")),
            "secret": RuntimeError("select password_hash from accounts; /home/somebody/file.py"),
        }

        def fail(how):
            raise failures[how]

        app.view_functions["fail"] = csrf.exempt(policy.public(fail))
        app.url_map.add(app.url_rule_class("/fail/<how>", endpoint="fail", methods=["GET", "POST"]))
        yield app


def test_a_busy_database_says_when_to_come_back(broken):
    response = broken.test_client().post("/fail/busy")

    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")


def test_an_unforeseen_error_tells_nothing_but_a_number(broken):
    response = broken.test_client().get("/fail/secret")
    page = response.get_data(as_text=True)

    assert response.status_code == 500
    assert response.headers["X-Request-Id"] in page
    assert not any(secret in page for secret in ("password_hash", "somebody", "RuntimeError", "Traceback"))


def test_a_page_that_cannot_even_say_so_is_plain_and_in_three_languages(broken, monkeypatch):
    def no_page(*arguments, **facts):
        raise RuntimeError("no template")

    monkeypatch.setattr("lms.core.errors._draw_alone", no_page)
    page = broken.test_client().get("/fail/secret").get_data(as_text=True)

    assert all(f'lang="{code}"' in page for code in ("ky", "ru", "en"))


@pytest.mark.parametrize("how", ["busy", "secret"])
def test_a_failure_of_the_database_is_said_on_a_page_that_asks_it_nothing(broken, monkeypatch, how):
    def no_database(*arguments, **facts):
        raise OperationalError("select", {}, Exception("no connection"))

    monkeypatch.setattr("lms.core.policy.current_actor", no_database)
    monkeypatch.setattr("lms.accounts.current_actor", no_database)
    broken.extensions.pop("sabak_is_demonstration", None)
    monkeypatch.setattr("lms.core.installation.kind_of_database", no_database)
    page = broken.test_client().get(f"/fail/{how}").get_data(as_text=True)

    assert '<link rel="stylesheet"' in page
    assert '<ul class="languages">' in page


def test_a_busy_database_is_not_asked_again_who_is_signed_in(broken, monkeypatch):
    asked = []

    def locked(*arguments):
        asked.append(arguments)
        raise OperationalError("select", {}, Exception("database is locked"))

    monkeypatch.setattr("lms.accounts.queries.sign_in_of", locked)
    client = broken.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = "secret"
    response = client.get("/ru/")

    assert response.status_code == 503
    assert "Платформа занята" in response.get_data(as_text=True)
    assert len(asked) == 1


def test_a_script_gets_json(broken):
    response = broken.test_client().get("/fail/secret", headers={"Accept": "application/json"})

    assert response.get_json() == {"error": "Internal Server Error", "id": response.headers["X-Request-Id"]}


def test_the_languages_of_a_refused_form_without_a_page_lead_to_the_front_page(browser):
    page = browser(make_account()).post("/ky/modules/there-is-none/start", {})

    assert page.status == 403
    assert page.links()["Русский"] == "/ru/"
