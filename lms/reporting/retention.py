"""How long files with single enrolments are kept, and tables that their owner has deleted."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from lms.core import files
from lms.core.extensions import db
from lms.core.i18n import _l
from lms.core.rows import changed
from lms.core.transactions import after_commit
from lms.people.retention import keeps
from lms.reporting.models import Export, SavedTable

KEPT = timedelta(days=30)


@keeps(
    "exports",
    what=_l("Files with one line for each enrolment, without names, made for the coordinator"),
    why=_l("So that the file that was asked for can be fetched"),
    until=_l("30 days; that it was made, by whom and why is kept in the log"),
)
def remove_files(at: datetime) -> int:
    old = db.session.scalars(select(Export).where(Export.requested_at < at - KEPT, Export.file_key.is_not(None))).all()
    for export in old:
        key = export.file_key
        export.file_key = None
        after_commit(lambda key=key: files.remove(key))  # type: ignore[misc]
    return len(old)


@keeps(
    "saved_tables",
    what=_l("Names and choices of cross-tables that a coordinator has saved and deleted again"),
    why=_l("So that a table deleted by mistake can be brought back"),
    until=_l("30 days after it was deleted; one that was not, as long as the account"),
)
def remove_saved_tables(at: datetime) -> int:
    return changed(delete(SavedTable).where(SavedTable.removed_at < at - KEPT))
