"""The formats by their names; each reads and writes in the same way."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from lms.core.i18n import _l
from lms.exchange import aiken, gift, moodle_xml, qti, workbook
from lms.exchange.readings import Reading, Written
from lms.questions.documents import Question
from lms.sheets import XLSX_TYPE


class Format(Protocol):
    """``read`` raises Refused for a file that is none of this format; neither of the two keeps anything."""

    def read(self, content: bytes, *, language: str) -> Reading: ...
    def write(self, questions: Sequence[Question], *, media: Mapping[str, bytes] = ...) -> Written: ...


FORMATS: dict[str, Format] = {
    "gift": gift,
    "moodle-xml": moodle_xml,
    "aiken": aiken,
    "qti": qti,
    "xlsx": workbook,
}
NAMES = {
    "gift": _l("GIFT"),
    "moodle-xml": _l("Moodle XML"),
    "aiken": _l("Aiken"),
    "qti": _l("QTI"),
    "xlsx": _l("Excel workbook"),
}
#: How a file of this format is called, and sent.
ENDINGS = {"gift": "gift", "moodle-xml": "xml", "aiken": "txt", "qti": "zip", "xlsx": "xlsx"}
TYPES = {
    "gift": "text/plain; charset=utf-8",
    "moodle-xml": "application/xml",
    "aiken": "text/plain; charset=utf-8",
    "qti": "application/zip",
    "xlsx": XLSX_TYPE,
}


def recognised(content: bytes, name: str) -> str | None:
    """The format that a file seems to be in, by its first bytes and its name; None if nothing tells."""
    start = content[:2000].lstrip(b"\xef\xbb\xbf \r\n\t")
    code = None
    if start.startswith(b"PK\x03\x04"):
        code = "xlsx" if name.lower().endswith(".xlsx") or b"xl/workbook.xml" in content else "qti"
    elif start.startswith(b"<"):
        code = "moodle-xml" if b"<quiz" in start else "qti"
    elif b"\nANSWER:" in content and b"{" not in content.replace(b"{mlang", b""):
        code = "aiken"
    elif b"{" in content:
        code = "gift"
    return code if code in FORMATS else None
