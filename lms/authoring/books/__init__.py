"""An edition for study without the platform: as a book, on paper, and as a package for other learning platforms."""

from lms.authoring.books.epub import write_epub
from lms.authoring.books.kinds import KINDS, PDF, write_book
from lms.authoring.books.printed import write_pdf
from lms.authoring.books.scorm import write_scorm

__all__ = ["KINDS", "PDF", "write_book", "write_epub", "write_pdf", "write_scorm"]
