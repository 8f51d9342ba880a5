"""In which kinds an edition leaves, and how each is made."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lms.authoring.books import epub, printed, scorm
from lms.catalogue.documents import ModuleDocument
from lms.catalogue.models import Edition
from lms.core.i18n import in_language


@dataclass(frozen=True)
class BookKind:
    """``name`` as files have it; ``is_of_one`` language."""

    ending: str
    type: str
    name: str
    is_of_one: bool = True


PDF = "pdf"
#: By the word that addresses and work have for it.
KINDS = {
    PDF: BookKind(".pdf", printed.TYPE, "PDF", is_of_one=False),
    "epub": BookKind(".epub", epub.TYPE, "EPUB"),
    **{f"scorm-{version}": BookKind(".zip", "application/zip", f"SCORM {version}") for version in scorm.VERSIONS},
}


def write_book(
    kind: str,
    document: ModuleDocument,
    languages: Sequence[str],
    media: Callable[[str], bytes],
    *,
    service: Mapping[str, str],
    edition: Edition,
    told: Callable[[int, int], None],
) -> bytes:
    """The bytes of an edition in one of ``KINDS``; all but the PDF are in the first of the languages."""
    chief = languages[0]
    if kind == PDF:
        return printed.write_pdf(document, languages, media, service=service, edition=edition, told=told)
    if kind == "epub":
        author = in_language(service, chief)
        return epub.write_epub(
            document, chief, media, author=author, at=edition.published_at, is_reviewed=edition.is_reviewed, told=told
        )
    version = kind.removeprefix("scorm-")
    return scorm.write_scorm(document, chief, media, version=version, is_reviewed=edition.is_reviewed, told=told)
