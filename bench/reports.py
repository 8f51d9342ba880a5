"""Participation over a hundred thousand enrolments, on screen and as workbooks, as a coordinator asks for them."""

import io
import time
from uuid import UUID

import pysqlite3
from openpyxl import load_workbook

from bench.figures import Figure, percentile
from bench.servers import command, run_to_its_end
from bench.world import signed_in, world
from lms.accounts.demo import make_demo_accounts
from lms.core import clock
from lms.core.transactions import commit

TITLE = "Reports"
LEARNERS, SEED, ENROLMENTS = 70_000, 1, 100_000
FIRST_DAY = "2019-01-01"
PAGES = {
    "participation by region": "people",
    "participation by institution type": "people?rows=group",
    "participation by age": "people?rows=age",
    "participation by output": "people?rows=output",
    "overview of the reports": "",
    "Table A": "tables/a",
    "Table B": "tables/b",
}
WORKBOOKS = {"participation": "files/participation.xlsx", "Table A": "files/a.xlsx", "long table": "files/long.xlsx"}
TIMES = 10
SECONDS_ON_SCREEN, SECONDS_TO_EXPORT, MEMORY = 1, 20, 300


def measure():
    with world() as here:
        with here.app.app_context():
            make_demo_accounts("only-for-this-measurement", at=clock.now())
            commit()
        started = time.monotonic()
        command("demo", "seed", "--learners", str(LEARNERS), "--seed", str(SEED), environ=here.environ)
        note = f"`demo seed --learners {LEARNERS} --seed {SEED}`, in {time.monotonic() - started:.0f} s"
        print(f"   {note}", flush=True)
        figures = [Figure("enrolments", count(here.database), ENROLMENTS, at_least=True, note=note)]
        with here.served() as server:
            browser = signed_in(here, server.port, "coordinator@example.org")
            figures += [on_screen(browser, f"{what}, whole history", asked(path)) for what, path in PAGES.items()]
            for year in (this_year(), this_year() - 1):
                figures += [on_screen(browser, *compared(year)), on_screen(browser, *recorded(here, year))]
            figures += [as_workbook(browser, what, asked(path)) for what, path in WORKBOOKS.items()]
            note = "peak of its largest process, after all of this"
            figures.append(Figure("memory of the server", server.peak_mib(), MEMORY, " MiB", note))
        return figures + every_enrolment(here)


def asked(path):
    """The address with the whole history as its period."""
    page, _mark, query = path.partition("?")
    days = f"from={FIRST_DAY}&to={clock.local_day(clock.now())}"
    return f"/en/reports{'/' if page else ''}{page}?{days}{'&' if query else ''}{query}"


def compared(year):
    """All institutions beside each other: a page of a year. The one before is closed, so it has more results."""
    return f"all institutions beside each other, {year}", f"/en/reports/institutions?year={year}"


def recorded(here, year):
    """The record of the institution with the most others beneath it."""
    below = "select parent_id from institutions where parent_id is not null group by 1 order by count(*) desc limit 1"
    ((institution,),) = here.ask(below)
    return (
        f"record of the institution with the most beneath it, {year}",
        f"/en/reports/institutions/{UUID(institution)}?year={year}",
    )


def this_year():
    return clock.local_day(clock.now()).year


def on_screen(browser, what, path):
    seconds = []
    for _ in range(TIMES):
        started = time.monotonic()
        status = browser.get(path)
        seconds.append(time.monotonic() - started)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")
    note = f"of {TIMES}; median {percentile(seconds, 50):.2f} s, first {seconds[0]:.2f} s, {browser.size / 1024:.1f} KB"
    print(f"   {what}: {max(seconds):.2f} s", flush=True)
    return Figure(f"{what}, on screen: p95", percentile(seconds, 95), SECONDS_ON_SCREEN, " s", note)


def as_workbook(browser, what, path):
    started = time.monotonic()
    status, _location, content = browser.ask("GET", path)
    took = time.monotonic() - started
    if status != 200:
        raise RuntimeError(f"{path} answered {status}")
    return Figure(f"{what} as XLSX", took, SECONDS_TO_EXPORT, " s", contents(content))


def every_enrolment(here):
    """The heaviest file there is: one row for each enrolment."""
    output = here.folder / "persons.xlsx"
    last = str(clock.local_day(clock.now()))
    options = ["--from", FIRST_DAY, "--to", last, "--format", "xlsx", "--output", str(output)]
    seconds, mib = run_to_its_end("reports", "export", "persons", *options, environ=here.environ)
    return [
        Figure("every single enrolment as XLSX", seconds, SECONDS_TO_EXPORT, " s", contents(output.read_bytes())),
        Figure("memory of that export", mib, MEMORY, " MiB", "peak of the process, `reports export persons`"),
    ]


def contents(content):
    book = load_workbook(io.BytesIO(content), read_only=True)
    rows = sum(sheet.max_row or 0 for sheet in book.worksheets)
    return f"{len(content) / 1024:,.0f} KB, {len(book.worksheets)} sheets, {rows:,} rows"


def count(database):
    connection = pysqlite3.connect(database)
    try:
        (found,) = connection.execute("select count(*) from enrolments").fetchone()
    finally:
        connection.close()
    return found
