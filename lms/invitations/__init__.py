"""Who is asked to come: invitations of institutions with their codes, and calls with seats.

The pages are elsewhere: whoever is invited comes in through the registration (accounts), whoever invites works in
``nominations``. Both floors need the same facts, so the facts live below them.
"""

from flask import Flask

from lms.invitations import exports, leaving, models, retention

__all__ = ["exports", "init_app", "leaving", "models", "retention"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
