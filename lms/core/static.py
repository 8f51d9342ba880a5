"""Built styles, scripts, icons and fonts, given out with names that change with their content, so kept for ever."""

from flask import Flask
from whitenoise import WhiteNoise

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
            add_headers_function=_protect,
        )


def _protect(headers: object, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"  # type: ignore[index]
    headers["Cross-Origin-Resource-Policy"] = "same-origin"  # type: ignore[index]
