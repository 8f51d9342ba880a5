"""What people say of a module, anonymously: the form after completion, and what came of it months later.

Who answered and what was said never stand side by side. A reply lies in a sealed box (`boxes`) until five like it are
there, and leaves it in random order (`releasing`); that somebody answered is a mark of its own (`marks`). Figures are
counted from what has left the boxes (`figures`, `application`).
"""

from flask import Flask

from lms.evaluations import exports, models, policies, reminders, retention, tasks
from lms.evaluations.views import bp

__all__ = ["exports", "init_app", "models", "policies", "reminders", "retention", "tasks"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
    app.register_blueprint(bp)
