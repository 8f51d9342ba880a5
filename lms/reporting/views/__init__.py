"""The pages of this room, one file for each part."""

from lms.reporting.views import (
    briefs,
    codes,
    files,
    institutions,
    names,
    participation,
    quality,
    targets,
    untrained,
    workplaces,
)
from lms.reporting.views.blueprint import bp

__all__ = [
    "bp",
    "briefs",
    "codes",
    "files",
    "institutions",
    "names",
    "participation",
    "quality",
    "targets",
    "untrained",
    "workplaces",
]
