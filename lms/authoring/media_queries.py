"""What the store keeps for modules, and which of it a text needs."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from lms.authoring.models import KeptMedia, PackageUpload, Review
from lms.catalogue.documents import module_from_json
from lms.catalogue.models import Draft, DraftVersion, Edition
from lms.core.extensions import db

#: How a text as JSON names a file.
NAMED = re.compile(r'"sha256":"([0-9a-f]{64})"')
#: Texts that are shown, and those that may be brought back or come in.
STANDING = (Draft.document, Edition.document)
EARLIER = (DraftVersion.document, Review.document, PackageUpload.document)


def kept_bytes() -> int:
    """How large everything is together."""
    return int(db.session.scalar(select(func.coalesce(func.sum(KeptMedia.size), 0))) or 0)


def kept_media() -> dict[str, datetime | None]:
    """Each file with the moment since which nothing has needed it."""
    return {row.sha256: row.unused_since for row in db.session.scalars(select(KeptMedia))}


def needed_by_standing_texts() -> dict[str, str]:
    """What drafts and editions show or play, with its type."""
    return {file.sha256: file.type for text in _texts(STANDING) for file in module_from_json(text).media}


def needed_by_earlier_texts() -> set[str]:
    """What the history of a draft, a review, or a package that was sent names. Reads all of them, one by one."""
    return {name for text in _texts(EARLIER) for name in NAMED.findall(text)}


def _texts(columns: Sequence[Any]) -> Iterator[str]:
    for column in columns:
        query = select(column).where(column.is_not(None))
        yield from db.session.scalars(query.execution_options(yield_per=20))


def note_kept(sha256: str, size: int) -> None:
    """The file is needed from now on. To be said before it is put, so that no sweep takes it away meanwhile."""
    needed = update(KeptMedia).where(KeptMedia.sha256 == sha256).values(unused_since=None)
    if not db.session.execute(needed).rowcount:  # type: ignore[attr-defined]
        db.session.execute(insert(KeptMedia).values(sha256=sha256, size=size, unused_since=None))


def note_unused(sha256: str, *, size: int, since: datetime) -> None:
    """First seen without a text that needs it; the same for one that nobody noted when it was put."""
    unused = update(KeptMedia).where(KeptMedia.sha256 == sha256).values(unused_since=since)
    if not db.session.execute(unused).rowcount:  # type: ignore[attr-defined]
        db.session.execute(insert(KeptMedia).values(sha256=sha256, size=size, unused_since=since))


def forget_kept(sha256: str, *, unused_before: datetime) -> bool:
    """Whether it was still unused. Whoever keeps the same file meanwhile waits for this, and puts it again."""
    gone = delete(KeptMedia).where(KeptMedia.sha256 == sha256, KeptMedia.unused_since < unused_before)
    return bool(db.session.execute(gone).rowcount)  # type: ignore[attr-defined]
