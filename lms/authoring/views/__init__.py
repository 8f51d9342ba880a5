"""The studio over HTTP: one file for each thing that is done there."""

from flask import Blueprint

from lms.authoring.places import place_in_words
from lms.core.i18n import PREFIX

bp = Blueprint("authoring", __name__, url_prefix=f"{PREFIX}/studio", template_folder="../templates")
bp.add_app_template_filter(place_in_words)

from lms.authoring.views import (  # noqa: E402  (they register their pages on the blueprint above)
    ending,
    history,
    home,
    modules,
    parts,
    pictures,
    preview,
    publishing,
    reviews,
    scenario,
)

__all__ = [
    "bp",
    "ending",
    "history",
    "home",
    "modules",
    "parts",
    "pictures",
    "preview",
    "publishing",
    "reviews",
    "scenario",
]
