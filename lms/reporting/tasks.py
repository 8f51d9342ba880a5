"""Make the files that take a while. Safe to run twice: a file that is there is not made again."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from uuid import UUID

from flask import current_app

from lms.core import audit, clock, files
from lms.core.daily import daily
from lms.core.i18n import speaking
from lms.core.jobs import job, tell_progress
from lms.core.transactions import commit, only_reading
from lms.reporting import exporting, filters, queries
from lms.reporting.models import Export
from lms.reporting.reports import Audience, Table, build
from lms.reporting.reports.persons_csv import LINES_AT_ONCE
from lms.reporting.rollup.filling import rebuild

PROGRESS_EVERY = 5000
#: At night, after the backup: whatever came into the enrolments by a way that told nobody is counted from then on.
ROLLING_UP = 4


@daily(hour=ROLLING_UP)
def roll_up(day: str) -> dict[str, int]:
    """Make the roll-up anew, in portions, so that nobody's saving waits."""
    return {"completions": rebuild(at=clock.now(), after_portion=commit, progress=lambda done, of: None)}


@job
def make_export(export_id: str) -> None:
    """Write the whole file beside its place and then put it there: never half a file.

    Rows are read without holding the write lock of the database, so that answers are saved meanwhile.
    """
    export = queries.export_by_id(UUID(export_id))
    if export is None or export.file_key is not None:
        return
    key = f"exports/{export.id}.{export.format}"
    with tempfile.TemporaryDirectory(dir=current_app.config["DATA"]) as folder:
        path = Path(folder) / "file"
        with only_reading():
            name, lines = _write(queries.export_by_id(UUID(export_id)), path)
        files.put_file(key, path)
        size = path.stat().st_size
    made = queries.export_for_update(UUID(export_id))
    if made is not None:
        made.file_key, made.file_size, made.file_name, made.ended_at = key, size, name, clock.now()
        audit.record(made.account_id, "reporting.export.made", made, at=made.ended_at, lines=lines, table=made.table)


def _write(export: Export | None, path: Path) -> tuple[str, int | None]:
    """The file as it was asked for; its name, and how many rows it has."""
    if export is None:
        message = "The export was there a moment ago."
        raise LookupError(message)
    at, ending = clock.now(), exporting.Format(export.format)
    with speaking(export.language):
        asked = filters.read(export.asked, today=clock.local_day(at))
        choice = replace(asked.choice(), is_for_evaluation=export.is_for_evaluation)
        table = build(export.table, choice, Audience.TEAM, key=current_app.config["SECRET_KEY"].encode())
        about = exporting.About(choice, Audience.TEAM, at, [words for _name, words in asked.words()])
        exporting.write(_reported(table, export.job_key), about, ending, path)
        return exporting.file_name(table, about, ending), table.length


def _reported(table: Table, job_key: str) -> Table:
    """The same table; whoever waits is told how many of its rows are written."""

    def told(done: int) -> None:
        if table.length:
            tell_progress(job_key, min(done, table.length), table.length)

    lines = partial(_lines_reported, table.lines, told) if table.lines else None
    return replace(table, rows=_rows_reported(table.rows, told), lines=lines)


def _rows_reported(rows: Iterable[Mapping[str, object]], told: Callable[[int], None]) -> Iterator[Mapping[str, object]]:
    for number, row in enumerate(rows):
        if number % PROGRESS_EVERY == 0:
            told(number)
        yield row


def _lines_reported(
    lines: Callable[[str, str | None], Iterator[bytes]], told: Callable[[int], None], delimiter: str, mark: str | None
) -> Iterator[bytes]:
    for number, piece in enumerate(lines(delimiter, mark)):
        done = number * LINES_AT_ONCE
        if done and done % PROGRESS_EVERY == 0:  # until the first of them there is nothing to tell
            told(done)
        yield piece
