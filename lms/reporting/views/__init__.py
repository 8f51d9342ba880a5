"""The pages of this room, one file for each part."""

from lms.reporting.views import codes, files, institutions, names, participation, targets, workplaces
from lms.reporting.views.blueprint import bp

__all__ = ["bp", "codes", "files", "institutions", "names", "participation", "targets", "workplaces"]
