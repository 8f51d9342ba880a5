"""Sheets: rows become CSV and XLSX, and no cell ever becomes a formula; uploaded tables become lines of text.

A caller says what its columns are (`Column`: key, title, kind) and hands over rows, one by one if there are
many. Everything else is decided here once, for every export of the platform: how text that looks like a formula
is disarmed, how dates and shares are written, how wide a column is, which library writes a long table. The other
direction, tables that people upload or paste, is the folder `uploads`.

Knows no word of the domain. Imports nothing above itself.
"""

from lms.core.media_types import XLSX_TYPE
from lms.sheets.columns import Column, Kind, Row, SheetRefused
from lms.sheets.csv_files import csv_lines, write_csv
from lms.sheets.media_types import CSV_TYPE, MEDIA_TYPES
from lms.sheets.xlsx_files import MOST_ROWS, Engine, Sheet, write_xlsx

__all__ = [
    "CSV_TYPE",
    "MEDIA_TYPES",
    "MOST_ROWS",
    "XLSX_TYPE",
    "Column",
    "Engine",
    "Kind",
    "Row",
    "Sheet",
    "SheetRefused",
    "csv_lines",
    "write_csv",
    "write_xlsx",
]
