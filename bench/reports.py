"""Participation over a hundred thousand enrolments, on screen and as a workbook, as a coordinator asks for them."""

import io
import re
import time
from html import unescape

import pysqlite3
from openpyxl import load_workbook

from bench.figures import Figure, percentile
from bench.servers import command
from bench.world import signed_in, world
from lms.accounts.demo import make_demo_accounts
from lms.core import clock
from lms.core.transactions import commit

TITLE = "Reports"
LEARNERS, SEED, ENROLMENTS = 70_000, 1, 100_000
PAGE = "/en/reports"
TIMES = 10
EXPORT = re.compile(r'href="([^"]*xlsx[^"]*)"')
MEMORY = 300


def measure():
    with world() as here:
        with here.app.app_context():
            make_demo_accounts("only-for-this-measurement", at=clock.now())
            commit()
        started = time.monotonic()
        command("demo", "seed", "--learners", str(LEARNERS), "--seed", str(SEED), environ=here.environ)
        seeding = time.monotonic() - started
        with here.served() as server:
            browser = signed_in(here, server.port, "coordinator@example.org")
            seconds = [timed(lambda: browser.get(PAGE)) for _ in range(TIMES)]
            first, size = seconds[0], browser.size / 1024
            address = unescape(EXPORT.search(browser.page).group(1))
            export, book = workbook(browser, address)
            memory = server.peak_mib()
        note = f"`demo seed --learners {LEARNERS} --seed {SEED}`, in {seeding:.0f} s"
        return [
            Figure("enrolments", count(here.database), ENROLMENTS, at_least=True, note=note),
            Figure(
                "participation on screen, p95", percentile(seconds, 95), 1, " s", f"of {TIMES}; first {first:.2f} s"
            ),
            Figure("its HTML", size, 30, " KB"),
            Figure("its export as XLSX", export, 20, " s", f"`{address}`, {book}"),
            Figure("memory of the server", memory, MEMORY, " MiB", "peak of its largest process"),
        ]


def timed(work):
    started = time.monotonic()
    status = work()
    if status != 200:
        raise RuntimeError(f"{PAGE} answered {status}")
    return time.monotonic() - started


def workbook(browser, address):
    """Seconds until the workbook was there, and what it holds."""
    started = time.monotonic()
    status, _location, content = browser.ask("GET", address)
    took = time.monotonic() - started
    if status != 200:
        raise RuntimeError(f"{address} answered {status}")
    book = load_workbook(io.BytesIO(content), read_only=True)
    rows = sum(sheet.max_row or 0 for sheet in book.worksheets)
    return took, f"{len(content) / 1024:,.0f} KB, {len(book.worksheets)} sheets, {rows:,} rows"


def count(database):
    connection = pysqlite3.connect(database)
    try:
        (found,) = connection.execute("select count(*) from enrolments").fetchone()
    finally:
        connection.close()
    return found
