"""Keeping the place running: backups that were tried, and databases that are brought up to date with a way back."""

from flask import Flask

from lms.ui.warnings import add_warning
from lms.upkeep import measures, models, policies, retention, tasks
from lms.upkeep.cli import backup, offer_upgrade, periods, sealed
from lms.upkeep.views import bp, keeping
from lms.upkeep.words import warning_of_late_backup

__all__ = ["init_app", "measures", "models", "policies", "retention", "tasks"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
    app.register_blueprint(bp)
    app.register_blueprint(keeping)
    app.cli.add_command(backup)
    app.cli.add_command(periods)
    app.cli.add_command(sealed)
    offer_upgrade()
    add_warning(app, warning_of_late_backup)
