"""Figures for whoever keeps the installation: requests by endpoint and status, and how long they took.

A server has several processes. Each keeps its figures in files of its own under the data folder (prometheus-client's
way), so that the page, which any of them may answer, tells the sum. Two servers that share a data folder (containers)
have a folder each, because both may have a process of the same number: each tells of itself, and both are scraped.
Nothing here knows persons: a label is an endpoint, a method or a status, never a path. A busy database is the answers
503, refused sign-ins the 422 and 429 of that endpoint.

What can be asked of the database at any moment (jobs that wait, the age of the newest copy) is no sum of processes: a
room declares a function with ``gauge``, and it is asked when the page is.
"""

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address
from pathlib import Path

from flask import Flask, Request, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, values
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

#: Seconds. The bounds promised for pages, reports and exports lie between these.
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15)

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
#: Where prometheus-client looks for the files of all processes.
_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
#: A file in a server's folder that is locked for as long as one of its processes runs.
_RUNNING = "running"


#: A value for each value of one label, or a single one; None where there is nothing to tell.
Asked = Callable[[], Mapping[str, float] | float | None]


@dataclass(frozen=True)
class Gauge:
    name: str
    documentation: str
    label: str | None
    ask: Asked


_gauges: list[Gauge] = []


def gauge(name: str, documentation: str, *, label: str | None = None) -> Callable[[Asked], Asked]:
    """Declare a function whose answer is told with the other figures; with ``label`` it answers with a mapping."""

    def declare(ask: Asked) -> Asked:
        _gauges.append(Gauge(name, documentation, label, ask))
        return ask

    return declare


class Gauges(Collector):
    """Asks every declared function, each time it is read."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for one in _gauges:
            said = one.ask()
            family = GaugeMetricFamily(one.name, one.documentation, labels=[one.label] if one.label else None)
            if isinstance(said, Mapping):
                for key, value in said.items():
                    family.add_metric([key], value)
            elif said is not None:
                family.add_metric([], said)
            yield family


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


def share_between_processes(folder: Path, server: str) -> None:
    """Keep the figures of this server in files, those of its earlier run forgotten. Called before it forks.

    What servers have left that run no more is removed; what others keep that do run is not touched.
    """
    folder.mkdir(parents=True, exist_ok=True)
    own = folder / server
    with (folder / "turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # of servers that start at once, one finds the folder of the other complete
        for found in folder.iterdir():
            if found.is_dir() and (found == own or _is_left(found)):
                shutil.rmtree(found, ignore_errors=True)
        own.mkdir(exist_ok=True)
        fcntl.flock(os.open(own / _RUNNING, os.O_CREAT | os.O_RDWR), fcntl.LOCK_EX | fcntl.LOCK_NB)  # never closed
    os.environ[_FOLDER] = str(own)
    values.ValueClass = values.MultiProcessValue()  # type: ignore[no-untyped-call]


def _is_left(folder: Path) -> bool:
    """Whether no process of the server that kept its figures here runs any more."""
    try:
        with (folder / _RUNNING).open() as running:
            fcntl.flock(running, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return True
    except BlockingIOError:
        return False
    return True


def is_inside(asking: Request, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    """Whether it comes from the machine itself or one of these networks. Who came through a proxy is named by it."""
    if "X-Forwarded-For" in asking.headers or "Forwarded" in asking.headers or not asking.remote_addr:
        return False
    address = ip_address(asking.remote_addr)
    address = getattr(address, "ipv4_mapped", None) or address  # as a server that listens on :: sees IPv4
    return address.is_loopback or any(address in network for network in networks)


def as_text(app: Flask) -> bytes:
    """Everything in the form that Prometheus reads: figures of all processes (or of the one there is), and gauges."""
    own: CollectorRegistry = app.extensions["sabak_registry"]
    registry = CollectorRegistry()
    registry.register(Gauges())
    if _FOLDER not in os.environ:
        return generate_latest(own) + generate_latest(registry)
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


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
