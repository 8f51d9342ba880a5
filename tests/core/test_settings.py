"""Settings: cookies follow the scheme of the address, and a folder of data makes and keeps a key of its own."""

import socket
import stat

import pytest

from config import Config, ProductionConfig, RefusedSetting
from config import TestConfig as ForTests
from lms.app import create_app
from lms.core.extensions import db
from lms.core.headers import HSTS

REAL = {
    "SECRET_KEY": "k" * 40,
    "DATABASE_URL": "postgresql://sabak@db/sabak",
    "SITE_URL": "https://sabak.example.org",
    "SABAK_NO_MAIL": "1",
}


@pytest.fixture
def cookies(app, tmp_path):
    """The cookies and headers that an application at this address sends with the page for signing in."""

    def sent(address):
        database = app.config["SQLALCHEMY_DATABASE_URI"]
        other = create_app(ForTests({"SABAK_DATA": str(tmp_path), "DATABASE_URL": database, "SITE_URL": address}))
        answer = other.test_client().get("/en/sign-in", base_url=address)
        assert answer.status_code == 200
        with other.app_context():
            db.engine.dispose()
        return answer.headers.getlist("Set-Cookie"), answer.headers

    return sent


def test_over_https_cookies_are_secure_and_bound_to_the_host(cookies):
    sent, headers = cookies("https://sabak.example.org")

    keys_to_somebody = [cookie for cookie in sent if not cookie.startswith("language=")]
    assert keys_to_somebody
    assert all(cookie.startswith("__Host-") for cookie in keys_to_somebody)
    for cookie in sent:
        assert "; Secure" in cookie
        assert "; HttpOnly" in cookie
        assert "; Path=/" in cookie
        assert "Domain=" not in cookie
    assert headers["Strict-Transport-Security"] == HSTS


def test_over_http_cookies_work_without_a_secure_context(cookies):
    sent, headers = cookies("http://192.168.0.10:8000")

    assert sent
    assert not [cookie for cookie in sent if "__Host-" in cookie or "; Secure" in cookie]
    assert all("; HttpOnly" in cookie and "; SameSite=Lax" in cookie for cookie in sent)
    assert "Strict-Transport-Security" not in headers


def test_the_key_is_made_once_and_read_by_its_owner_only(tmp_path):
    first, second = (Config({"SABAK_DATA": str(tmp_path)}).SECRET_KEY for _ in range(2))
    other = Config({"SABAK_DATA": str(tmp_path / "other")}).SECRET_KEY

    assert first == second != other
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_all_state_lies_in_the_folder_of_data(tmp_path):
    config = Config({"SABAK_DATA": str(tmp_path)})

    assert str(tmp_path) in config.SQLALCHEMY_DATABASE_URI
    assert f"file:{tmp_path / 'files'}" == config.STORAGE_URL
    assert config.SITE_URL == "http://127.0.0.1:8000"


@pytest.mark.parametrize("given", ["postgres://u@h/d", "postgresql://u@h/d"])
def test_a_postgresql_address_gets_our_driver(tmp_path, given):
    config = Config({"SABAK_DATA": str(tmp_path), "DATABASE_URL": given})

    assert config.SQLALCHEMY_DATABASE_URI == "postgresql+psycopg://u@h/d"


@pytest.mark.parametrize("missing", ["SECRET_KEY", "DATABASE_URL", "SITE_URL", "SABAK_NO_MAIL"])
def test_production_wants_each_of_its_settings(tmp_path, missing):
    settings = {name: value for name, value in REAL.items() if name != missing}

    with pytest.raises(RefusedSetting):
        ProductionConfig({"SABAK_DATA": str(tmp_path), **settings})


def test_plain_http_is_a_decision(tmp_path):
    settings = {"SABAK_DATA": str(tmp_path), **REAL, "SITE_URL": "http://sabak.example.org"}

    with pytest.raises(RefusedSetting, match="SABAK_PLAIN_HTTP"):
        ProductionConfig(settings)
    assert not ProductionConfig({**settings, "SABAK_PLAIN_HTTP": "1"}).SECURE


@pytest.mark.parametrize("given", ["inside", "10.0.5.7/24", "10.0.5.0/24 10.0.6.0/24"])
def test_networks_that_are_none_are_refused(given):
    with pytest.raises(RefusedSetting, match=r"SABAK_METRICS_FROM names networks such as 10\.0\.5\.0/24"):
        Config({"SABAK_METRICS_FROM": given, "SECRET_KEY": "k"})


def test_whoever_scrapes_from_the_network_asks_the_server_by_its_name():
    assert socket.gethostname() not in ProductionConfig(REAL).TRUSTED_HOSTS
    assert socket.gethostname() in ProductionConfig({**REAL, "SABAK_METRICS_FROM": "10.0.5.0/24"}).TRUSTED_HOSTS


def test_a_provider_without_our_name_there_is_refused():
    with pytest.raises(RefusedSetting, match="OIDC_CLIENT_ID"):
        Config({"OIDC_ISSUER": "https://id.example.org", "SECRET_KEY": "k"})


def test_a_real_installation_believes_no_provider_on_an_open_line():
    named = {"OIDC_CLIENT_ID": "sabak"}
    with pytest.raises(RefusedSetting, match="https"):
        ProductionConfig({**REAL, **named, "OIDC_ISSUER": "http://id.example.org"})

    real = ProductionConfig({**REAL, **named, "OIDC_ISSUER": "https://id.example.org", "OIDC_SECOND_STEP": "mfa high"})

    assert real.OIDC_NAME == "id.example.org"
    assert {"mfa", "high"} == real.OIDC_SECOND_STEP
