"""Questions: what they are, how each kind is shown and marked, their versions."""

from flask import Flask

from lms.questions import models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
