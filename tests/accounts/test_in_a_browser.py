"""Passkeys in a real browser with a device that Chromium plays; and the same pages where no script runs."""

import pytest

from bench.servers import Server
from lms.accounts.models import Passkey
from lms.core.extensions import db
from tests.support import databases
from tests.support.factories import make_account
from tests.support.factories.people import PASSWORD
from tests.support.left_out import needs_program

pytestmark = needs_program("chromium", "chromium-browser", package="chromium")


@pytest.fixture(scope="module")
def here(database_kind, tmp_path_factory):
    """The platform under the name of this machine: passkeys are made for names, never for numbers."""
    folder = tmp_path_factory.mktemp("live")
    with databases.application(database_kind, folder) as app:
        address = app.config["SQLALCHEMY_DATABASE_URI"]
        environ = {
            "SABAK_DATA": str(folder),
            "SABAK_DEMO": "1",
            "DATABASE_URL": address,
            "SECRET_KEY": "only-for-tests",
        }
        server = Server("wsgi:app", environ)
        environ["SITE_URL"] = f"http://localhost:{server.port}"
        try:
            server.start()
            yield app, environ["SITE_URL"]
        finally:
            server.stop()


@pytest.fixture
def judge(here):
    app, _address = here
    with app.app_context():
        return make_account().email


def sign_in(page, email):
    page.goto("/en/sign-in")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")


def plug_in(page):
    """A device that says yes to everything."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**kind, "automaticPresenceSimulation": True}})


def test_a_passkey_is_made_and_used(here, judge):
    from tests.support.chromium import chromium, window  # noqa: PLC0415  (absent where only pip's part is installed)

    app, address = here
    with chromium() as browser, window(browser, address) as page:
        plug_in(page)
        sign_in(page, judge)
        page.goto("/en/profile/second-step/passkey")
        page.fill("[name=name]", "My laptop")
        page.press("[name=name]", "Enter")
        page.wait_for_selector("h1:has-text('Recovery codes')")

        page.goto("/en/sign-out")
        page.click("main button[type=submit]")
        sign_in(page, judge)
        page.click("text=Use a passkey")
        page.wait_for_url("**/en/my-learning")

        with app.app_context():
            assert db.session.query(Passkey).one().name == "My laptop"


def test_without_a_script_the_page_leads_to_the_app(here, judge):
    from tests.support.chromium import chromium, window  # noqa: PLC0415  (as above)

    with chromium() as browser, window(browser, here[1], script=False) as page:
        sign_in(page, judge)
        page.goto("/en/profile/second-step/passkey")

        assert not page.is_visible("text=Make the passkey")
        page.click("main >> text=Connect an app")
        assert page.is_visible("svg.qr-code")
