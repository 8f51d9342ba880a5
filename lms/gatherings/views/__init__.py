"""The pages of this room, one file for each part."""

from lms.gatherings.views import events, evidence, lists
from lms.gatherings.views.blueprint import bp

__all__ = ["bp", "events", "evidence", "lists"]
