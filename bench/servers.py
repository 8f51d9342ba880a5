"""Servers under measurement: real processes, one granian worker each, and how much processor time they took."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """A running application."""

    def __init__(self, target, environ, *, workers=1, threads=8):
        self.target, self.environ, self.workers, self.threads = target, environ, workers, threads
        self.port = free_port()
        self.process = None

    def start(self):
        """Start and wait until it answers."""
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
        command += ["--port", str(self.port), "--workers", str(self.workers), "--blocking-threads", str(self.threads)]
        command += ["--no-access-log", "--log-level", "error", self.target]
        self.process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **self.environ}, start_new_session=True)
        for _ in range(400):
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2):
                    return self
            except OSError:
                time.sleep(0.05)
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

    def processor_seconds(self):
        """User and system time of all processes of this server so far."""
        total = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[3]) == self.process.pid:  # its session
                total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def resident_mib(self):
        """Memory of its largest process."""
        largest = 0
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                fields = (folder / "stat").read_text(errors="replace").rsplit(")", 1)[1].split()
                if int(fields[3]) == self.process.pid:
                    largest = max(largest, int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 1024**2)
            except OSError:
                continue
        return largest


@contextmanager
def running(target, environ, **options):
    server = Server(target, environ, **options).start()
    try:
        yield server
    finally:
        server.stop()


def command(*arguments, environ):
    """A command of the platform; its output, or an error that shows it."""
    run = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *arguments],
        cwd=ROOT,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise RuntimeError(f"{arguments}: {run.stdout}{run.stderr}")
    return run.stdout
