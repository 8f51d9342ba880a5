"""The pages of this room, one file for each part."""

from lms.nominations.views import calls, handing_out, home, lists, people
from lms.nominations.views.blueprint import bp

__all__ = ["bp", "calls", "handing_out", "home", "lists", "people"]
