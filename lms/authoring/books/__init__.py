"""An edition for study without the platform: as a book, on paper, and as a package for other learning platforms."""

from lms.authoring.books.epub import write_epub
from lms.authoring.books.printed import write_pdf
from lms.authoring.books.scorm import write_scorm

__all__ = ["write_epub", "write_pdf", "write_scorm"]
