"""The platform as a real server of its own process, on a database of its own: for what threads and kills may break.

    with live.platform("sqlite", folder) as here:
        client = here.client(account)   # a signed-in person with a connection; one for each thread
        client.get("/en/modules/practice/quiz")

Time is real there, so nothing may be frozen. Factories work inside ``with here.app.app_context():``.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask

from bench.client import Client
from bench.servers import Server, running
from lms.accounts.services import open_sign_in
from lms.core import clock
from lms.core.extensions import db
from tests.support import databases

KEY = "only-for-tests"


@dataclass(frozen=True)
class Platform:
    """``app`` prepares and looks behind; ``server`` is asked by clients."""

    app: Flask
    server: Server
    clients: list[Client] = field(default_factory=list)

    def client(self, account_id) -> Client:
        """A browser of the person with this account."""
        from lms.accounts.models import Account  # noqa: PLC0415  (the rooms are imported with the app)

        client = Client(self.server.port)
        self.clients.append(client)
        with self.app.app_context():
            secret = open_sign_in(db.session.get_one(Account, account_id), device="Test", at=clock.now())
            db.session.commit()
            signer = self.app.session_interface.get_signing_serializer(self.app)
            client.cookies[self.app.config["SESSION_COOKIE_NAME"]] = signer.dumps({"_user_id": secret})
        return client

    def hang_up(self):
        """Close the connections of all clients, at the end of a test."""
        while self.clients:
            self.clients.pop().connection.close()

    def restart_after_kill(self):
        """Like a power switch, then on again at the same address."""
        self.server.kill()
        self.server.start()


@contextmanager
def platform(kind, folder, **options):
    """Migrated, with the site data, served; gone afterwards."""
    with databases.application(kind, folder) as app, served(app, **options) as here:
        yield here


@contextmanager
def served(app, *, target="wsgi:app", environ=None, **options):
    """What there is already, served. ``target`` and ``environ`` serve a twin of it."""
    settings = {
        **(environ or {}),
        "SABAK_DATA": str(app.config["DATA"]),
        "SABAK_DEMO": "1",
        "SITE_URL": "http://localhost",
        "SECRET_KEY": KEY,
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "STORAGE_URL": app.config["STORAGE_URL"],
    }
    with running(target, settings, **options) as server:
        here = Platform(app, server)
        try:
            yield here
        finally:
            here.hang_up()


def at_once(calls):
    """Make all these calls at the same moment, each in its own thread; their results in order."""
    barrier = threading.Barrier(len(calls))

    def make(call):
        barrier.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(make, calls))
