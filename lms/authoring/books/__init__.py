"""An edition as a book for study without the platform."""

from lms.authoring.books.epub import write_epub

__all__ = ["write_epub"]
