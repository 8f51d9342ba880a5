"""Servers under measurement: real processes of the server we ship, and how much of the machine they took."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
TICKS = os.sysconf("SC_CLK_TCK")
#: As in ``lms.serving``.
THREADS = 64
FLASK = (sys.executable, "-m", "flask", "--app", "wsgi")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """A running application, with all its processes in one session of the system."""

    def __init__(self, target, environ, *, workers=1):
        self.target, self.environ, self.workers = target, environ, workers
        self.port = free_port()
        self.process = None

    def start(self):
        """Start and wait until it answers."""
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
        command += ["--port", str(self.port), "--workers", str(self.workers), "--blocking-threads", str(THREADS)]
        command += ["--no-access-log", "--log-level", "error", self.target]
        self.process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **self.environ}, start_new_session=True)
        for _ in range(1200):
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                    return self
            except HTTPError as error:
                raise RuntimeError(f"{self.target} answers {error.code} to /healthz") from error
            except OSError:
                time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"{self.target} did not start")

    def kill(self):
        """Like a power switch: no time to say goodbye."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.kill()

    def processes(self):
        """The folder in /proc of each process of this server, and the fields of its ``stat`` after the name."""
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                fields = (folder / "stat").read_text(errors="replace").rsplit(")", 1)[1].split()
            except OSError:
                continue  # it has ended
            if int(fields[3]) == self.process.pid:  # its session
                yield folder, fields

    def processor_seconds(self):
        """User and system time of all its processes so far."""
        return sum(int(fields[11]) + int(fields[12]) for _folder, fields in self.processes()) / TICKS

    def peak_mib(self):
        """The most memory its largest process has held so far."""
        return max(peak_mib(folder) for folder, _fields in self.processes())


def peak_mib(folder=Path("/proc/self")):
    """``VmHWM`` of a process."""
    for line in (folder / "status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0


@contextmanager
def running(target, environ, **options):
    server = Server(target, environ, **options)
    try:
        yield server.start()
    finally:
        server.stop()


def command(*arguments, environ):
    """A command of the platform; its output, or an error that shows it."""
    run = subprocess.run(
        [*FLASK, *arguments],
        cwd=ROOT,
        env={**os.environ, **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if run.returncode:
        raise RuntimeError(f"{' '.join(arguments)} was refused: {run.stdout}")
    return run.stdout


def said_at_its_end(module, *arguments, environ):
    """A module of ours run by itself: what it printed last, and how many MiB it held at most."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environ}, stdout=subprocess.PIPE, text=True)
    with process.stdout:
        lines = process.stdout.read().splitlines()
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{module} failed.")
    return lines[-1], used.ru_maxrss / 1024


def run_to_its_end(*arguments, environ):
    """A command of the platform: how many seconds it took and how many MiB it held at most."""
    started = time.monotonic()
    process = subprocess.Popen([*FLASK, *arguments], cwd=ROOT, env={**os.environ, **environ})
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments)} was refused.")
    return time.monotonic() - started, used.ru_maxrss / 1024
