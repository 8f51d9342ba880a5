"""Work that may wait: a package of a module is read, and taken in; an edition becomes a book or a
package for another platform.
"""

from uuid import UUID

from lms.authoring import queries
from lms.authoring.books import KINDS, PDF, write_book
from lms.authoring.models import PackageState
from lms.authoring.package_queries import package_by_id, package_for_update
from lms.authoring.services import packages
from lms.authoring.services.sweeping import sweep
from lms.catalogue.documents import module_from_json
from lms.core import clock, files
from lms.core.daily import daily
from lms.core.i18n import speaking
from lms.core.jobs import job, report_progress
from lms.core.pictures import WHOLE, copy_of
from lms.core.site import site


def job_key(act: str, package_id: UUID | str) -> str:
    return f"package:{act}:{package_id}"


@job
def read_package(package_id: str) -> None:
    """What is wrong with it is told in the language of whoever sent it."""
    upload = package_for_update(UUID(package_id))
    if upload.state is PackageState.WAITING:
        with speaking(upload.language):
            packages.read(upload)


@job
def take_package_in(package_id: str, asked: str) -> None:
    """Whole, or not at all: then the package lies there as before, with the reason. Each asking is a job of its own."""
    upload = package_by_id(UUID(package_id))
    if upload.state is not PackageState.WAITING:
        return
    key = job_key(asked, package_id)
    with speaking(upload.language):
        try:
            packages.take_in(upload, progress=lambda done, total: report_progress(key, done, total), at=clock.now())
        except packages.NotHere as reason:
            upload.state, upload.remarks = PackageState.READ, [str(reason)]


def book_key(edition_id: UUID | str, languages: str, kind: str = PDF) -> str:
    return f"book:{edition_id}:{languages}:{kind}"


@job
def print_book(edition_id: str, languages: str, kind: str = PDF) -> dict[str, object] | None:
    """Where it is kept, and how large it is; nothing for an edition that was withdrawn meanwhile."""
    edition, key = queries.edition_by_id(UUID(edition_id)), book_key(edition_id, languages, kind)
    if edition.withdrawn_at is not None:
        return None
    book = write_book(
        kind,
        module_from_json(edition.document),
        languages.split("-"),
        # A picture leaves with nothing in it but what is seen.
        lambda sha256: copy_of(sha256, WHOLE),
        service=site().name,
        edition=edition,
        told=lambda done, total: report_progress(key, done, total),
    )
    return {"file": files.put("books", book, KINDS[kind].ending), "size": len(book)}


@daily(hour=4)
def sweep_media(_day: str) -> dict[str, object]:
    """What no text needs any more leaves the store after its time of grace."""
    swept = sweep(at=clock.now())
    return {"unused": len(swept.unused), "removed": len(swept.removed), "sizes_made": swept.sizes_made}
