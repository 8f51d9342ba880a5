"""People and roles for the administrator, institutions for the coordinator."""

from flask import Flask

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
