"""The pages of this room, one file for each part."""

from lms.certificates.views import correcting, holder, office, verifying
from lms.certificates.views.blueprint import bp

__all__ = ["bp", "correcting", "holder", "office", "verifying"]
