"""The studio over HTTP: one file for each thing that is done there."""

from lms.authoring.views import (
    ending,
    history,
    home,
    modules,
    parts,
    pictures,
    preview,
    publishing,
    question_files,
    question_versions,
    questions,
    recordings,
    reuse,
    reviews,
    scenario,
    together,
    trying,
)
from lms.authoring.views.blueprint import bp

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
    "question_files",
    "question_versions",
    "questions",
    "recordings",
    "reuse",
    "reviews",
    "scenario",
    "together",
    "trying",
]
