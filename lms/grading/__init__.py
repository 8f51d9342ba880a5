"""Essays are read by people: the queue of those who mark, their opinions, and what becomes of them."""

from flask import Flask

from lms.grading import exports, leaving, models, opinions, policies, reminders, retention, subscribers, tasks
from lms.grading.views import bp

__all__ = ["exports", "init_app", "leaving", "models", "policies", "reminders", "retention", "subscribers", "tasks"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
    app.register_blueprint(bp)
    opinions.init_app()
