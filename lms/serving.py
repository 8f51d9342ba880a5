"""How the platform is served: chosen here and nowhere else.

granian runs the application, with 64 threads a worker so that slow lines do not keep others waiting, and one job worker
runs beside it in a process of its own.
"""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from lms.accounts import demo
from lms.accounts.models import Account, Role
from lms.authoring import site_data
from lms.authoring.services.drafts import add_author
from lms.catalogue.queries import modules_on_shelf
from lms.core import clock, installation, measures
from lms.core.extensions import db
from lms.core.transactions import commit
from lms.upkeep.errors import UpgradeRefused
from lms.upkeep.services import upgrading

THREADS = 64
#: How this process starts one of its commands in another.
FLASK = (sys.executable, "-m", "flask", "--app", "wsgi")
#: How often the job worker is looked at; how long it, and each process of the server, may take to put down its work.
WATCH_SECONDS, STOP_SECONDS = 1, 20


def init_app(app: Flask) -> None:
    """Offer the two commands that serve."""
    app.cli.add_command(run_demo)
    app.cli.add_command(serve_production)


@click.command("run-demo")
@with_appcontext
def run_demo() -> None:
    """Set up a demonstration with real content and demo people, and serve it."""
    config = current_app.config
    prepare_database()
    if installation.kind_of_database() != installation.DEMONSTRATION:
        raise click.ClickException("This is a real database; use another SABAK_DATA for a demonstration.")
    say("Content")
    load_content()
    for account in demo.make_demo_accounts(config["DEMO_PASSWORD"], at=clock.now()):
        give_modules_to(account)
    commit()
    introduce(config)
    with job_worker():
        serve(config["HOST"], config["PORT"], workers=1)


@click.command("serve-production")
@click.pass_context
@with_appcontext
def serve_production(context: click.Context) -> None:
    """Bring the database up to date and serve a real installation. The job worker is a process of its own."""
    if not current_app.config["PRODUCTION"]:
        raise click.ClickException("Set SABAK_ENV=production; see README, “Run it for real”.")
    if not current_app.config["SECURE"]:
        say("SABAK_PLAIN_HTTP=1: everything travels in the clear, passwords too. Only for a network of your own.")
    if installation.is_begun() and installation.kind_of_database() == installation.DEMONSTRATION:
        raise click.ClickException("This is a demonstration database; it never becomes a real one. Use an empty one.")
    context.invoke(command_of("content", "check"), paths=(), production=True)  # before anything is changed
    prepare_database()
    site_data.load_reference_data()
    commit()
    serve(current_app.config["HOST"], current_app.config["PORT"], workers=os.cpu_count() or 2)


def command_of(group: str, name: str) -> click.Command:
    """A command of a room, as a person would type it."""
    commands = current_app.cli.commands[group]
    assert isinstance(commands, click.Group)  # noqa: S101  (every room's commands are a group)
    return commands.commands[name]


def load_content() -> None:
    """All packages and site data of the content folder; says what changed.

    In a process of its own: the store of files has threads, and after a fork a server would wait for threads that are
    no longer there. A module that was changed in the studio is not overwritten. The command then says what differs and
    fails, but a demonstration that somebody has worked in goes on with what it has.
    """
    db.session.rollback()  # the other process needs SQLite's one write lock
    done = subprocess.run([*FLASK, "content", "load"], check=False)  # noqa: S603  (our own command)
    if done.returncode == 0:
        return
    if not modules_on_shelf():
        raise click.ClickException("Without a module there is nothing to show.")
    say("The demonstration goes on with the modules it has.")


def give_modules_to(account: Account) -> None:
    """The demo trainer writes the modules that came as packages: a studio without a module shows nothing."""
    if any(grant.role is Role.TRAINER for grant in account.grants):
        for module in modules_on_shelf():
            add_author(module, account.id, by=None, at=clock.now())


def say(line: str) -> None:
    click.echo(line)


def prepare_database() -> None:
    """Migrate, quietly when there is nothing to do. Refuses a database that a later version has written.

    Where there is something to lose, a backup comes first, in a process of its own: it opens the store of files, whose
    threads would not outlive the fork of the server.
    """
    say("Database")
    try:
        if not upgrading.is_worth_a_backup():
            upgrading.upgrade()
            return
    except UpgradeRefused as error:
        raise click.ClickException(str(error)) from error
    done = subprocess.run([*FLASK, "db", "upgrade"], check=False)  # noqa: S603  (our own command)
    if done.returncode:
        sys.exit(done.returncode)  # it has said why


def introduce(config: Any) -> None:
    """Where it is and who may try it."""
    address = config["SITE_URL"]
    say(f"\nSabak is at {address}")
    if not config["SMTP_URL"] and not config["NO_MAIL"]:
        say(f"No SMTP_URL: mails are written to {shown(config['DATA'] / 'mail')}")
    say(f"\nDemonstration accounts (password {config['DEMO_PASSWORD']}):")
    for person in demo.PEOPLE:
        say(f"  {person.email:32} {(person.role or 'trainee').replace('_', ' ')}")
    say("\nTo fill the reports with people who do not exist: flask --app wsgi demo seed --learners 500")
    say("Stop with Ctrl+C; the data stays.\n")


def shown(path: Path) -> Path:
    """As short as it can be said from here."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


@contextmanager
def job_worker() -> Iterator[None]:
    """A worker in a process of its own: a heavy job never slows or kills the server. If it dies it is started again."""
    ended = threading.Event()
    # The first is started here, before the server forks: a fork in the middle of a start holds its pipe open for ever.
    keeper = threading.Thread(target=keep_working, args=(start_worker(), ended), name="job-worker")
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join()


def start_worker() -> "subprocess.Popen[bytes]":
    """A job worker, which ends by itself should this process be killed."""
    command = [*FLASK, "jobs", "work", "--beside", str(os.getpid())]
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603  (our own command)


def keep_working(worker: "subprocess.Popen[bytes]", ended: threading.Event) -> None:
    """Keep a worker running until told to stop."""
    while True:
        while worker.poll() is None and not ended.wait(WATCH_SECONDS):
            pass
        stop(worker)
        if ended.is_set():
            return
        worker = start_worker()


def stop(worker: "subprocess.Popen[bytes]") -> None:
    """Let it finish what it has in hand; what is not finished in time, the next worker takes up."""
    worker.terminate()
    try:
        worker.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


def serve(host: str, port: int, *, workers: int) -> None:
    """Serve until told to stop.

    The server forks: a connection opened before would be shared by its processes, so all are closed first.
    """
    db.session.remove()
    db.engine.dispose()
    measures.share_between_processes(current_app.config["DATA"] / "measures", f"{socket.gethostname()}-{port}")
    Granian(
        target="wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        log_access=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,  # without it one request that never ends would keep the server from stopping
    ).serve()
