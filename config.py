"""Every setting once, with its meaning. Values come from the environment and are read once, at start.

Development (the embedded default) needs none of them; production refuses to start without its secrets.
"""

import os
import secrets
import socket
from collections.abc import Mapping
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
SHORTEST_KEY = 32


class RefusedSetting(RuntimeError):
    """A setting is missing or contradicts another; the sentence says which and what to do."""


class Config:
    """The embedded default: SQLite, local files, a job worker beside the server."""

    TESTING = False
    PRODUCTION = False
    MAX_CONTENT_LENGTH = 2 * 1024 * 1024
    MAX_FORM_MEMORY_SIZE = 1024 * 1024
    MAX_FORM_PARTS = 2000
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    PERMANENT_SESSION_LIFETIME = timedelta(days=30)
    WTF_CSRF_TIME_LIMIT = None
    SQLALCHEMY_RECORD_QUERIES = False
    BABEL_DEFAULT_LOCALE = "en"
    BABEL_DEFAULT_TIMEZONE = "Asia/Bishkek"
    COMPRESS_ALGORITHM = ("br", "gzip")
    COMPRESS_BR_LEVEL = 4
    COMPRESS_MIN_SIZE = 500
    COMPRESS_MIMETYPES = (
        "text/html",
        "text/css",
        "text/csv",
        "application/javascript",
        "application/json",
        "image/svg+xml",
    )

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        #: Folder of all state: database, files, mails, keys. Two copies with two folders run side by side.
        self.DATA = Path(environ.get("SABAK_DATA", "var")).resolve()
        #: Folder of the content packages and site data.
        self.CONTENT = ROOT / "content"
        #: Built fonts, styles and scripts, made at set-up.
        self.BUILD = ROOT / "build"
        #: ``1`` makes a demonstration database: demo accounts, synthetic people, a notice on every page.
        self.DEMO = environ.get("SABAK_DEMO", "0") == "1"
        #: Password of the demo accounts.
        self.DEMO_PASSWORD = environ.get("SABAK_DEMO_PASSWORD", "sabak-demo-2026")
        #: Address the server listens on.
        self.HOST = environ.get("HOST", "127.0.0.1")
        self.PORT = int(environ.get("PORT", "8000"))
        #: The public address; cookies, HSTS and printed links follow it.
        self.SITE_URL = environ.get("SITE_URL", f"http://{self.HOST}:{self.PORT}").rstrip("/")
        #: ``smtp://user:password@host:port`` or ``smtps://…``; without it mails are files in ``DATA/mail``.
        self.SMTP_URL = environ.get("SMTP_URL") or None
        self.NO_MAIL = environ.get("SABAK_NO_MAIL", "0") == "1"
        self.PLAIN_HTTP = environ.get("SABAK_PLAIN_HTTP", "0") == "1"
        #: Carries jobs between processes; without it a queue file in ``DATA``.
        self.REDIS_URL = environ.get("REDIS_URL") or None
        #: ``file:`` (a folder in ``DATA``) or ``s3://bucket/prefix``.
        self.STORAGE_URL = environ.get("STORAGE_URL") or f"file:{self.DATA / 'files'}"
        #: Bytes of pictures and recordings of all modules together; sizes that are made of pictures are not counted.
        self.MEDIA_MOST = int(environ.get("SABAK_MEDIA_MB", "20000")) * 1024 * 1024
        #: File with the issuer's key and certificate (PKCS#12) that signs certificates; without it they are not signed.
        self.SIGNING_KEY = Path(environ["SABAK_SIGNING_KEY"]) if environ.get("SABAK_SIGNING_KEY") else None
        self.SIGNING_PASSWORD = environ.get("SABAK_SIGNING_PASSWORD") or None
        #: How many proxies stand in front (each sets X-Forwarded-For and -Proto).
        self.PROXIES = int(environ.get("SABAK_PROXIES", "0"))
        #: Networks that may read ``/metrics``, besides the machine itself; with commas between.
        self.METRICS_FROM = networks("SABAK_METRICS_FROM", environ.get("SABAK_METRICS_FROM") or "")
        self.ask_provider(environ)
        self.SQLALCHEMY_DATABASE_URI = database_url(environ.get("DATABASE_URL"), self.DATA)
        self.SECRET_KEY = environ.get("SECRET_KEY") or self.kept_secret()
        #: Whether it lies in ``DATA``, made by the platform itself.
        self.SECRET_KEY_IS_KEPT = not environ.get("SECRET_KEY")
        self.follow_scheme()

    def ask_provider(self, environ: Mapping[str, str]) -> None:
        """Sign-in through an OpenID Connect provider, where one is named."""
        #: The issuer, exactly as its description names it; its description is read from there.
        self.OIDC_ISSUER = environ.get("OIDC_ISSUER") or None
        #: As whom it knows us; the address to come back to is ``SITE_URL/provider/back``.
        self.OIDC_CLIENT_ID = environ.get("OIDC_CLIENT_ID") or None
        self.OIDC_CLIENT_SECRET = environ.get("OIDC_CLIENT_SECRET") or None
        #: What people call it; the host of the issuer if nothing is said.
        self.OIDC_NAME = environ.get("OIDC_NAME") or urlsplit(self.OIDC_ISSUER or "").hostname
        #: Values of ``amr`` or ``acr`` that stand for the second step, with spaces between; none if nothing is said.
        self.OIDC_SECOND_STEP = frozenset(environ.get("OIDC_SECOND_STEP", "").split())
        if self.OIDC_ISSUER and not self.OIDC_CLIENT_ID:
            message = "Set OIDC_CLIENT_ID: as whom the provider knows this installation."
            raise RefusedSetting(message)

    def kept_secret(self) -> str:
        """The embedded default makes its own key once and keeps it readable by its owner only."""
        path = self.DATA / "secret-key"
        if not path.exists():
            self.DATA.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48), encoding="ascii")
        return path.read_text(encoding="ascii")

    def follow_scheme(self) -> None:
        """Secure cookies and the ``__Host-`` prefix exist only over https."""
        secure = urlsplit(self.SITE_URL).scheme == "https"
        self.SECURE = secure
        self.SESSION_COOKIE_SECURE = secure
        self.SESSION_COOKIE_NAME = "__Host-sabak" if secure else "sabak"
        self.SESSION_COOKIE_PATH = "/"


