"""The pages of this room: being tested, opening new tries for somebody, making exceptions."""

from lms.quizzes.views import excepting, opening, taking
from lms.quizzes.views.blueprint import bp

__all__ = ["bp", "excepting", "opening", "taking"]
