"""The front page and the texts about the service."""

from flask import Flask

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
