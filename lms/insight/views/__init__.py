"""Statistics beside the questions."""

from lms.insight.views import files, pages
from lms.insight.views.blueprint import bp

__all__ = ["bp", "files", "pages"]
