"""Being tested: pre-test and final quiz, saving, handing in, marking, results."""

from flask import Flask

from lms.quizzes import exports, leaving, models, policies, retention, subscribers, tasks
from lms.quizzes.views import bp

__all__ = ["exports", "init_app", "leaving", "models", "policies", "retention", "subscribers", "tasks"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
    app.register_blueprint(bp)
