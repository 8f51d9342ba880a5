"""A browser for the tests: it looks at every page it fetches, so that each page test is an accessibility test.

Valid HTML5, one h1 that starts the title, a language, unique ids, a label for each control, a token in each form that
posts, alternative texts, no inline style or script, nothing from another host.
"""

import re
from functools import cached_property
from urllib.parse import urljoin, urlsplit

import html5lib
from flask import g, has_app_context
from lxml import etree, html

from lms.accounts import services
from lms.core import clock
from lms.core import headers as headers_module
from lms.core.extensions import db

HTML = "{http://www.w3.org/1999/xhtml}"
FIELDS = ("input", "select", "textarea")

#: What everybody may keep, because it says the same to everybody: keys and states of credentials.
SAME_FOR_ALL = ("/api/v1/issuer", "/api/v1/credentials/status")


#: Pages that were looked at in this run, as ``shape`` gives them, and those read strictly, as ``skeleton`` does.
_inspected, _valid = set(), set()
TOKEN = re.compile(r'(name="csrf_token"[^>]* value=")[^"]*')
WORDS = re.compile(r">[^<>&]+<")
VALUE = re.compile(r'="[^"<>&]*"')
IDENTITY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Page:
    """One answer, its document and what a person sees on it."""

    def __init__(self, browser, response, path):
        self.browser, self.response, self.path = browser, response, path
        self.status = response.status_code
        self.html = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
        inspect_headers(self)
        if self.html and is_looked_at(browser.app) and (known := shape(self.html)) not in _inspected:
            inspect(self)
            _inspected.add(known)

    @cached_property
    def tree(self):
        """The document; None of what is no page. That it is valid was seen before, so a quick reader may read it."""
        if not self.html:
            return None
        document = html.document_fromstring(self.html)
        for area in document.iter("textarea", "pre"):
            area.text = (area.text or "").removeprefix("\n")  # HTML 5 does not count it, the quick reader does
        return document.getroottree()

    @cached_property
    def errors(self):
        """What is not valid HTML 5. Reading so strictly takes longer than making the page."""
        parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("lxml"), namespaceHTMLElements=False)
        parser.parse(self.html)
        return [error for error in parser.errors if error[1] != "non-void-element-with-trailing-solidus"]

    def all(self, path):
        return self.tree.xpath(path)

    @property
    def text(self):
        """All words a person sees, with single spaces."""
        body = self.tree.find(".//body")
        return " ".join("".join(body.itertext()).split())

    @property
    def heading(self):
        return " ".join("".join(self.all("//h1")[0].itertext()).split())

    @property
    def title(self):
        return " ".join(self.tree.findtext(".//title").split())

    @property
    def notice(self):
        return " ".join(" ".join(" ".join(n.itertext()) for n in self.all("//*[contains(@class,'notice')]")).split())

    def links(self):
        return {" ".join("".join(a.itertext()).split()): a.get("href") for a in self.all("//a[@href]")}

    def click(self, text):
        """Follow the link that says exactly this, or else starts with it."""
        links = self.links()
        found = links.get(text) or next((href for words, href in links.items() if words.startswith(text)), None)
        assert found, f"No link “{text}” on {self.path}; there are {list(links)}"
        return self.browser.visit(urljoin(self.path, found))

    def form_of(self, button):
        """The form whose button says this, and the button."""
        for form in self.all("//form"):
            outside = self.all(f"//button[@form='{form.get('id')}']") if form.get("id") else []
            for candidate in [*form.xpath(".//button"), *outside]:
                words = " ".join("".join(candidate.itertext()).split())
                if words == button or words.startswith(button):
                    return form, candidate
        buttons = [" ".join("".join(b.itertext()).split()) for b in self.all("//button")]
        raise AssertionError(f"No button “{button}” on {self.path}; there are {buttons}")

    def submit(self, button, **values):
        """Fill in the form like a person and press the button. Values go by name; a list ticks several boxes."""
        form, pressed = self.form_of(button)
        data = filled(form)
        for name, value in values.items():
            data[name] = value
        if pressed.get("name"):
            data[pressed.get("name")] = pressed.get("value", "")
        action = urljoin(self.path, pressed.get("formaction") or form.get("action") or self.path)
        if (form.get("method") or "get").lower() == "get":
            return self.browser.visit(action, query=data)
        return self.browser.post(action, data)


class Browser:
    """One person's browser. Keeps cookies, follows redirects, checks each page."""

    def __init__(self, app, account=None, language="en"):
        self.app, self.language = app, language
        self.client = app.test_client()
        self.client.open = forgetting(self.client.open)
        if account is not None:
            self.sign_in(account)

    def sign_in(self, account):
        secret = services.open_sign_in(account, device="Test", at=clock.now())
        db.session.commit()
        with self.client.session_transaction() as cookie:
            cookie["_user_id"] = secret

    def cookie(self):
        with self.client.session_transaction() as cookie:
            return dict(cookie)

    def visit(self, path, query=None, follow=True):
        """The answer, read to its end as browsers do: one left half read would end in the middle of another test."""
        response = self.client.get(path, query_string=query, follow_redirects=follow, buffered=True)
        return Page(self, response, response.request.path if follow else path)

    def post(self, path, data=None, follow=True, **more):
        response = self.client.post(path, data=data, follow_redirects=follow, buffered=True, **more)
        return Page(self, response, response.request.path if follow else path)


