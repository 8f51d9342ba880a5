"""The pages of this room, one file for each part."""

from lms.releases.views import drafts, files, publishing, reports
from lms.releases.views.blueprint import bp
from lms.releases.views.results import results

__all__ = ["bp", "drafts", "files", "publishing", "reports", "results"]
