"""Built styles, scripts, icons and fonts, given out with names that change with their content, so kept for ever."""

from collections.abc import Callable
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from lms.core.headers import FIXED, HSTS

PREFIX = "/static/"
YEAR_SECONDS = 365 * 24 * 60 * 60


def init_app(app: Flask) -> None:
    """Answer below ``/static/`` before the application is asked. Compressed twins lie beside the files."""
    folder = app.config["BUILD"] / "static"
    if folder.is_dir():
        app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
            app.wsgi_app,
            root=str(folder),
            prefix=PREFIX,
            max_age=YEAR_SECONDS,
            immutable_file_test=lambda path, url: True,
            add_headers_function=_protection(is_secure=app.config["SECURE"]),
        )


def _protection(*, is_secure: bool) -> Callable[[Headers, str, str], None]:
    """The headers of every other answer; nothing else will add them here."""
    fixed = {**FIXED, **({"Strict-Transport-Security": HSTS} if is_secure else {})}

    def protect(headers: Headers, path: str, url: str) -> None:
        for name, value in fixed.items():
            headers[name] = value

    return protect
