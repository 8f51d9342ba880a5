"""Make the files that take a while. Safe to run twice: a file that is there is not made again."""

import tempfile
from pathlib import Path
from uuid import UUID

from flask import current_app

from lms.core import clock, files
from lms.core.i18n import speaking
from lms.core.jobs import job
from lms.reporting import exporting, filters, queries
from lms.reporting.reports import Audience, build


@job
def make_export(export_id: str) -> None:
    """Write the whole file beside its place and then put it there: never half a file."""
    export = queries.export_for_update(UUID(export_id))
    if export is None or export.file_key is not None:
        return
    at = clock.now()
    ending = exporting.Format(export.format)
    with speaking(export.language), tempfile.TemporaryDirectory(dir=current_app.config["DATA"]) as folder:
        asked = filters.read(export.asked, today=clock.local_day(at))
        choice = asked.choice()
        table = build(export.table, choice, Audience.TEAM, key=current_app.config["SECRET_KEY"].encode())
        about = exporting.About(choice, Audience.TEAM, at, [words for _name, words in asked.words()])
        path = Path(folder) / "file"
        exporting.write(table, about, ending, path)
        key = f"exports/{export.id}.{ending.value}"
        files.put_file(key, path)
        export.file_key, export.file_size = key, path.stat().st_size
        export.file_name = exporting.file_name(table, about, ending)
        export.ended_at = clock.now()