class TestConfig(Config):
    """Used by the tests: a data folder of their own, a fixed key, no mail leaves."""

    TESTING = True

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        super().__init__({"SECRET_KEY": "only-for-tests", **environ})


class ProductionConfig(Config):
    """A real installation. Refuses to start on anything that would make it unsafe."""

    PRODUCTION = True

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        for name, why in {
            "SECRET_KEY": "it signs the cookies",
            "DATABASE_URL": "say where people's records are kept",
            "SITE_URL": "it is printed on certificates",
        }.items():
            if not environ.get(name):
                message = f"Set {name}: {why}."
                raise RefusedSetting(message)
        if environ.get("SABAK_DEMO") == "1":
            message = "SABAK_DEMO=1 makes a demonstration; production is never one."
            raise RefusedSetting(message)
        super().__init__(environ)
        if len(self.SECRET_KEY) < SHORTEST_KEY:
            message = f"SECRET_KEY is shorter than {SHORTEST_KEY} characters."
            raise RefusedSetting(message)
        if not self.SECURE and not self.PLAIN_HTTP:
            message = "SITE_URL is not https. Set SABAK_PLAIN_HTTP=1 to run a real database over plain http."
            raise RefusedSetting(message)
        if self.OIDC_ISSUER and urlsplit(self.OIDC_ISSUER).scheme != "https":
            message = "OIDC_ISSUER is not https: whoever sits on the line could vouch for anybody."
            raise RefusedSetting(message)
        #: Other names in a request's Host are refused. The machine itself may ask whether the server is well.
        self.TRUSTED_HOSTS = [urlsplit(self.SITE_URL).hostname or "", "localhost", "127.0.0.1", "[::1]"]
        if self.METRICS_FROM:
            self.TRUSTED_HOSTS.append(socket.gethostname())  # by which whoever scrapes from there asks
        if not self.SMTP_URL and not self.NO_MAIL:
            message = "Set SMTP_URL, or SABAK_NO_MAIL=1 to hand out codes instead of mails."
            raise RefusedSetting(message)


def networks(setting: str, given: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Those named, with commas between."""
    try:
        return tuple(ip_network(word.strip()) for word in given.split(",") if word.strip())
    except ValueError as error:
        message = f"{setting} names networks such as 10.0.5.0/24, with commas between: {error}."
        raise RefusedSetting(message) from error


def database_url(given: str | None, data: Path) -> str:
    """The given address with our driver, or the SQLite file in the data folder."""
    if not given:
        return f"sqlite:///{data / 'sabak.db'}"
    for short in ("postgres://", "postgresql://"):
        if given.startswith(short):
            return "postgresql+psycopg://" + given.removeprefix(short)
    return given


def from_environment() -> Config:
    """The configuration for this process: ``SABAK_ENV=production`` or the embedded default."""
    if os.environ.get("SABAK_ENV") == "production":
        return ProductionConfig()
    return Config()
