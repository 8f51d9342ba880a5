"""Where modules are written, checked, reviewed and published, by form or by package."""

from flask import Flask

from lms.authoring import models
from lms.authoring.cli import content

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
    app.cli.add_command(content)
