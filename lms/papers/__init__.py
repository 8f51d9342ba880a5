"""Tests on paper: sheets to print, an answer key, the claim by a code, and what is typed in from them."""

from flask import Flask

from lms.papers import exports, leaving, models, offers, policies, retention
from lms.papers.views import bp

__all__ = ["exports", "init_app", "leaving", "models", "offers", "policies", "retention"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
    app.register_blueprint(bp)
