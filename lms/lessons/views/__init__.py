"""The pages of this room: lessons, the branching scenario, and the pictures and recordings in them."""

from lms.lessons.views import lessons, media, scenario
from lms.lessons.views.blueprint import bp
from lms.lessons.views.media import media_address

__all__ = ["bp", "lessons", "media", "media_address", "scenario"]
