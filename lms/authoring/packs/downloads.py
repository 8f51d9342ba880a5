"""Documents that a lesson gives away: forms, tables, leaflets. Their content tells what they are."""

import io
import re

from lms.authoring.packs.pictures import NoPicture
from lms.catalogue.documents import DOWNLOADS
from lms.core.i18n import _
from lms.core.zips import Limits, ZipRefused, opened

MEGABYTE = 1024 * 1024
LARGEST = 5 * MEGABYTE
TYPES = {kind: ending for ending, (kind, _name) in DOWNLOADS.items()}
#: The part that makes a zip file a document of this kind.
_PARTS = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx", "ppt/presentation.xml": ".pptx"}
_LIMITS = Limits(5000, 50 * MEGABYTE)
#: What runs in a reader of PDF, starts a program, or hides a second file.
_RUNS = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)\b")
_HEAD = 1024


class NoDownload(NoPicture):
    """The bytes are no document that we give away; the sentence says why."""


def look_into(content: bytes) -> str:
    """The type of these bytes. Raises ``NoDownload``."""
    if len(content) > LARGEST:
        raise NoDownload(_("The file is larger than %(size)s MB. Choose a smaller one.", size=LARGEST // MEGABYTE))
    ending = ".pdf" if b"%PDF-" in content[:_HEAD] else _office(content)
    if ending is None:
        raise NoDownload(_("This is no document in PDF, DOCX, XLSX or PPTX."))
    if ending == ".pdf" and _RUNS.search(content):
        raise NoDownload(_("Something in this document runs by itself. Save it without that."))
    return DOWNLOADS[ending][0]


def _office(content: bytes) -> str | None:
    if not content.startswith(b"PK"):
        return None
    try:
        names = set(opened(io.BytesIO(content), _LIMITS))
    except ZipRefused as refused:
        raise NoDownload(_("The document is damaged.")) from refused
    if any(
        name.lower().endswith("vbaproject.bin") or "/embeddings/" in name or "/activex/" in name.lower()
        for name in names
    ):
        raise NoDownload(_("Something in this document runs by itself. Save it without that."))
    return next((ending for part, ending in _PARTS.items() if part in names), None)
