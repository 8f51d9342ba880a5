"""Tables that people upload or paste become lines of plain text, whatever program wrote them.

Excel workbooks and CSV (UTF-8 with or without a mark, UTF-16; comma, semicolon or tab) give the same lines: cells in
one spelling, numbered as the person sees them in the own program. What cannot be read is refused as a whole with one
sentence that says why and what to do (`TableRefused`). What the cells mean is the caller's; nothing is kept.
"""

from lms.sheets.uploads.broken import has_broken_letters
from lms.sheets.uploads.headings import Entry, Heading, under_headings
from lms.sheets.uploads.limits import Limits, Line
from lms.sheets.uploads.reading import read_pasted, read_table
from lms.sheets.uploads.refusals import Cause, TableRefused
from lms.sheets.uploads.templates import empty_list, headings_of

__all__ = [
    "Cause",
    "Entry",
    "Heading",
    "Limits",
    "Line",
    "TableRefused",
    "empty_list",
    "has_broken_letters",
    "headings_of",
    "read_pasted",
    "read_table",
    "under_headings",
]
