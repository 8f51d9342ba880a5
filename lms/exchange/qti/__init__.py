"""QTI: items of versions 2.1, 2.2 and 3.0, alone or in a package with a manifest and pictures."""

from lms.exchange.qti.reader import read
from lms.exchange.qti.writer import write

__all__ = ["read", "write"]
