"""The trainer's and the person's pages in a real browser, narrow and wide, light and dark: nothing axe would refuse."""

import pytest

from tests.support import live
from tests.support.chromium import LOOKS, chromium, troubles, wear, window
from tests.support.factories import make_account, make_enrolment
from tests.support.factories.attempts import READY
from tests.support.factories.papers import edition_of_every_kind, make_author, make_batch, sheets
from tests.support.left_out import needs_program

pytestmark = needs_program("chromium", "chromium-browser", package="chromium")


@pytest.fixture(scope="module")
def here(database_kind, tmp_path_factory):
    with live.platform(database_kind, tmp_path_factory.mktemp("live")) as platform:
        yield platform
        platform.hang_up()


@pytest.fixture(scope="module")
def prepared(here):
    with here.app.app_context():
        edition = edition_of_every_kind()
        trainer, judge = make_author(edition), make_account()
        make_enrolment(edition, judge.person, done=READY)
        one = sheets(make_batch(edition, trainer))[0]
        return trainer.id, judge.id, f"/studio/modules/practice/paper/{one.at.id}", one.sheet.code


def test_all_pages_in_every_look(here, prepared):
    trainer, judge, batch, code = prepared
    theirs = ["/studio/modules/practice/paper", batch, f"{batch}/{code}", f"{batch}/{code}/end"]
    own = [f"/modules/practice/quiz/paper?code={code}", "/modules/practice/quiz"]
    found = []
    with chromium() as browser:
        for account, pages in ((trainer, theirs), (judge, own)):
            cookies = here.client(account).cookies.items()
            with window(browser, f"http://127.0.0.1:{here.server.port}", cookies=cookies) as page:
                for look in LOOKS:
                    language = wear(page, look)
                    for path in pages:
                        assert page.goto(f"/{language}{path}").ok
                        found += troubles(page)

    assert found == []


def test_a_sheet_is_typed_in_with_the_page_s_own_scripts(here, prepared):
    trainer, _judge, batch, code = prepared
    with (
        chromium() as browser,
        window(browser, f"http://127.0.0.1:{here.server.port}", cookies=here.client(trainer).cookies.items()) as page,
    ):
        page.goto(f"/en{batch}/{code}")
        page.locator("input[inputmode=text]").fill("2.5")
        page.get_by_role("button", name="Save", exact=True).click()
        page.wait_for_load_state()
        assert page.locator("input[inputmode=text]").input_value() == "2.5"
        page.get_by_role("link", name="Type it in a second time and compare").click()
        page.get_by_role("button", name="Compare").click()
        assert "1 question was typed in differently." in page.locator("main").inner_text()
        assert troubles(page) == []
