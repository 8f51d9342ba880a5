"""The pages of this room, one file for each part."""

from lms.certificates.views import badges, correcting, holder, office, register, verifying
from lms.certificates.views.blueprint import bp

__all__ = ["badges", "bp", "correcting", "holder", "office", "register", "verifying"]
