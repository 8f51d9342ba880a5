"""Institutions name their people: lists read and checked, invitations handed out, calls with their seats.

The pages hang beneath the reports, because focal points and the coordinator work there. An institution sees of its
people whether they have come, study or have completed; never a score, and nothing of people elsewhere.
"""

from flask import Flask

from lms.nominations import leaving, models, policies, retention, tasks
from lms.nominations.views import bp

__all__ = ["init_app", "leaving", "models", "policies", "retention", "tasks"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
    app.register_blueprint(bp)
