"""Where modules are written, checked, reviewed and published, by form or by package."""

from flask import Flask

from lms.authoring import exports, models, policies, reminders, retention, subscribers, tasks
from lms.authoring.cli import content
from lms.authoring.question_cli import questions
from lms.authoring.views import bp

__all__ = ["exports", "init_app", "models", "policies", "reminders", "retention", "subscribers", "tasks"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
    app.register_blueprint(bp)
    app.cli.add_command(content)
    app.cli.add_command(questions)
