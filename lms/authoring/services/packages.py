"""A package of a module is sent, read in the background, looked at beside what is here, and taken in whole or not.

Whoever sends one is not believed what only reviewers say: signatures of it count for nothing, checked texts count as
translated, words that were let stand wait for a reviewer. Packages that are loaded by command are believed.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import msgspec

from lms.authoring.carrying import unchecked
from lms.authoring.checking import current_known
from lms.authoring.errors import KeyTaken
from lms.authoring.models import PackageState, PackageUpload
from lms.authoring.package_queries import draft_named, packages_lying_of, packages_older_than
from lms.authoring.packs import PackFiles, Refused, open_pack, read_pack
from lms.authoring.packs.pictures import NoPicture
from lms.authoring.packs.signing import Papers
from lms.authoring.services import drafts
from lms.authoring.services.media import keep_file, refuse_beyond_store
from lms.authoring.services.records import ask_about, keep_notes
from lms.catalogue.documents import ModuleDocument, module_from_json
from lms.catalogue.models import Draft
from lms.catalogue.queries import is_author
from lms.core import audit, files
from lms.core.extensions import db
from lms.core.i18n import _
from lms.questions.documents import canonical

STAY = timedelta(days=14)
MOST_REMARKS = 200
WHAT = "package"


class NotHere(Exception):
    """The package cannot be taken in as things are now; the sentence says why."""


def keep(path: Path, *, name: str, language: str, by: UUID, at: datetime) -> PackageUpload:
    """Nothing of it is in a module yet. What the person sent before and did not take in goes."""
    for earlier in packages_lying_of(by):
        drop(earlier)
    upload = PackageUpload(made_by_id=by, made_at=at, name=name[:200], size=path.stat().st_size, language=language)
    upload.state, upload.remarks, upload.beside, upload.compared_with = PackageState.WAITING, [], {}, ""
    db.session.add(upload)
    db.session.flush()  # its address is needed
    files.put_file(upload.file_key, path)
    audit.record(by, "authoring.package.sent", upload, at=at, size=upload.size)
    return upload


def drop(upload: PackageUpload) -> None:
    files.remove(upload.file_key)
    db.session.delete(upload)


def forget_old(at: datetime) -> int:
    old = packages_older_than(at - STAY)
    for upload in old:
        drop(upload)
    return len(old)


def read(upload: PackageUpload) -> None:
    """Look at everything in it; nothing is stored but the text and what is wrong with it."""
    try:
        with _opened(upload) as package:
            pack = read_pack(package, current_known())
            found = pack.report.errors or pack.report.sorted()
            remarks = [f"{one.file}:{one.line}: {one.text}" for one in found]
            document, papers = pack.document, pack.papers
    except Refused as refused:
        upload.state, upload.remarks = PackageState.REFUSED, [str(refused)]
        return
    upload.remarks = remarks[:MOST_REMARKS]
    if document is None or pack.report.errors:
        upload.state = PackageState.REFUSED
        return
    if is_foreign(upload, draft_named(document.slug)):
        upload.state, upload.remarks = PackageState.REFUSED, [written_by_others(document.slug)]
        return
    upload.state, upload.slug = PackageState.READ, document.slug
    upload.document = canonical(unchecked(document)).decode()
    upload.beside = msgspec.to_builtins(Papers((), papers.kept, papers.open_questions, papers.findings))


def take_in(upload: PackageUpload, *, progress: Callable[[int, int], None], at: datetime) -> None:
    """Media first, then the text in one act. Raises ``NotHere``, having changed no module."""
    document = module_from_json(upload.document or "")
    expect(upload, document, draft_named(document.slug))
    try:
        refuse_beyond_store(sum(file.size for file in document.media))
    except NoPicture as full:
        raise NotHere(str(full)) from full
    with _opened(upload) as package:
        for number, file in enumerate(document.media, start=1):
            keep_file(package.files[f"media/{file.name}"])
            progress(number, len(document.media))
    draft = draft_named(document.slug, is_locked=True)
    expect(upload, document, draft)
    by = upload.made_by_id
    if draft is None:
        module = drafts.create_module(document, by=by, at=at)
        db.session.flush()  # the draft is asked for next
        draft = db.session.get_one(Draft, module.id)
    else:
        drafts.replace(draft, document, by=by, what=WHAT, at=at)
    papers = msgspec.convert(upload.beside, Papers)
    keep_notes(draft, papers, at=at)
    ask_about(draft.module_id, papers.kept, by=by, at=at)
    audit.record(by, "authoring.package.taken_in", draft.module, at=at, document_hash=draft.document_hash)
    upload.state = PackageState.TAKEN
    files.remove(upload.file_key)


def expect(upload: PackageUpload, document: ModuleDocument, draft: Draft | None) -> None:
    """Raises ``NotHere`` for a module of others, where the draft is not what the package was compared with, and where
    another module has the code of a new one.
    """
    if is_foreign(upload, draft):
        raise NotHere(written_by_others(document.slug))
    if (draft.document_hash if draft is not None else "") != upload.compared_with:
        raise NotHere(_("The module here has changed meanwhile. Look at the differences again."))
    if draft is None:
        try:
            drafts.expect_free(document)
        except KeyTaken as taken:
            raise NotHere(_("Another module has the code %(code)s.", code=document.code)) from taken


def is_foreign(upload: PackageUpload, draft: Draft | None) -> bool:
    """Whether the module is there and the person does not write it: then nothing of it is shown either."""
    return draft is not None and not is_author(draft.module_id, upload.made_by_id)


def written_by_others(slug: str) -> str:
    return _("The module %(name)s is written by others.", name=slug)


@contextmanager
def _opened(upload: PackageUpload) -> Iterator[PackFiles]:
    """The package from a copy on the disk, whatever store it is kept in. Raises ``Refused``."""
    with TemporaryDirectory(prefix="package-") as folder:
        path = Path(folder) / "package.zip"
        with path.open("wb") as copy:
            for chunk in files.stream(upload.file_key):
                copy.write(chunk)
        yield open_pack(path, name=upload.name)
