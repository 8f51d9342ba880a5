"""What is true of a line, as SQL."""

from sqlalchemy import ColumnElement, exists

from lms.quality.models import Kind, SetAside


def set_aside_about(kind: Kind, which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a line of this kind stands set aside."""
    return exists().where(SetAside.kind == kind, SetAside.undone_at.is_(None), which)
