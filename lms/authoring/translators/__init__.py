"""Texts of a module on their way to translators' tools and back: XLIFF 2 and PO."""

from lms.authoring.translators import po, xliff
from lms.authoring.translators.units import Compared, Sent, compared, units_of

__all__ = ["ENDINGS", "READERS", "TYPES", "WRITERS", "Compared", "Sent", "compared", "units_of"]

WRITERS = {"xliff": xliff.write, "po": po.write}
READERS = {"xliff": xliff.read, "po": po.read}
ENDINGS = {"xliff": "xlf", "po": "po"}
TYPES = {"xliff": "application/xliff+xml", "po": "text/x-gettext-translation"}
