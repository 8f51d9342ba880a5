"""The pages of this room, one file for each part."""

from lms.quality.views import completions, duplicates, people, queue
from lms.quality.views.blueprint import bp

__all__ = ["bp", "completions", "duplicates", "people", "queue"]
