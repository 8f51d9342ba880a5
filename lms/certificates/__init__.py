"""Frozen evidence of completion: confirming the name, the document, the public page that verifies a code."""

from flask import Flask

from lms.certificates import models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
