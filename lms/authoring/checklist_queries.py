"""The checklists of reviews as they were loaded."""

import msgspec
from sqlalchemy import select

from lms.authoring.checklists import Checklist, Item
from lms.authoring.models import ReviewChecklist, ReviewKind
from lms.core.extensions import db


def checklists() -> dict[ReviewKind, Checklist]:
    """The newest version of each list, in the order of the file."""
    return {kind: versions[max(versions)] for kind, versions in all_versions().items()}


def all_versions() -> dict[ReviewKind, dict[int, Checklist]]:
    """Every version of every list; signatures name theirs."""
    rows = db.session.scalars(select(ReviewChecklist)).all()
    found: dict[ReviewKind, dict[int, Checklist]] = {kind: {} for kind in ReviewKind}
    for row in rows:
        items = msgspec.convert(row.data["items"], tuple[Item, ...])
        found[row.kind][row.version] = Checklist(row.kind, row.version, row.data["title"], items)
    return {kind: versions for kind, versions in found.items() if versions}
