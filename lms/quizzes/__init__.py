"""Being tested: pre-test and final quiz, saving, handing in, marking, results."""

from flask import Flask

from lms.quizzes import exports, models, policies, retention, subscribers
from lms.quizzes.views import bp

__all__ = ["exports", "init_app", "models", "policies", "retention", "subscribers"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
    app.register_blueprint(bp)
