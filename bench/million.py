"""Reports over a million enrolments of two hundred thousand people, on each database, and saves meanwhile."""

import csv
import os
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus

import psycopg
import pysqlite3
from sqlalchemy import make_url, select

from bench import reports
from bench.backups import save_during, savers
from bench.figures import Figure, percentile
from bench.history import COPIES, ENROLMENTS, LEARNERS, make_history
from bench.restarts import KINDS
from bench.servers import command, run_to_its_end, said_at_its_end
from bench.world import signed_in, world
from lms.accounts.demo import make_demo_accounts
from lms.accounts.models import Account
from lms.core import clock
from lms.core.extensions import db
from lms.core.transactions import commit
from lms.reporting.choices import Choice, Period
from lms.reporting.exporting import fits_a_sheet
from lms.reporting.reports.persons import chosen, length_of, names_of, query_of
from lms.reporting.reports.registry import lettered
from tests.support.factories.gatherings import make_event

#: The fewest looks of which one is the 95th percentile.
TIMES = 20
#: A page so far beyond its bound is not asked for again.
FAR_BEYOND = 2
EVENTS = 500
#: Where a table has pages of its own.
PAGES, WORKBOOKS = {"e": "framework"}, {"e": "framework/table.xlsx"}
#: What is no table with a letter: its page and its workbook.
FURTHER = {
    "participation by region": ("people", "files/participation.xlsx"),
    "participation by output": ("people?rows=output", "files/participation.xlsx?rows=output"),
    "participation by quarter": ("people?rows=period", "files/participation.xlsx?rows=period"),
    "completion funnel": ("funnel", "files/funnel.xlsx"),
    "gain by module": ("gain", "files/gain.xlsx"),
    "gain by profession": ("gain?rows=profession", "files/gain.xlsx?rows=profession"),
    "cross-table": ("cross-tables?rows=region&columns=age", "cross-tables.xlsx?rows=region&columns=age"),
    "cross-table of enrolments": ("cross-tables?measure=enrolments&rows=group&columns=sex", None),
    "people behind a number": ("behind?measure=people", None),
    "people behind a part of it": ("behind?measure=people&cell=sex:female", None),
    "completions behind a number": ("behind?measure=completions", None),
    "one fact per row": (None, "files/long.xlsx"),
}
SECONDS_ON_SCREEN, SECONDS_TO_EXPORT, SECONDS_FOR_PERSONS = 2, 5, 30
MIB = 2**20
TIMES_THE_FLOOR, MIB_ABOVE_IDLE, TIMES_SLOWER, QUIET_SECONDS = 3, 150, 2, 30


@dataclass(frozen=True)
class OnDatabase:
    """The same measurement on one of the databases: each takes half an hour."""

    kind: str

    @property
    def TITLE(self):  # noqa: N802  (as of a module)
        return f"A million enrolments on {KINDS[self.kind]}"

    def measure(self):
        with world(self.kind) as here:
            return [populate(here, KINDS[self.kind]), *measured(here, KINDS[self.kind])]


def measured(here, spoken):
    into_memory(here)
    with here.served() as server:
        figures = [busy_before(spoken)]
        browser = signed_in(here, server.port, "coordinator@example.org")
        for what, (page, workbook) in asked_for().items():
            figures += [on_screen(browser, server, what, page, spoken)] if page else []
            figures += [as_workbook(browser, what, workbook, spoken)] if workbook else []
        return figures + persons(here, server, spoken)


def into_memory(here):
    """A page is measured, not the disk: what a night read is in memory in the morning."""
    root = here.database if here.postgres is None else here.postgres.folder / "data" / "base"
    for path in [root] if root.is_file() else [one for one in root.rglob("*") if one.is_file()]:
        with path.open("rb") as stream:
            while stream.read(MIB):
                pass


def busy_before(spoken):
    """Seconds are those of a clock: whatever else is running makes them longer."""
    load, cores = os.getloadavg()[1], os.cpu_count()
    note = f"of other work on {cores} cores, in the five minutes before the first table"
    return Figure(f"{spoken}: load of the machine", load, None, "", note)


