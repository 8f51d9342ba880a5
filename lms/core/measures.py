"""Figures for whoever keeps the installation: requests by endpoint and status, and how long they took.

Several processes serve. Each keeps its figures in files of its own under the data folder (prometheus-client's way), so
that the page, which any of them may answer, tells the sum. Nothing here knows persons: a label is an endpoint, a
method or a status, never a path. A busy database is the answers 503, refused sign-ins the 422 and 429 of that endpoint.
"""

import os
import shutil
import time
from pathlib import Path

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, values
from prometheus_client.multiprocess import MultiProcessCollector

#: Seconds. The bounds promised for pages, reports and exports lie between these.
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15)

#: Where prometheus-client looks for the files of all processes.
_FOLDER = "PROMETHEUS_MULTIPROC_DIR"


class Measures:
    """The figures of this process. Made once for each application."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.requests = Counter(
            "sabak_requests", "Requests answered", ("endpoint", "method", "status"), registry=registry
        )
        self.seconds = Histogram(
            "sabak_request_seconds", "Time to an answer", ("endpoint",), buckets=BUCKETS, registry=registry
        )

    def answered(self, endpoint: str, method: str, status: int, seconds: float) -> None:
        self.requests.labels(endpoint, method, str(status)).inc()
        self.seconds.labels(endpoint).observe(seconds)


def share_between_processes(folder: Path) -> None:
    """Keep figures in files in this folder, those of an earlier run forgotten. Called before the server forks."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ[_FOLDER] = str(folder)
    values.ValueClass = values.MultiProcessValue()  # type: ignore[no-untyped-call]


def gathered(app: Flask) -> CollectorRegistry:
    """The figures of all processes, or of this one where it is alone."""
    own: CollectorRegistry = app.extensions["sabak_registry"]
    if _FOLDER not in os.environ:
        return own
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


def init_app(app: Flask) -> None:
    registry = CollectorRegistry()
    measures = Measures(registry)
    app.extensions["sabak_registry"], app.extensions["sabak_measures"] = registry, measures

    @app.before_request
    def note_beginning() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        # An address that nobody serves is no endpoint: one label for all of them.
        measures.answered(
            request.endpoint or "none", request.method, response.status_code, time.perf_counter() - g.began
        )
        return response
