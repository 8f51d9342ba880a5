"""The pages of this room, one file for each part."""

from lms.admin.views import home, institutions, jobs, links, log, people
from lms.admin.views.blueprint import bp

__all__ = ["bp", "home", "institutions", "jobs", "links", "log", "people"]
