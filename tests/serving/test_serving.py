"""The two commands that serve: one starts everything for a trial, the other refuses what would be unsafe."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen
from wsgiref.simple_server import WSGIRequestHandler, make_server

import click
import pysqlite3
import pytest

from bench.servers import free_port
from lms import serving
from lms.accounts.demo import PEOPLE
from tests.support.factories import make_edition

ROOT = Path(__file__).resolve().parents[2]
FLASK = (sys.executable, "-m", "flask", "--app", "wsgi")
OURS = {"SABAK_DATA", "SABAK_DEMO", "SABAK_ENV", "PORT", "SITE_URL", "DATABASE_URL", "SECRET_KEY", "SMTP_URL"}


def environ(**settings):
    return {name: value for name, value in os.environ.items() if name not in OURS} | settings


class Demonstration:
    """``flask run-demo`` in a process of its own."""

    def __init__(self, folder):
        self.port = free_port()
        self.log = folder / "said"
        self.settings = environ(SABAK_DATA=str(folder / "var"), SABAK_DEMO="1", PORT=str(self.port))

    def start(self):
        began = time.monotonic()
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*FLASK, "run-demo"], cwd=ROOT, env=self.settings, stdout=log, stderr=subprocess.STDOUT
            )
        wait_for(lambda: "Stop with Ctrl+C" in self.said and self.answers("/healthz"), seconds=120)
        return time.monotonic() - began

    def stop(self):
        """In time even when the server and then the job worker must be killed: each has its ``STOP_SECONDS``."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=2 * serving.STOP_SECONDS + 20)
        except subprocess.TimeoutExpired:
            left = self.processes()
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"It did not stop: {left}; it said: {self.said}") from None

    @property
    def said(self):
        return self.log.read_text()

    def answers(self, path):
        try:
            with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def workers(self):
        """Job workers started by this process."""
        return [pid for pid, words in self.processes().items() if "work" in words]

    def processes(self):
        """Those started by this process, and the words each was started with."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
                words = (folder / "cmdline").read_bytes().decode().strip("\0").split("\0")
            except OSError:
                continue
            if str(self.process.pid) in (parent, *words):
                found[int(folder.name)] = words
        return found


def wait_for(happens, *, seconds=30):
    until = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < until, "It did not happen in time."
        time.sleep(0.1)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    one = Demonstration(tmp_path_factory.mktemp("demo"))
    one.start()
    yield one
    if one.process.poll() is None:
        one.stop()


def test_a_demonstration_says_where_it_is_and_who_may_try_it(demonstration):
    said = demonstration.said

    assert f"http://127.0.0.1:{demonstration.port}" in said
    assert all(person.email in said for person in PEOPLE)
    assert "No SMTP_URL: mails are written to" in said
    assert all(demonstration.answers(page) for page in ("/ky/", "/ru/modules", "/en/sign-in"))


def test_a_server_keeps_its_figures_in_a_folder_of_its_own(demonstration):
    measures = Path(demonstration.settings["SABAK_DATA"]) / "measures"

    assert demonstration.answers("/metrics")
    assert [folder.name for folder in measures.glob("*/")] == [f"{socket.gethostname()}-{demonstration.port}"]


def test_a_job_worker_that_dies_is_started_again(demonstration):
    wait_for(demonstration.workers)
    (before,) = demonstration.workers()

    os.kill(before, signal.SIGKILL)

    wait_for(lambda: demonstration.workers() not in ([], [before]))


def test_a_job_worker_that_waits_for_work_lets_others_write(demonstration):
    wait_for(demonstration.workers)
    time.sleep(2)
    database = pysqlite3.connect(Path(demonstration.settings["SABAK_DATA"]) / "sabak.db", timeout=3)

    database.execute("BEGIN IMMEDIATE")  # raises if the worker keeps the one write lock

    database.rollback()
    database.close()


def test_a_second_start_keeps_the_data_and_takes_seconds(demonstration):
    demonstration.stop()
    assert demonstration.workers() == []

    took = demonstration.start()

    assert "new module" not in demonstration.said
    assert took < 60


def refused(**settings):
    done = subprocess.run(
        [*FLASK, "serve-production"],
        cwd=ROOT,
        env=environ(SABAK_ENV="production", **settings),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode
    return done.stdout + done.stderr


SAFE = {"SECRET_KEY": "k" * 40, "SITE_URL": "https://sabak.example.org", "SABAK_NO_MAIL": "1"}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": ""}, "Set SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is shorter"),
        ({"SITE_URL": ""}, "Set SITE_URL"),
        ({"SITE_URL": "http://sabak.example.org"}, "SITE_URL is not https"),
        ({"SABAK_NO_MAIL": "0"}, "Set SMTP_URL"),
        ({"SABAK_DEMO": "1"}, "production is never one"),
    ],
)
def test_production_refuses_what_would_be_unsafe(tmp_path, changes, sentence):
    database = f"sqlite:///{tmp_path / 'real.db'}"

    said = refused(**{"SABAK_DATA": str(tmp_path), "DATABASE_URL": database, **SAFE, **changes})

    assert sentence in said
    assert not (tmp_path / "real.db").exists()


def test_production_over_plain_http_says_so_and_asks_for_what_is_not_known(tmp_path):
    settings = {**SAFE, "SITE_URL": "http://sabak.example.org", "SABAK_PLAIN_HTTP": "1"}

    said = refused(**{"SABAK_DATA": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'real.db'}", **settings})

    assert "SABAK_PLAIN_HTTP=1" in said
    assert "issuer is not known yet." in said
    database = pysqlite3.connect(tmp_path / "real.db")
    assert database.execute("select count(*) from sqlite_master").fetchone() == (0,)  # what is refused changes nothing
    database.close()


def test_production_refuses_a_demonstration_database(demonstration, tmp_path):
    folder = demonstration.settings["SABAK_DATA"]

    said = refused(**{"SABAK_DATA": str(tmp_path), "DATABASE_URL": f"sqlite:///{folder}/sabak.db", **SAFE})

    assert "demonstration database" in said


class Silent(WSGIRequestHandler):
    def log_message(self, *_arguments):
        pass


def test_another_server_serves_the_same_application(app):
    """Nothing in the house depends on granian."""
    with make_server("127.0.0.1", 0, app.wsgi_app, handler_class=Silent) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            with urlopen(f"http://127.0.0.1:{server.server_port}/healthz", timeout=10) as answer:
                assert answer.status == 200
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def refusing(monkeypatch):
    """Content that cannot be loaded, as after a change in the studio."""
    monkeypatch.setattr(serving, "FLASK", (sys.executable, "-c", "import sys; sys.exit(1)"))


def test_a_demonstration_goes_on_with_a_module_that_was_changed_in_the_studio(app, session, refusing, capsys):
    make_edition()

    serving.load_content()

    assert "goes on with the modules it has" in capsys.readouterr().out


def test_a_demonstration_without_modules_does_not_start(app, session, refusing):
    with pytest.raises(click.ClickException):
        serving.load_content()


def test_files_come_at_once_after_a_start(demonstration):
    """The store of files has threads. If it were opened before the server forks, the first files would never come."""
    web = build_opener(HTTPCookieProcessor())
    home = f"http://127.0.0.1:{demonstration.port}"

    def page(path, **fields):
        sent = urlencode(fields).encode() if fields else None
        return web.open(Request(home + path, sent, {"Origin": home}), timeout=10).read().decode()

    token = re.search(r'name="csrf_token" value="([^"]+)"', page("/en/sign-in"))[1]
    page("/en/sign-in", csrf_token=token, login="trainer@example.org", password="sabak-demo-2026")
    pictures = re.findall(r'<img src="([^"]+)"', page("/en/studio/modules/foundations/pictures"))

    assert pictures
    assert all(len(web.open(home + address, timeout=10).read()) > 100 for address in pictures)


def test_a_server_that_no_longer_answers_does_not_keep_it_from_stopping(demonstration):
    answering = [pid for pid, words in demonstration.processes().items() if "work" not in words]
    for process in answering:
        os.kill(process, signal.SIGSTOP)  # as a request that never ends: it will not hear that it shall stop

    demonstration.stop()

    assert answering
    assert not any(Path(f"/proc/{process}").exists() for process in answering)
