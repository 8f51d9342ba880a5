"""An Excel workbook with one question in a row, for whoever has no other platform.

``columns`` says what stands in which column, ``cells`` what a single cell means, ``kinds_read`` and ``kinds_written``
how the options of each kind are spelled, ``template`` is the empty workbook with examples and a help.
"""

from lms.exchange.workbook.reading import read
from lms.exchange.workbook.template import template
from lms.exchange.workbook.writing import write

__all__ = ["read", "template", "write"]
