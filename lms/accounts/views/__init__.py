"""The pages of this room, one file for each part."""

from lms.accounts.views import (
    closing,
    confirming,
    entering,
    invited,
    new_texts,
    profile,
    provider,
    registering,
    requests,
    resetting,
    second_step,
    signing_in,
    verifying,
    without_mail,
)
from lms.accounts.views.blueprint import bp
from lms.accounts.views.invited import door
from lms.accounts.views.provider import door as provider_door

__all__ = [
    "bp",
    "closing",
    "confirming",
    "door",
    "entering",
    "invited",
    "new_texts",
    "profile",
    "provider",
    "provider_door",
    "registering",
    "requests",
    "resetting",
    "second_step",
    "signing_in",
    "verifying",
    "without_mail",
]
