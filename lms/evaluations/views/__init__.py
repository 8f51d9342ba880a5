"""The pages of this room: answering, and what was answered."""

from lms.evaluations.views import answering, coding, follow_ups, results
from lms.evaluations.views.blueprint import bp

__all__ = ["answering", "bp", "coding", "follow_ups", "results"]
