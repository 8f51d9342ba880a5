"""The pages of this room, one file for each part."""

from lms.releases.views import drafts, files, reports
from lms.releases.views.blueprint import bp

__all__ = ["bp", "drafts", "files", "reports"]
