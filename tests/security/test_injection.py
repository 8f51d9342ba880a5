"""Whatever people write stays text: in pages of every role, in the words of a module."""

import re

import msgspec
import pytest
from lxml import etree

from lms.accounts.models import Role
from lms.catalogue.documents import ModuleDocument
from lms.core import headers
from tests.authoring.documents import sound_pack
from tests.security.evil import evil_world
from tests.security.pen import PAYLOADS
from tests.security.routes import routes
from tests.support.browser import shape
from tests.support.csrf import token_of
from tests.support.factories import make_account, make_edition, make_enrolment

FORBIDDEN = {"iframe", "object", "embed", "base", "style", "math", "applet", "frame"}


def dangers(page):
    """What a browser would run, fetch or follow and we did not write."""
    found = []
    for element in page.tree.getroot().iter(etree.Element):
        tag = etree.QName(element).localname
        if tag in FORBIDDEN:
            found.append(f"<{tag}>")
        if tag == "script" and "alert(7)" in (element.text or "") and element.get("type") != "application/json":
            found.append("a script of theirs")
        if tag == "meta" and "evil" in (element.get("content") or ""):
            found.append("a refresh")
        for name, value in element.attrib.items():
            if name.startswith("on") or name in {"srcdoc", "style"}:
                found.append(f"{tag}[{name}]")
            if name in ADDRESSES and leads_out(value):
                found.append(f"{tag}[{name}]: {value}")
    return found


ADDRESSES = {"href", "src", "action", "formaction", "data", "poster"}


def leads_out(address):
    """Whether it runs something or goes where nobody of us has sent it."""
    plain = re.sub(r"[\s\x00-\x1f]", "", address).lower()
    if plain.startswith(("javascript:", "vbscript:", "data:")):
        return True
    return plain.startswith(("//", "http:", "https:")) and "evil" in plain


ROLES = ["learner", "holder", "author", "gender reviewer", "focal point", "coordinator", "administrator", "visitor"]


@pytest.fixture(params=[0, 7, 15])
def evil(session, request):
    return evil_world(request.param)


def test_nothing_that_people_write_is_more_than_text(app, evil, browser):
    """Each role reads each page it may, in one of the languages; the browser of the tests looks at each besides."""
    read, seen = 0, set()
    for number, role in enumerate(ROLES):
        own = browser(evil.strangers[role])
        language = ("ky", "ru", "en")[number % 3]
        for route in routes(app, evil, "GET"):
            page = own.visit(route.address.replace("/en", f"/{language}", 1))
            page.response.close()
            if not page.html:
                continue
            assert page.response.headers["Content-Security-Policy"] == headers.POLICY
            if (known := shape(page.html)) not in seen:
                assert dangers(page) == [], (role, page.path)
                seen.add(known)
            read += "alert(7)" in page.html
    assert read > 60, "the attacks were hardly on any page: nothing was tried"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_typed_wrongly_comes_back_as_text(browser, session, payload):
    """Pages with errors show what was typed; so do searches and pages that were not found."""
    coordinator = browser(make_account(Role.COORDINATOR, Role.ADMINISTRATOR))
    learner, visitor = browser(make_account()), browser()
    form = {"csrf_token": token_of(learner), "ky": payload, "ru": payload, "en": payload, "birth_year": payload}
    pages = [
        learner.post("/en/profile/name", form, follow=False),
        learner.post("/en/profile/about", form, follow=False),
        learner.post("/en/profile/contact", {**form, "login": payload}, follow=False),
        visitor.post("/en/sign-in", {"csrf_token": token_of(visitor), "login": payload, "password": ""}, follow=False),
        visitor.post("/en/profile/name", form, follow=False),
        visitor.visit("/verify", query={"code": payload}),
        visitor.visit("/en/sign-in", query={"next": f"/en/{payload}"}),
        visitor.visit("/en/modules", query={"profession": payload, "q": payload}),
        visitor.visit("/en/nothing/" + payload.replace("/", "").replace("%", "").replace("?", "").replace("#", "")),
        coordinator.visit("/en/admin/people", query={"who": payload}),
        coordinator.visit("/en/admin/institutions", query={"name": payload, "region": payload}),
        coordinator.visit("/en/admin/log", query={"who": payload, "act": payload, "from": payload}),
        coordinator.visit("/en/reports", query={"from": payload, "region": payload, "institution": payload}),
        coordinator.visit("/en/reports/institutions", query={"year": payload, "sort": payload}),
    ]

    assert {page.path: dangers(page) for page in pages if page.tree is not None and dangers(page)} == {}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_text_of_a_lesson_is_cleaned_in_the_preview_and_on_the_page(browser, session, payload):
    raw = sound_pack()
    for text in raw["lessons"][0]["texts"].values():
        text["body"] = f"## {payload}\n\n{payload}\n\n- {payload}\n\n> {payload}\n\n| a |\n|---|\n| {payload} |\n"
    edition = make_edition(msgspec.convert(raw, ModuleDocument))
    learner = make_account()
    make_enrolment(edition, learner.person)

    page = browser(learner).visit("/en/modules/practice/lessons/first")

    assert page.status == 200
    assert dangers(page) == []
    assert not page.all("//main//img[not(starts-with(@src,'/'))]")
    assert not page.all("//main//a[starts-with(translate(@href,'JAVSCRIPT','javscript'),'javascript')]")
