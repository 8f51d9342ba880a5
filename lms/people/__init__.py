"""Who takes part: the person, the name in several spellings, workplace, consent."""

from flask import Flask

from lms.people import models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
