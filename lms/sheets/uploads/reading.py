"""One door for every table that comes from outside: what a file is shows in its first bytes, not in its name."""

from lms.sheets.uploads import texts, workbooks
from lms.sheets.uploads.limits import USUAL, Limits, Line
from lms.sheets.uploads.refusals import Cause, TableRefused

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: A workbook with a password is wrapped in a container of the old kind, in a stream of this name.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_table(content: bytes, limits: Limits = USUAL) -> list[Line]:
    """The lines of a workbook or a CSV file. Raises TableRefused with the cause.

    Takes about 0.1 s for a workbook (a process of its own) and 0.1 s for five thousand lines.
    """
    if len(content) > limits.bytes:
        raise TableRefused(Cause.SIZE)
    if content.startswith(OLE):
        raise TableRefused(Cause.PROTECTED if ENCRYPTED in content else Cause.OLD_WORKBOOK)
    if content.startswith(ZIP):
        return _filled(workbooks.lines_of(content, limits))
    return read_pasted(texts.decoded(content), limits)


def read_pasted(text: str, limits: Limits = USUAL) -> list[Line]:
    """The lines of a table that was copied from another program into a text box. Raises TableRefused."""
    return _filled(list(texts.lines_of(text, limits)))


def _filled(lines: list[Line]) -> list[Line]:
    if not lines:
        raise TableRefused(Cause.EMPTY)
    return lines
