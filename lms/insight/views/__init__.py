"""Statistics beside the questions."""

from lms.insight.views import files, pages, participation
from lms.insight.views.blueprint import bp

__all__ = ["bp", "files", "pages", "participation"]
