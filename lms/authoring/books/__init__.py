"""An edition for study without the platform: as a book, and as a package for other learning platforms."""

from lms.authoring.books.epub import write_epub
from lms.authoring.books.scorm import write_scorm

__all__ = ["write_epub", "write_scorm"]
