"""A real browser before a server that runs, for the tests of the scripts of an attempt."""

import os

import pytest
from sqlalchemy import select

from lms.core.extensions import db
from lms.quizzes.models import Response
from tests.support import live
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.factories.attempts import READY, make_attempt
from tests.support.left_out import program
from tests.support.packs import small_module

QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def here(database_kind, tmp_path_factory):
    with live.platform(database_kind, tmp_path_factory.mktemp("live")) as platform:
        with platform.app.app_context():
            make_edition(small_module())
        yield platform
        platform.hang_up()


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (absent where only pip's part is installed)

    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=program("chromium", "chromium-browser"), args=[*QUIET, *sandbox]
        )
        yield browser
        browser.close()


class Desk:
    """A person with an attempt; ``device()`` is a browser of theirs, with its own storage."""

    def __init__(self, here, chromium):
        self.here, self.chromium, self.devices = here, chromium, []
        with here.app.app_context():
            from lms.catalogue.models import Edition  # noqa: PLC0415

            account = make_account()
            edition = db.session.scalars(select(Edition)).one()
            attempt = make_attempt(make_enrolment(edition, account.person, done=READY))
            self.account_id, self.attempt_id, self.drawn = account.id, attempt.id, attempt.drawn
        self.address = f"http://127.0.0.1:{here.server.port}/en/modules/practice/quiz/{self.attempt_id}"

    def device(self, **options):
        context = self.chromium.new_context(**options)
        context.set_default_timeout(15_000)
        self.sign_in(context)
        self.devices.append(context)
        return context

    def sign_in(self, context):
        cookies = self.here.client(self.account_id).cookies
        root = f"http://127.0.0.1:{self.here.server.port}/"
        context.add_cookies([{"name": name, "value": value, "url": root} for name, value in cookies.items()])

    def open(self, context, anchor=""):
        page = context.new_page()
        page.goto(self.address + anchor)
        return page

    def stored(self):
        with self.here.app.app_context():
            rows = db.session.execute(
                select(Response.question_key, Response.chosen).where(Response.attempt_id == self.attempt_id)
            )
            return {key: chosen for key, chosen in rows}  # noqa: C416  (rows are no pairs to dict)

    def key(self, number):
        return self.drawn[number - 1][0]


@pytest.fixture
def desk(here, chromium):
    mine = Desk(here, chromium)
    yield mine
    for context in mine.devices:
        context.close()
    here.hang_up()
