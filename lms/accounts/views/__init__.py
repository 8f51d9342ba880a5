"""The pages of this room, one file for each part."""

from lms.accounts.views import profile, registering, resetting, signing_in
from lms.accounts.views.blueprint import bp

__all__ = ["bp", "profile", "registering", "resetting", "signing_in"]