def forgetting(open_address):
    """Between two requests nothing is remembered: the test's own context would lend its ``g``, and with it the person
    who was signed in before, to the next browser.
    """

    def open_freshly(*arguments, **values):
        if has_app_context():
            g.__dict__.clear()
        return open_address(*arguments, **values)

    return open_freshly


def filled(form):
    """What a browser would send for this form as it stands."""
    data = {}
    for field in form.xpath(".//input|.//select|.//textarea"):
        name, kind = field.get("name"), field.get("type", "text")
        if not name or kind in ("submit", "button", "file"):
            continue
        if kind in ("radio", "checkbox"):
            if field.get("checked") is not None:
                data.setdefault(name, []).append(field.get("value", "on"))
        elif field.tag == "select":
            chosen = field.xpath("./option[@selected]") or field.xpath("./option")[:1]
            data.setdefault(name, []).extend(option.get("value") for option in chosen)
        elif field.tag == "textarea":
            data[name] = "".join(field.itertext())
        else:
            data.setdefault(name, []).append(field.get("value", ""))
    return data


def inspect_headers(page):
    """Every answer, whatever it is, carries what protects its reader."""
    headers, where = page.response.headers, f"{page.path} ({page.status})"
    assert page.status < 500 or page.status in (503, 507), f"{where}: an error of ours"
    for name in headers_module.FIXED:
        assert headers.get(name), f"{where}: no {name}"
    assert headers.get("Cache-Control"), f"{where}: says nothing about caches"
    if "_user_id" in page.browser.cookie():
        is_for_all = page.response.mimetype.startswith("image/") or page.path.startswith(SAME_FOR_ALL)
        assert "public" not in headers["Cache-Control"] or is_for_all, where


def is_looked_at(app):
    """A page says the same whatever database is beneath, so the suite looks at it on one of them."""
    return app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")


def shape(page):
    """The page but for its token and with its ids numbered: two of one shape are both right or both wrong."""
    numbers = {}
    return IDENTITY.sub(lambda found: f"{{{numbers.setdefault(found[0], len(numbers))}}}", TOKEN.sub(r"\1", page))


def skeleton(page):
    """What decides whether the page is valid HTML: its tags, the names of their attributes, and every mark that may
    open or close one wherever it stands. Words do not.
    """
    return VALUE.sub('=""', WORDS.sub("><", page))


def inspect(page):
    """Fail on what nobody remembers to look at."""
    where = f"{page.path} ({page.status})"
    if (known := skeleton(page.html)) not in _valid:
        assert not page.errors, f"{where}: not valid HTML: {page.errors[:3]}"
        _valid.add(known)
    root = page.tree.getroot()
    assert root.get("lang") in ("ky", "ru", "en"), f"{where}: no language"
    headings = page.all("//h1")
    assert len(headings) == 1, f"{where}: {len(headings)} h1"
    title = page.title.removeprefix("Error: ")
    assert page.heading, f"{where}: an empty h1"
    assert page.heading in title, f"{where}: title “{title}” does not say “{page.heading}”"
    ids = page.all("//@id")
    assert len(ids) == len(set(ids)), f"{where}: repeated ids {sorted(i for i in ids if ids.count(i) > 1)}"
    for field in page.all("//input|//select|//textarea"):
        if field.get("type") in ("hidden", "submit", "button"):
            continue
        labelled = field.get("aria-label") or field.get("aria-labelledby") or field.xpath("ancestor::label")
        assert labelled or page.all(f"//label[@for='{field.get('id')}']"), f"{where}: no label for {field.get('name')}"
    for form in page.all("//form"):
        if (form.get("method") or "get").lower() == "post":
            assert form.xpath(".//input[@name='csrf_token']"), f"{where}: a form without token"
    assert all(image.get("alt") is not None for image in page.all("//img")), f"{where}: a picture without alt"
    assert not page.all("//@style|//style"), f"{where}: inline style"
    assert not [s for s in page.all("//script") if s.get("src") is None and s.get("type") != "application/json"], (
        f"{where}: inline script"
    )
    assert not [name for element in root.iter(etree.Element) for name in element.attrib if name.startswith("on")], (
        f"{where}: inline handler"
    )
    for source in page.all("//script/@src|//link/@href|//img/@src"):
        assert not urlsplit(source).netloc, f"{where}: {source} is on another host"
    assert not page.all("//@required|//@placeholder"), f"{where}: required or placeholder"
    filled_buttons = page.all("//*[contains(concat(' ',@class,' '),' button--primary ')]")
    assert len(filled_buttons) <= 1, f"{where}: two primary buttons"
