"""Walks every page that somebody can reach by links, once per kind of address."""

import re
from urllib.parse import urljoin, urlsplit

IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}|\b[0-9A-HJKMNP-TV-Z]{26}\b")
MOST = 200


def kind_of(address):
    """Two addresses that differ in ids and queries only show the same kind of page."""
    parts = urlsplit(address)
    return IDS.sub("*", parts.path), tuple(sorted(part.split("=")[0] for part in parts.query.split("&")))


def pages_from(browser, start):
    """Every HTML page reachable from ``start`` in the same language, checked by the browser as it is fetched."""
    language = start.split("/")[1]
    waiting, seen = [start], set()
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        if kind_of(address) in seen:
            continue
        seen.add(kind_of(address))
        page = browser.visit(address)
        if page.tree is None:
            continue
        yield page
        for href in page.all("//a/@href"):
            target = urljoin(page.path, href)
            if not urlsplit(target).netloc and target.startswith(f"/{language}/"):
                waiting.append(target.split("#")[0])
