"""The pages of this room: a trainer's batches and typing, and the claim of the person who has the sheet."""

from lms.papers.views import batches, claiming, typing_in
from lms.papers.views.blueprint import bp

__all__ = ["batches", "bp", "claiming", "typing_in"]
