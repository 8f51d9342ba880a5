"""The pages of this room."""

from lms.framework.views import pages
from lms.framework.views.blueprint import bp

__all__ = ["bp", "pages"]
