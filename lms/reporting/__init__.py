"""Participation and results in numbers that can be defended, on screen and as files.

Every count comes from the facts that enrolments froze; nothing here reads today's profile. This room reads the tables
of others with SQL of its own and writes none of them, but for the synthetic population of a demonstration.
"""

from flask import Flask

from lms.reporting import exports, leaving, models, policies, retention, subscribers, tasks
from lms.reporting.cli import demo, reports
from lms.reporting.rollup import models as rollup_models
from lms.reporting.views import bp

__all__ = ["exports", "init_app", "leaving", "models", "policies", "retention", "rollup_models", "subscribers", "tasks"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
    app.register_blueprint(bp)
    app.cli.add_command(demo)
    app.cli.add_command(reports)
