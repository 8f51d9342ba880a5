"""The audit log as a file: the same words as on the page, with the codes beside them for whoever counts."""

from collections.abc import Iterator
from datetime import datetime

from lms.admin import queries, words
from lms.admin.queries import LogWish
from lms.core import clock
from lms.core.i18n import _
from lms.sheets import Column, Kind, csv_lines

#: Of one file. A year of a busy installation is asked for month by month.
MOST_LINES = 20_000
AT_ONCE = 1000


class TooManyLines(Exception):
    """More lines than one file holds."""


def csv_of(wish: LogWish, at: datetime) -> tuple[str, int]:
    """The whole file, oldest line first, and how many lines it has. Raises ``TooManyLines``."""
    records = queries.log_to_export(wish, at, MOST_LINES)
    if len(records) > MOST_LINES:
        raise TooManyLines
    day = clock.local_day(at)

    def rows() -> Iterator[dict[str, object]]:
        for start in range(0, len(records), AT_ONCE):
            some = records[start : start + AT_ONCE]
            yield from map(_row, words.lines_of(some, day))

    return "".join(csv_lines(rows(), _columns())), len(records)


def _row(line: words.Line) -> dict[str, object]:
    record = line.record
    return {
        "at": record.at,
        "who": line.who,
        "act": line.act,
        "code": record.act,
        "about": line.about,
        "kind": record.subject_kind,
        "id": record.subject_id,
        "details": line.details,
        "reason": line.reason,
        "origin": record.origin,
    }


def _columns() -> list[Column]:
    return [
        Column("at", _("When"), Kind.DATETIME),
        Column("who", _("Who")),
        Column("act", _("What was done")),
        Column("code", _("Code of the act")),
        Column("about", _("About whom or what")),
        Column("kind", _("Kind of subject")),
        Column("id", _("Number of the subject")),
        Column("details", _("Details")),
        Column("reason", _("Reason")),
        Column("origin", _("From where")),
    ]
