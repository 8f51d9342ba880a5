"""Reading: lessons, knowledge checks, the branching scenario."""

from flask import Flask

from lms.lessons import exports, models, retention
from lms.lessons.views import bp

__all__ = ["exports", "init_app", "models", "retention"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
    app.register_blueprint(bp)
