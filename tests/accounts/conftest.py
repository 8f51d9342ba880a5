"""A sign-in provider that the tests start, and somebody whom it knows."""

import pytest

from lms.accounts import services
from lms.core import clock
from lms.core.extensions import db
from tests.support import provider as providers
from tests.support.factories import make_account


@pytest.fixture(scope="module")
def server():
    with providers.running() as provider:
        yield provider


@pytest.fixture
def provider(app, session, server, monkeypatch):
    """The provider of this installation, as honest as on its first day."""
    key = server.key
    fresh = {"forge": {}, "described": {}, "sign": server.signed, "beside": None}
    for name, value in fresh.items():
        monkeypatch.setattr(server, name, value)
    monkeypatch.setattr(server, "person", dict(server.person))
    for name, value in providers.settings(server).items():
        monkeypatch.setitem(app.config, name, value)
    monkeypatch.setitem(app.extensions, "sabak_provider", {})
    yield server
    server.key = key


@pytest.fixture
def linked(provider):
    account = make_account()
    services.link_identity(account, issuer=provider.issuer, subject="pin-1", at=clock.now())
    db.session.commit()
    return account
