"""Walks every page that somebody can reach by links, once per kind of address, and sends its forms empty."""

import re
from urllib.parse import urljoin, urlsplit

from tests.support.browser import filled

#: Ids, hashes, codes, and the keys of questions.
IDS = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}|\b[0-9A-HJKMNP-TV-Z]{26}\b"
    r"|(?<=/questions/)[a-z][0-9]{1,2}\b|(?<=/reuse/)[a-z-]+/[a-z][0-9]{1,2}\b"
    r"|(?<=/question:)[a-z][0-9]{1,2}\b|(?<=/check:)[a-z][0-9]{1,2}\b"
)
MOST = 300
#: Each number of a table leads to its people by filters of its own, and a file holds no links: one kind each.
ONE_KIND = ("/reports/behind", "/reports/cross-tables", ".csv", ".xlsx", ".json", ".pdf", ".docx")
#: What a person fills in; a form without any is a button that does something.
TYPED = ".//input[not(@type) or not(@type='hidden' or @type='submit')]|.//select|.//textarea"


def kind_of(address):
    """Two addresses that differ in ids and queries only show the same kind of page."""
    parts = urlsplit(address)
    if parts.path.endswith(ONE_KIND):
        return IDS.sub("*", parts.path), ()
    return IDS.sub("*", parts.path), tuple(sorted(part.split("=")[0] for part in parts.query.split("&")))


def pages_from(browser, start):
    """Every HTML page reachable from ``start`` in the same language, checked by the browser as it is fetched."""
    language = start.split("/")[1]
    waiting, seen = [start], set()
    while waiting:
        address = waiting.pop(0)
        if kind_of(address) in seen:
            continue
        seen.add(kind_of(address))
        assert len(seen) <= MOST, f"More than {MOST} kinds of pages: an id that the crawler does not know? {address}"
        page = browser.visit(address)
        if page.tree is None:
            continue
        yield page
        for href in page.all("//a/@href"):
            target = urljoin(page.path, href)
            if not urlsplit(target).netloc and target.startswith(f"/{language}/"):
                waiting.append(target.split("#")[0])


def sent_empty(pages):
    """What is said to somebody who presses a button without having filled anything in, once per form."""
    sent = set()
    for page in pages:
        for form in page.all("//form[@method='post']"):
            action = urljoin(page.path, form.get("action") or page.path)
            fields = [field.get("name") for field in form.xpath(TYPED) if field.get("name")]
            known = kind_of(action), tuple(sorted(set(fields)))
            if not fields or known in sent:
                continue
            sent.add(known)
            kept = {name: value for name, value in filled(form).items() if name not in fields}
            buttons = form.xpath(".//button[@name]")[:1]
            yield page.browser.post(action, kept | {button.get("name"): button.get("value", "") for button in buttons})
