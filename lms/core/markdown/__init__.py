"""Lesson text: the Markdown of `content/README.md` becomes HTML that is safe to show, in one place for all rooms.

Three steps: `parsing` (markdown-it-py with our containers, citations and terms, raw HTML off), `rendering` with
`drawing` (boxes, notes, pictures, the lists of terms and sources), `cleaning` (an allow-list that lets nothing through
that `rendering` does not write: own pictures only, no styles, no scripts, no direction marks). `problems` says with
line numbers what an author should mend. `formatting` gives a text its one spelling and `merging` keeps the bytes of
all that did not change when it is saved again; both rest on `blocks`. A knowledge check is not drawn here: the result
has a `CheckMark` in its place.
"""

from lms.core.markdown.drawing import Around
from lms.core.markdown.formatting import format_text
from lms.core.markdown.labels import Labels
from lms.core.markdown.merging import merge_text
from lms.core.markdown.problems import Problem, problems
from lms.core.markdown.rendering import render
from lms.core.markdown.results import (
    CheckMark,
    Citation,
    CitationText,
    Heading,
    MediaFile,
    Recording,
    Rendered,
    ScenarioMark,
    TermText,
)

__all__ = [
    "Around",
    "CheckMark",
    "Citation",
    "CitationText",
    "Heading",
    "Labels",
    "MediaFile",
    "Problem",
    "Recording",
    "Rendered",
    "ScenarioMark",
    "TermText",
    "format_text",
    "merge_text",
    "problems",
    "render",
]
