"""Participation and results in numbers that can be defended, on screen and as files."""

from flask import Flask

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
