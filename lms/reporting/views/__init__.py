"""The pages of this room, one file for each part."""

from lms.reporting.views import (
    behind,
    briefs,
    codes,
    crossing,
    files,
    institutions,
    names,
    participation,
    quality,
    saved,
    targets,
    untrained,
    workplaces,
)
from lms.reporting.views.blueprint import bp

__all__ = [
    "behind",
    "bp",
    "briefs",
    "codes",
    "crossing",
    "files",
    "institutions",
    "names",
    "participation",
    "quality",
    "saved",
    "targets",
    "untrained",
    "workplaces",
]
