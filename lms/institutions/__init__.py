"""Where people work: regions, kinds of institution, the directory and its tree."""

from flask import Flask

from lms.institutions import events, models

__all__ = ["events", "init_app", "models"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
