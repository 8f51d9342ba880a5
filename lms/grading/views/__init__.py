"""The pages of this room: essays on desks, keys that were wrong, passes to decide on."""

from lms.grading.views import essays, keys, passes
from lms.grading.views.blueprint import bp

__all__ = ["bp", "essays", "keys", "passes"]
