"""Being tested: pre-test and final quiz, saving, handing in, marking, results."""

from flask import Flask

from lms.quizzes import models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
