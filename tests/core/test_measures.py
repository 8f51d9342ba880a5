"""Figures for whoever keeps the installation, summed over the processes that serve."""

import subprocess
import sys

from lms.core import measures


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
print(measures.gathered(app).get_sample_value("sabak_requests_total", labels))
"""


def test_the_figures_of_all_processes_are_one_sum(tmp_path):
    (tmp_path / "counter_1.db").write_bytes(b"left by an earlier run")

    done = subprocess.run([sys.executable, "-c", ALONE, tmp_path], capture_output=True, text=True, check=True)

    assert float(done.stdout) == 5


def test_a_process_alone_tells_its_own(app):
    assert measures.gathered(app) is app.extensions["sabak_registry"]
