"""Work that may wait: a package of a module is read, and taken in."""

from uuid import UUID

from lms.authoring.models import PackageState
from lms.authoring.package_queries import package_by_id, package_for_update
from lms.authoring.services import packages
from lms.core import clock
from lms.core.i18n import speaking
from lms.core.jobs import job, report_progress


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