def asked_for():
    """What to its page and its workbook, over the whole history; institutions are compared by years."""
    lettered_ones = {
        f"Table {slug.upper()}": (PAGES.get(slug, f"tables/{slug}"), WORKBOOKS.get(slug, f"files/{slug}.xlsx"))
        for slug in lettered()
    }
    found = {
        what: tuple(path and reports.asked(path) for path in paths)
        for what, paths in {**lettered_ones, **FURTHER}.items()
    }
    for year in (reports.this_year(), reports.this_year() - 1):
        address = f"/en/reports/institutions{{}}?year={year}"
        found[f"all institutions beside each other, {year}"] = address.format(""), address.format(".xlsx")
    return found


def populate(here, spoken):
    started = time.monotonic()
    command("demo", "seed", "--learners", str(LEARNERS), "--seed", "1", environ=here.environ)
    with here.app.app_context():
        make_demo_accounts("only-for-this-measurement", at=clock.now())
        commit()
        make_events()
        enrolments = make_history()
    began = time.monotonic()
    command("reports", "rebuild", environ=here.environ)
    if here.postgres is not None:  # as it does by itself before the morning
        with psycopg.connect(**address_of(here), autocommit=True) as connection:
            connection.execute("vacuum (analyze)")
    note = f"`demo seed --learners {LEARNERS}`, {COPIES} copies and more years, in {time.monotonic() - started:.0f} s"
    note += f"; `reports rebuild` took {time.monotonic() - began:.0f} s of it"
    print(f"   {spoken}: {enrolments:,} enrolments: {note}", flush=True)
    return Figure(f"{spoken}: enrolments", enrolments, ENROLMENTS, at_least=True, note=note)


def make_events():
    """For Table D: one every few days."""
    by = db.session.scalars(select(Account).where(Account.email == "coordinator@example.org")).one()
    today = clock.local_day(clock.now())
    for number in range(EVENTS):
        make_event(by, held_on=today - timedelta(days=5 * number), title=f"Dialogue {number}")
    commit()


def on_screen(browser, server, what, path, spoken):
    seconds, said, worked = [], HTTPStatus.OK, server.processor_seconds()
    while len(seconds) < TIMES and max(seconds, default=0) < FAR_BEYOND * SECONDS_ON_SCREEN:
        took, said, _content = timed(browser, path)
        seconds.append(took)
    print(f"   {spoken}: {what}: {max(seconds):.2f} s", flush=True)
    worked = (server.processor_seconds() - worked) / len(seconds)
    note = f"of {len(seconds)}; median {percentile(seconds, 50):.2f} s; {answered(said)}"
    note += f"; {worked:.2f} s of the application's processor time each"
    return Figure(f"{spoken}: {what} on screen, p95", percentile(seconds, 95), SECONDS_ON_SCREEN, " s", note)


def as_workbook(browser, what, path, spoken):
    took, said, content = timed(browser, path)
    print(f"   {spoken}: {what} as XLSX: {took:.2f} s", flush=True)
    note = reports.contents(content) if said == HTTPStatus.OK else answered(said)
    return Figure(f"{spoken}: {what} as XLSX", took, SECONDS_TO_EXPORT, " s", note)


def timed(browser, path):
    """Seconds, status and content. Whoever is told to come back, or hears nothing, has waited in vain, and long."""
    started, said, content = time.monotonic(), HTTPStatus.GATEWAY_TIMEOUT, b""
    try:
        said, _location, content = browser.ask("GET", path)
    except TimeoutError:
        browser.connection.close()
    took = time.monotonic() - started
    if said != HTTPStatus.OK and took < SECONDS_TO_EXPORT:
        raise RuntimeError(f"{path} answered {said}")
    return took, said, content


def answered(said):
    return "whole history" if said == HTTPStatus.OK else f"answered {said:d}"


