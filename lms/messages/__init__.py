"""Which messages by e-mail a person wants, and reminders: few, merged into at most one mail a day, off when told so."""

from flask import Flask

from lms.messages import exports, leaving, models, subscribers, tasks
from lms.messages.views import bp

__all__ = ["exports", "init_app", "leaving", "models", "subscribers", "tasks"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
    app.register_blueprint(bp)
