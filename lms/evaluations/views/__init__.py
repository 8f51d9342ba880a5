"""The pages of this room: answering, and what was answered."""

from lms.evaluations.views import answering, results
from lms.evaluations.views.blueprint import bp

__all__ = ["answering", "bp", "results"]
