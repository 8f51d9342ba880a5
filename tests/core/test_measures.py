"""Figures for whoever keeps the installation, summed over the processes that serve."""

import subprocess
import sys
from datetime import timedelta

import pytest

from config import networks
from lms.core import clock, jobs
from lms.core.mail import deliver


def test_a_request_is_counted_by_endpoint_and_never_by_path(app, session, browser):
    registry = app.extensions["sabak_registry"]
    labels = {"endpoint": "home.say_alive", "method": "GET", "status": "200"}
    before = registry.get_sample_value("sabak_requests_total", labels) or 0

    browser().client.get("/healthz?name=somebody")
    browser().client.get("/nobody-knows/this")

    assert registry.get_sample_value("sabak_requests_total", labels) == before + 1
    assert registry.get_sample_value("sabak_requests_total", {**labels, "endpoint": "none", "status": "404"})
    said = [str(sample.labels) for metric in registry.collect() for sample in metric.samples]
    assert not [line for line in said if "somebody" in line or "nobody-knows" in line]


ALONE = """
import os, sys
from pathlib import Path
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from lms.core import measures

app = Flask("alone")
measures.init_app(app)
measures.share_between_processes(Path(sys.argv[1]), sys.argv[2])
children = []
for count in map(int, sys.argv[3:]):
    child = os.fork()
    if child == 0:
        for _ in range(count):
            app.extensions["sabak_measures"].answered("page", "GET", 200, 0.1)
        os._exit(0)
    children.append(child)
for child in children:
    os.waitpid(child, 0)
labels = {"endpoint": "page", "method": "GET", "status": "200"}
values = text_string_to_metric_families(measures.as_text(app).decode())
samples = [sample for family in values for sample in family.samples if sample.name == "sabak_requests_total"]
print(sum(sample.value for sample in samples if sample.labels == labels), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def server(tmp_path):
    """Start one whose processes answer so many requests each; it runs until its input is closed."""
    started = []

    def start(name, *requests):
        command = [sys.executable, "-c", ALONE, tmp_path, name, *map(str, requests)]
        started.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield start
    for process in started:
        process.communicate()


def told_by(process):
    return float(process.stdout.readline())


def folders(of):
    return sorted(path.name for path in of.iterdir() if path.is_dir())


def test_the_figures_of_all_processes_are_one_sum(tmp_path, server):
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "counter_1.db").write_bytes(b"left by an earlier run")

    assert told_by(server("one", 2, 3)) == 5


def test_a_server_leaves_the_figures_of_another_alone_and_removes_what_is_left(tmp_path, server):
    (tmp_path / "long-gone").mkdir()
    first = server("one", 2, 3)
    assert told_by(first) == 5
    kept = set((tmp_path / "one").iterdir())

    second = server("two", 4)

    assert told_by(second) == 4
    assert folders(tmp_path) == ["one", "two"]
    assert set((tmp_path / "one").iterdir()) == kept
    first.communicate()
    assert told_by(server("three", 1)) == 1
    assert folders(tmp_path) == ["three", "two"]


def figures(browser, **more):
    answer = browser().client.get("/metrics", **more)
    return answer.status_code, answer.get_data(as_text=True)


def test_whoever_keeps_the_machine_reads_them_on_it(session, browser):
    job = jobs.enqueue(deliver, "none")
    job.state = "failed"
    jobs.enqueue(deliver, "none").due_at = clock.now() - timedelta(minutes=20)
    session.commit()

    status, said = figures(browser)

    assert status == 200
    assert 'sabak_jobs{state="waiting"} 1.0' in said
    assert 'sabak_failed_jobs{work="core.mail.deliver"} 1.0' in said
    assert "sabak_jobs_oldest_seconds 1200.0" in said
    assert "sabak_requests_total" in said


@pytest.fixture
def may_ask(app, monkeypatch):
    """A network that may read the figures."""
    monkeypatch.setitem(app.config, "METRICS_FROM", networks("SABAK_METRICS_FROM", "10.0.5.0/24, fd00::/64"))


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "10.0.5.7", "::ffff:10.0.5.7", "fd00::7"])
def test_the_machine_and_the_network_that_is_named_may_read_them(session, browser, may_ask, address):
    status, _said = figures(browser, environ_overrides={"REMOTE_ADDR": address})

    assert status == 200


@pytest.mark.parametrize(
    "asked",
    [
        {"headers": {"X-Forwarded-For": "8.8.8.8"}},
        {"headers": {"X-Forwarded-For": "127.0.0.1"}},
        {"headers": {"Forwarded": "for=127.0.0.1"}},
        {"environ_overrides": {"REMOTE_ADDR": "8.8.8.8"}},
        {"environ_overrides": {"REMOTE_ADDR": "192.168.0.7"}},
        {"environ_overrides": {"REMOTE_ADDR": "10.0.5.7"}, "headers": {"X-Forwarded-For": "10.0.5.7"}},
    ],
    ids=[
        "through the door", "through the door, with a lie", "another proxy", "from outside", "from the same office",
        "from the network that may, through the door",
    ],
)  # fmt: skip
def test_to_others_the_page_is_absent(session, browser, may_ask, asked):
    status, said = figures(browser, **asked)

    assert status == 404
    assert "sabak_" not in said
