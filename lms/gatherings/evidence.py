"""Files that prove a number: of which kinds they are is read from their first bytes, not from their names."""

import io
import zipfile
from dataclasses import dataclass

from lms.gatherings.errors import NoEvidence

MOST_BYTES = 8 * 1024 * 1024
ENDINGS = (".pdf", ".docx", ".xlsx", ".png", ".jpg", ".jpeg")
_SIGNS = (
    (b"%PDF-", ".pdf", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", ".png", "image/png"),
    (b"\xff\xd8\xff", ".jpg", "image/jpeg"),
)
_OFFICE = "application/vnd.openxmlformats-officedocument."
#: What must be in the package of a document.
_PACKAGES = (
    ("word/document.xml", ".docx", f"{_OFFICE}wordprocessingml.document"),
    ("xl/workbook.xml", ".xlsx", f"{_OFFICE}spreadsheetml.sheet"),
)


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


def _members(content: bytes) -> set[str]:
    """Names in the package; nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return set(package.namelist())
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError):
        raise NoEvidence from None
