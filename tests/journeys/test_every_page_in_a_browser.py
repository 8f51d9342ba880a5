"""Every page that has an address, in a real browser: accessible and fitting, by turns in each language, dark and light.

The addresses are those of the routes and the people those of the table of permissions, so that no new page is missed.
"""

from itertools import cycle, groupby
from operator import itemgetter
from types import SimpleNamespace

import pytest

from lms.core.extensions import db
from lms.institutions.queries import institution_by_key
from tests.security import world as worlds
from tests.security.routes import routes
from tests.security.test_permissions import ALLOWED, OWNS
from tests.support import live
from tests.support.browser import Browser
from tests.support.chromium import LOOKS, PHONE, chromium, sticks_out, troubles, wear, window
from tests.support.left_out import needs_program

pytestmark = needs_program("chromium", package="chromium")

#: Pages that nobody sees in the world as it is: a step that waits for another, a state that others have.
IN_ANOTHER_STATE = {
    *(f"accounts.register_{step}" for step in ("contact", "place", "work", "about", "consent", "invited")),
    "accounts.sign_in_second_step_page",
    "accounts.sign_in_again_page",
    "accounts.sign_in_at_provider",
    "accounts.show_arrival",
    "accounts.show_identity",
    "accounts.link_at_provider",
    "accounts.show_new_texts",
    "accounts.ask_to_remove_app",
    "accounts.sign_out_page",
    "authoring.show_translation",
    "authoring.take_book_away",
    "authoring.take_printed_away",
    "authoring.take_scorm_away",
    "certificates.confirm_restoring",
    "certificates.download_certificate",
    "gatherings.download_evidence",
    "home.choose_language",
    "home.show_favicon",
    "insight.download_statistics",
    "invited.open_door",
    "papers.find_sheet",
    "provider.come_back",
    "quizzes.show_result",
    "reporting.open_saved",
}
#: One page of each role whose form is also sent empty, so that its refusal is looked at.
REFUSED = {
    "accounts.edit_names",
    "accounts.sign_in_page",
    "admin.ask_for_log",
    "authoring.ask_for_module",
    "authoring.ask_for_signature",
    "nominations.ask_call",
    "nominations.ask_list",
}
EMPTY = """for (const field of document.querySelectorAll('main form :is(input:not([type=hidden]), textarea)')) {
  field.checked = false
  if (field.type !== 'radio' && field.type !== 'checkbox') field.value = ''
}"""
#: What is typed into the steps of the registration.
STEPS = [
    {"login": "{language}@example.org", "password": "тоодо өскөн арча дарагы"},
    {"kind": "court", "region": "KG-T"},
    {"institution": "{court}", "profession": "judge"},
    {"name": "Асанова Айгүл Бакытовна", "sex": "female", "birth_year": "1988"},
    {"study": "y"},
]


def whose(permission):
    """Somebody who gets in, as the table says; a trainee where everybody does."""
    if permission == "public":
        return "visitor"
    owners = [name for name, theirs in OWNS.items() if permission in theirs]
    others = sorted(ALLOWED[permission], key=lambda name: (name != "trainee", name))
    return [*owners, *others, "visitor"][0]


@pytest.fixture(scope="module")
def town(database_kind, tmp_path_factory):
    """The platform as a server with one of everything in it, and the pages that there are with who sees them."""
    with live.platform(database_kind, tmp_path_factory.mktemp("town")) as here:
        with here.app.app_context():
            world = worlds.build()
            people = world.owners | world.strangers
            browsers = {name: Browser(here.app, account) for name, account in people.items()}
            answers = []
            for route in routes(here.app, world, "GET"):
                name = whose(route.permission)
                answers.append((name, route, browsers[name].visit(route.address, follow=False)))
            town = SimpleNamespace(
                here=here,
                address=f"http://127.0.0.1:{here.server.port}",
                accounts={name: account and account.id for name, account in people.items()},
                court=institution_by_key("talas-oblast-court").id,
                pages=[(name, route) for name, route, page in answers if page.status == 200 and page.html],
                others={
                    route.endpoint
                    for _name, route, page in answers
                    if page.status != 200 and page.response.mimetype == "text/html"
                },
            )
            db.session.remove()
        with chromium() as town.browser:
            yield town


def window_of(town, name, **options):
    account = town.accounts[name]
    cookies = town.here.client(account).cookies.items() if account else ()
    return window(town.browser, town.address, cookies=cookies, **options)


def in_language(address, language):
    return (
        address.replace("/en/", f"/{language}/", 1) if address.startswith("/en/") else f"{address}?language={language}"
    )


def press(page):
    """The first button of the page's form; the status of the answer."""
    with page.expect_navigation() as answer:
        page.locator("main form[method=post] button[type=submit]").first.click()
    return answer.value.status


def test_no_page_is_left_out(town):
    assert town.others == IN_ANOTHER_STATE
    assert {route.endpoint for _name, route in town.pages} >= REFUSED


def test_every_page_is_accessible_and_fits_the_window(town):
    found, looks = [], cycle(LOOKS)
    for name, pages in groupby(sorted(town.pages, key=itemgetter(0)), key=itemgetter(0)):
        with window_of(town, name) as page:
            for _name, route in pages:
                answer = page.goto(in_language(route.address, wear(page, next(looks))))
                assert answer.status == 200, f"{route.address}: {answer.status}"
                found += troubles(page)
                if route.endpoint in REFUSED:
                    page.evaluate(EMPTY)
                    assert press(page) == 422, route.address
                    found += troubles(page)

    assert not found, "\n".join(found)


@pytest.mark.parametrize(("language", "script"), [("ky", True), ("ru", False)])
def test_somebody_registers(town, language, script):
    """With a script each step is refused first, and looked at; without one, each step just leads to the next."""
    found, looks = [], cycle((language, dark, width) for _language, dark, width in LOOKS)
    with window_of(town, "visitor", width=PHONE, script=script) as page:
        page.goto(f"/{language}/register")
        for step in STEPS:
            if script:
                wear(page, next(looks))
                found += troubles(page)
                assert press(page) == 422
                found += troubles(page)
            for name, value in step.items():
                fill(page, name, value.format(language=language, court=town.court))
            assert press(page) == 200
            assert sticks_out(page) == 0
        assert page.url.endswith("/register/ready")
        found += troubles(page) if script else []

    assert not found, "\n".join(found)


def fill(page, name, value):
    fields = page.locator(f"main [name='{name}']")
    if fields.first.get_attribute("type") in ("radio", "checkbox"):
        page.locator(f"main [name='{name}'][value='{value}']").check(force=True)
    else:
        fields.first.fill(value)


def test_a_review_is_signed_without_script(town):
    with window_of(town, "gender reviewer", width=PHONE, script=False) as page:
        (route,) = [route for _name, route in town.pages if route.endpoint == "authoring.ask_for_signature"]
        page.goto(in_language(route.address, "ky"))
        for line in {field.get_attribute("name") for field in page.locator("main [name^='item-']").all()}:
            fill(page, line, "yes")
        fill(page, "decision", "approve")

        assert press(page) == 200
        assert page.locator("main .notice").count() == 1
