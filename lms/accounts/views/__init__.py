"""The pages of this room, one file for each part."""

from lms.accounts.views import confirming, invited, profile, registering, resetting, signing_in
from lms.accounts.views.blueprint import bp
from lms.accounts.views.invited import door

__all__ = ["bp", "confirming", "door", "invited", "profile", "registering", "resetting", "signing_in"]
