"""The learner's view of a module: catalogue, overview, start, "My learning"."""

from flask import Flask

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
