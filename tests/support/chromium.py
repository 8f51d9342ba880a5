"""A real browser: Chromium of the system, driven by Playwright, with eyes for accessibility and for complaints.

Playwright runs beside the tests' own loop of events only inside these fixtures' life; nothing leaves this machine.
"""

import os
from contextlib import contextmanager
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import sync_playwright

from tests.support.left_out import program

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
#: WCAG 2.2 A and AA, and what the makers of axe call best practice.
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE, DESKTOP = 320, 1280
HEIGHT = 800


#: How a page may be looked at: language, dark or not, width. Pages take turns, so that every combination occurs.
LOOKS = [
    *(("ky", dark, PHONE) for dark in (False, True)),
    *(("ru", dark, PHONE) for dark in (False, True)),
    ("en", False, PHONE),
    ("en", True, DESKTOP),
    ("ky", True, DESKTOP),
    ("ru", False, DESKTOP),
]


@contextmanager
def chromium():
    """The browser, for as long as needed."""
    arguments = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else list(QUIET)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program("chromium"), args=arguments)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def window(browser, address, *, cookies=(), language="en", width=DESKTOP, dark=False, script=True):
    """A window of one person. At the end, nothing may have complained: no refused script, no failing one.

    Nothing moves in it: a colour on its way from light to dark would be measured as it is at that moment.
    """
    context = browser.new_context(
        base_url=address,
        locale=language,
        viewport={"width": width, "height": HEIGHT},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        java_script_enabled=script,
    )
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies])
    context.set_default_timeout(10_000)
    page = context.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if is_complaint(message) else None)
    try:
        yield page
    finally:
        context.close()
    assert not complaints, complaints


def is_complaint(message):
    """A line that is down is what some tests are about; refused pages are asked for on purpose."""
    return message.type == "error" and "Failed to load resource" not in message.text


def violations(page):
    """What axe finds on the page as it stands, one line each."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})", list(RULES)
    )
    return [
        f"{page.url}: {violation['id']}: {violation['help']}: {node['html'][:120]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def wear(page, look):
    """From now on the window is as wide and as dark as this; the language that its addresses should have."""
    language, dark, width = look
    page.emulate_media(color_scheme="dark" if dark else "light")
    page.set_viewport_size({"width": width, "height": HEIGHT})
    return language


def troubles(page):
    """What axe finds on the page as it stands, and what sticks out of the window."""
    beyond = sticks_out(page)
    return violations(page) + ([f"{page.url}: {beyond} px wider than the window"] if beyond else [])


def sticks_out(page):
    """How many pixels the page is wider than its window; 0 is right."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
