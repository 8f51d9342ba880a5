"""Reports over a million enrolments of two hundred thousand people, on both databases, and saves meanwhile."""

import csv
import time
from contextlib import closing
from datetime import date

import psycopg
import pysqlite3
from sqlalchemy import make_url

from bench import reports
from bench.backups import save_during, savers
from bench.figures import Figure, percentile
from bench.history import COPIES, ENROLMENTS, LEARNERS, make_history
from bench.restarts import KINDS
from bench.servers import command, run_to_its_end
from bench.world import signed_in, world
from lms.accounts.demo import make_demo_accounts
from lms.core import clock
from lms.core.extensions import db
from lms.core.transactions import commit
from lms.reporting.choices import Choice, Period
from lms.reporting.reports.persons import chosen, query_of
from lms.reporting.reports.registry import lettered

TITLE = "A million enrolments"
TIMES = 10
#: Where a table has pages of its own.
PAGES, WORKBOOKS = {"e": "framework"}, {"e": "framework/table.xlsx"}
SECONDS_ON_SCREEN, SECONDS_TO_EXPORT, SECONDS_FOR_PERSONS = 2, 5, 30
TIMES_THE_FLOOR, MIB_ABOVE_IDLE, TIMES_SLOWER, QUIET_SECONDS = 3, 150, 2, 30


def measure():
    return [figure for kind, spoken in KINDS.items() for figure in of(kind, spoken)]


def of(kind, spoken):
    with world(kind) as here:
        figures = [populate(here, spoken)]
        with here.served() as server:
            browser = signed_in(here, server.port, "coordinator@example.org")
            for slug in lettered():
                figures += [on_screen(browser, slug, spoken), as_workbook(browser, slug, spoken)]
            return figures + persons(here, server, spoken)


def populate(here, spoken):
    started = time.monotonic()
    command("demo", "seed", "--learners", str(LEARNERS), "--seed", "1", environ=here.environ)
    with here.app.app_context():
        make_demo_accounts("only-for-this-measurement", at=clock.now())
        commit()
        enrolments = make_history()
    began = time.monotonic()
    command("reports", "rebuild", environ=here.environ)
    note = f"`demo seed --learners {LEARNERS}`, {COPIES} copies and more years, in {time.monotonic() - started:.0f} s"
    note += f"; `reports rebuild` took {time.monotonic() - began:.0f} s of it"
    print(f"   {spoken}: {enrolments:,} enrolments: {note}", flush=True)
    return Figure(f"{spoken}: enrolments", enrolments, ENROLMENTS, at_least=True, note=note)


def on_screen(browser, slug, spoken):
    seconds = []
    for _ in range(TIMES):
        started = time.monotonic()
        status = browser.get(reports.asked(PAGES.get(slug, f"tables/{slug}")))
        seconds.append(time.monotonic() - started)
        if status != 200:
            raise RuntimeError(f"Table {slug} answered {status}")
    print(f"   {spoken}: Table {slug.upper()}: {max(seconds):.2f} s", flush=True)
    note = f"of {TIMES}; median {percentile(seconds, 50):.2f} s; whole history"
    return Figure(
        f"{spoken}: Table {slug.upper()} on screen, p95", percentile(seconds, 95), SECONDS_ON_SCREEN, " s", note
    )


def as_workbook(browser, slug, spoken):
    started = time.monotonic()
    status, _location, content = browser.ask("GET", reports.asked(WORKBOOKS.get(slug, f"files/{slug}.xlsx")))
    took = time.monotonic() - started
    if status != 200:
        raise RuntimeError(f"The workbook of table {slug} answered {status}")
    note = reports.contents(content)
    return Figure(f"{spoken}: Table {slug.upper()} as XLSX", took, SECONDS_TO_EXPORT, " s", note)


def persons(here, server, spoken):
    """One row for each enrolment, beside the least that the same rows can cost, while people save."""
    people = list(savers(here, server))
    save_during(people, lambda: time.sleep(5))  # everything is warm
    _nothing, quiet = save_during(people, lambda: time.sleep(QUIET_SECONDS))
    (text, mib), busy = save_during(people, lambda: exported(here, "csv"))
    (book, _mib) = exported(here, "xlsx")
    floor, idle = floor_of(here), run_to_its_end("db", "current", environ=here.environ)[1]
    slower = percentile(busy, 95) / percentile(quiet, 95)
    saves = f"{percentile(busy, 95) * 1000:.0f} ms beside {percentile(quiet, 95) * 1000:.0f} ms; {len(busy)} saves"
    return [
        Figure(f"{spoken}: every enrolment as CSV, beside its floor", text / floor, TIMES_THE_FLOOR, " times",
               f"{text:.1f} s beside {floor:.1f} s"),
        Figure(f"{spoken}: every enrolment as XLSX", book, SECONDS_FOR_PERSONS, " s"),
        Figure(f"{spoken}: memory of that CSV above an idle process", mib - idle, MIB_ABOVE_IDLE, " MiB",
               f"{mib:.0f} beside {idle:.0f} MiB"),
        Figure(f"{spoken}: a save meanwhile, p95, beside a quiet one", slower, TIMES_SLOWER, " times", saves),
        Figure(f"{spoken}: saves refused meanwhile", sum(len(person.refused) for person in people), 0),
    ]  # fmt: skip


def exported(here, ending):
    output = here.folder / f"persons.{ending}"
    days = ["--from", reports.FIRST_DAY, "--to", str(clock.local_day(clock.now()))]
    options = [*days, "--format", ending, "--output", str(output)]
    return run_to_its_end("reports", "export", "persons", *options, environ=here.environ)


def floor_of(here):
    """PostgreSQL's own COPY of the same query; on SQLite a bare cursor and the csv module."""
    with here.app.app_context():
        period = Period(date.fromisoformat(reports.FIRST_DAY), clock.local_day(clock.now()))
        query = query_of(chosen(Choice(period))).compile(db.engine, compile_kwargs={"literal_binds": True})
        db.session.rollback()
    target, started = here.folder / "floor.csv", time.monotonic()
    if here.postgres is None:
        with closing(pysqlite3.connect(here.database)) as connection, target.open("w", newline="") as stream:
            csv.writer(stream).writerows(connection.execute(str(query)))
    else:
        address = make_url(here.environ["DATABASE_URL"])
        where = {"host": address.query["host"], "user": address.username, "dbname": address.database}
        copy = f"copy ({query}) to stdout with csv"
        with (
            psycopg.connect(**where) as connection,
            connection.cursor().copy(copy) as rows,
            target.open("wb") as stream,
        ):
            stream.writelines(rows)
    return time.monotonic() - started
