"""Figures for whoever keeps the installation, summed over the processes that serve."""

import subprocess
import sys
from datetime import timedelta

import pytest

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
measures.share_between_processes(Path(sys.argv[1]))
children = []
for count in (2, 3):
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
print(sum(s.value for f in values for s in f.samples if s.name == "sabak_requests_total" and s.labels == labels))
"""


def test_the_figures_of_all_processes_are_one_sum(tmp_path):
    (tmp_path / "counter_1.db").write_bytes(b"left by an earlier run")

    done = subprocess.run([sys.executable, "-c", ALONE, tmp_path], capture_output=True, text=True, check=True)

    assert float(done.stdout) == 5


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


@pytest.mark.parametrize(
    "asked",
    [
        {"headers": {"X-Forwarded-For": "8.8.8.8"}},
        {"headers": {"X-Forwarded-For": "127.0.0.1"}},
        {"headers": {"Forwarded": "for=127.0.0.1"}},
        {"environ_overrides": {"REMOTE_ADDR": "8.8.8.8"}},
    ],
    ids=["through the door", "through the door, with a lie", "another proxy", "from outside"],
)
def test_to_others_the_page_is_absent(session, browser, asked):
    status, said = figures(browser, **asked)

    assert status == 404
    assert "sabak_" not in said
