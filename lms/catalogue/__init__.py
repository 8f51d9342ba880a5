"""The shelf: training modules, drafts, editions that never change, what is derived from them."""

from flask import Flask

from lms.catalogue import models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
