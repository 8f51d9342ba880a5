"""Events and dialogues: what was held where, with how many people, and what became of what was agreed there.

Nobody who took part is named: an event holds numbers. The coordinator types it in or brings a list; every change is
kept with its author, and what was deleted comes back.
"""

from flask import Flask

from lms.gatherings import exports, models, policies, retention
from lms.gatherings.views import bp

__all__ = ["exports", "init_app", "models", "policies", "retention"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
    app.register_blueprint(bp)
