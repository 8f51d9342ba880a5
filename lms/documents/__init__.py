"""Documents: facts become a PDF that reads aloud, prints well and stays the same for ever.

A template (`*.typ`) lies beside the room that owns the document; this room runs the typesetter on it, in a process
of its own with limits on memory and time, with our fonts only and without a network. Facts travel as JSON, so a
name can never become code. The export asks for PDF/UA-1 (accessible) and PDF/A-2a (archive), and the typesetter
refuses what would break them.

A letter that the fonts lack would vanish silently, so every text is checked before it is set.
"""

from lms.documents.errors import DocumentRefused, UnprintableText
from lms.documents.letters import unprintable_letters, written_otherwise
from lms.documents.pictures import pictures_of
from lms.documents.qr import qr_svg
from lms.documents.rendering import render_pdf

__all__ = [
    "DocumentRefused",
    "UnprintableText",
    "pictures_of",
    "qr_svg",
    "render_pdf",
    "unprintable_letters",
    "written_otherwise",
]
