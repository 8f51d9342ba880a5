"""The learner's view of a module: catalogue, overview, start, "My learning"."""

from flask import Flask

from lms.learning import policies, reminders
from lms.learning.views import bp

__all__ = ["init_app", "policies", "reminders"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
    app.register_blueprint(bp)
