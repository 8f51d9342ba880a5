"""The pages of this room, one file for each part."""

from lms.admin.views import (
    consents,
    devices,
    home,
    institutions,
    inviting,
    jobs,
    links,
    log,
    names,
    people,
    place_changes,
    place_lists,
    places,
    second_step,
)
from lms.admin.views.blueprint import bp

__all__ = [
    "bp",
    "consents",
    "devices",
    "home",
    "institutions",
    "inviting",
    "jobs",
    "links",
    "log",
    "names",
    "people",
    "place_changes",
    "place_lists",
    "places",
    "second_step",
]
