"""Where modules are written, checked, reviewed and published, by form or by package."""

from flask import Flask

from lms.authoring import models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