def persons(here, server, spoken):
    """One row for each enrolment beside the least that the same rows can cost; then again, while people save."""
    since, rows = longest_for_a_sheet(here)
    text, mib = exported(here, "csv", reports.FIRST_DAY)
    floor, (book, held) = floor_of(here), exported(here, "xlsx", since)
    idle = run_to_its_end("db", "current", environ=here.environ)[1]
    people = list(savers(here, server))
    save_during(people, lambda: time.sleep(5))  # everything is warm
    _nothing, quiet = save_during(people, lambda: time.sleep(QUIET_SECONDS))
    _text, beside_text = save_during(people, lambda: exported(here, "csv", reports.FIRST_DAY))
    _book, beside_book = save_during(people, lambda: exported(here, "xlsx", since))
    return [
        Figure(f"{spoken}: every enrolment as CSV, beside its floor", text / floor, TIMES_THE_FLOOR, " times",
               f"{text:.1f} s beside {floor:.1f} s"),
        Figure(f"{spoken}: as many of them as a sheet holds as XLSX", book, SECONDS_FOR_PERSONS, " s",
               f"{rows:,} rows, since {since}"),
        Figure(f"{spoken}: memory of that CSV above an idle process", mib - idle, MIB_ABOVE_IDLE, " MiB",
               f"{mib:.0f} beside {idle:.0f} MiB"),
        Figure(f"{spoken}: memory of that XLSX above an idle process", held - idle, MIB_ABOVE_IDLE, " MiB",
               f"{held:.0f} beside {idle:.0f} MiB"),
        slower(f"{spoken}: a save beside that CSV, p95, beside a quiet one", beside_text, quiet),
        slower(f"{spoken}: a save beside that XLSX, p95, beside a quiet one", beside_book, quiet),
        Figure(f"{spoken}: saves refused meanwhile", sum(len(person.refused) for person in people), 0),
    ]  # fmt: skip


def slower(what, busy, quiet):
    beside = [percentile(seconds, 95) for seconds in (busy, quiet)]
    note = f"{beside[0] * 1000:.0f} ms beside {beside[1] * 1000:.0f} ms; {len(busy)} saves"
    return Figure(what, beside[0] / beside[1], TIMES_SLOWER, " times", note)


def longest_for_a_sheet(here):
    """(first day, rows): as far back from today as a workbook holds."""
    today = clock.local_day(clock.now())
    with here.app.app_context():
        first, last = date.fromisoformat(reports.FIRST_DAY), today
        while first < last:  # the rows of ``last`` fit, those of the day before ``first`` do not
            middle = first + (last - first) // 2
            fits = fits_a_sheet(length_of(Choice(Period(middle, today))))
            first, last = (first, middle) if fits else (middle + timedelta(days=1), last)
        rows = length_of(Choice(Period(first, today)))
        db.session.rollback()
    return str(first), rows


def exported(here, ending, since):
    """Seconds and MiB. The process stands already when the clock begins, as that of the worker who writes it does."""
    days = [since, str(clock.local_day(clock.now()))]
    said, mib = said_at_its_end("bench.persons", *days, ending, here.folder / f"persons.{ending}", environ=here.environ)
    return float(said), mib


def floor_of(here):
    """PostgreSQL's own COPY of the same query; on SQLite a bare cursor and the csv module."""
    with here.app.app_context():
        period = Period(date.fromisoformat(reports.FIRST_DAY), clock.local_day(clock.now()))
        choice = Choice(period)
        query = query_of(chosen(choice), names_of(choice)).compile(db.engine, compile_kwargs={"literal_binds": True})
        db.session.rollback()
    target, started = here.folder / "floor.csv", time.monotonic()
    if here.postgres is None:
        with closing(pysqlite3.connect(here.database)) as connection, target.open("w", newline="") as stream:
            csv.writer(stream).writerows(connection.execute(str(query)))
    else:
        copy = f"copy ({query}) to stdout with csv"
        with (
            psycopg.connect(**address_of(here)) as connection,
            connection.cursor().copy(copy) as rows,
            target.open("wb") as stream,
        ):
            stream.writelines(rows)
    return time.monotonic() - started


def address_of(here):
    address = make_url(here.environ["DATABASE_URL"])
    return {"host": address.query["host"], "user": address.username, "dbname": address.database}
