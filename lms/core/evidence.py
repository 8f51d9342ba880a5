"""Files that prove a number: of which kinds they are is read from their first bytes, not from their names.

They are given out as attachments, under a name of our own, and taken away once nothing has them any more.
"""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from flask import Response

from lms.core import files
from lms.core.media_types import DOCX_TYPE, XLSX_TYPE
from lms.core.transactions import after_commit

MOST_BYTES = 8 * 1024 * 1024
#: With what a form sends around its file.
MOST_OF_A_REQUEST = MOST_BYTES + 64 * 1024
ENDINGS = (".pdf", ".docx", ".xlsx", ".png", ".jpg", ".jpeg")
_SIGNS = (
    (b"%PDF-", ".pdf", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", ".png", "image/png"),
    (b"\xff\xd8\xff", ".jpg", "image/jpeg"),
)
#: What must be in the package of a document.
_PACKAGES = (
    ("word/document.xml", ".docx", DOCX_TYPE),
    ("xl/workbook.xml", ".xlsx", XLSX_TYPE),
)


class NoEvidence(Exception):
    """The file is of no kind that is kept as evidence."""


@dataclass(frozen=True)
class Evidence:
    content: bytes
    ending: str
    media_type: str


def read_evidence(content: bytes) -> Evidence:
    """Raises NoEvidence for what is too large, of another kind, or holds programs."""
    if not content or len(content) > MOST_BYTES:
        raise NoEvidence
    for sign, ending, media_type in _SIGNS:
        if content.startswith(sign):
            return Evidence(content, ending, media_type)
    names = _members(content)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise NoEvidence
    for member, ending, media_type in _PACKAGES:
        if member in names:
            return Evidence(content, ending, media_type)
    raise NoEvidence


def ending_of(media_type: str) -> str:
    """What the name of a downloaded file ends in."""
    known = {kind: ending for _sign, ending, kind in (*_SIGNS, *_PACKAGES)}
    return known[media_type]


def keep(folder: str, evidence: Evidence) -> str:
    """The key under which it is kept."""
    return files.put(folder, evidence.content, evidence.ending)


def handed_out(key: str, media_type: str, name: str) -> Response:
    """As a file to save: a browser shows nothing of it. Whoever answers with it records the look."""
    head = f'attachment; filename="{name}{ending_of(media_type)}"'
    return Response(files.get(key), mimetype=media_type, headers={"Content-Disposition": head})


def forget(key: str | None, is_used: Callable[[str], bool]) -> None:
    """Take a file away unless something else has the same bytes. To be called after the rows were written."""
    if key is not None and not is_used(key):
        after_commit(lambda: files.remove(key))


def _members(content: bytes) -> set[str]:
    """Names in the package; nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return set(package.namelist())
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError):
        raise NoEvidence from None
