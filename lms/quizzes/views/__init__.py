"""The pages of this room: being tested, and opening new tries for somebody."""

from lms.quizzes.views import opening, taking
from lms.quizzes.views.blueprint import bp

__all__ = ["bp", "opening", "taking"]
