"""The front page and the texts about the service."""

from flask import Flask

from lms.home import identity, languages
from lms.home.views import bp

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
    app.register_blueprint(bp)
    identity.init_app(app)
    languages.init_app(app)
