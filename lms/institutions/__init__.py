"""Where people work: regions, kinds of institution, the directory and its tree."""

from flask import Flask

from lms.institutions import models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
