"""Frozen evidence of completion: confirming the name, the document, the public page that verifies a code."""

from flask import Flask

from lms.certificates import exports, leaving, models, offers, policies, reminders, retention, subscribers, tasks
from lms.certificates.cli import certificates
from lms.certificates.views import bp

__all__ = ["exports", "init_app", "models", "offers", "policies", "reminders", "retention", "subscribers", "tasks"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
    app.register_blueprint(bp)
    app.cli.add_command(certificates)
    offers.init_app()
