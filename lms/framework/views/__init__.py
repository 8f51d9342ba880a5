"""The pages of this room."""

from lms.framework.views import evidence, indicators, pages
from lms.framework.views.blueprint import bp

__all__ = ["bp", "evidence", "indicators", "pages"]
