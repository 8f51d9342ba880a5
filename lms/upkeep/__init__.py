"""Keeping the place running: backups that were tried, and databases that are brought up to date with a way back."""

from flask import Flask

from lms.upkeep import models, policies, tasks
from lms.upkeep.cli import backup, offer_upgrade

__all__ = ["init_app", "models", "policies", "tasks"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
    app.cli.add_command(backup)
    offer_upgrade()
