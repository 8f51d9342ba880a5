"""A long file is whole or not there, whatever stops its making."""

import csv
import io
from datetime import timedelta
from errno import ENOSPC

from lms.accounts.models import Role
from lms.core import clock, files, jobs
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.reporting import exporting
from lms.reporting.models import Export
from tests.support.factories import make_account

ASKED = "?from=2024-01-01&to=2025-12-31"


def test_a_file_is_whole_or_not_there_whatever_stops_its_making(browser, population, frozen, monkeypatch):
    """A worker is killed, then the disk is full in the middle of the file; the third time it is made."""
    coordinator, writes = make_account(Role.COORDINATOR), exporting.write
    own = browser(coordinator)
    page = own.visit(f"/en/reports/persons{ASKED}").submit("Export", reason="Evaluation", use="checking", format="csv")
    export_id = db.session.query(Export).one().id

    def there():
        db.session.expire_all()
        kept = [key for key, _size in files.listed() if str(export_id) in key]
        answer = browser(coordinator).visit(f"/en/reports/exports/{export_id}/file")  # hours later
        assert (
            (answer.response.mimetype == "text/csv")
            is bool(kept)
            is (db.session.get_one(Export, export_id).file_key is not None)
        )
        return answer.response.get_data(as_text=True) if kept else None

    def full(table, about, ending, path):
        writes(table, about, ending, path)
        path.write_bytes(path.read_bytes()[:1000])
        raise OSError(ENOSPC, "No space left on device")

    (job_id,) = jobs.due_jobs(frozen)
    assert jobs.take(job_id)  # and dies
    assert there() is None
    clock.freeze(frozen + jobs.STALE + timedelta(seconds=1))
    monkeypatch.setattr(exporting, "write", full)
    jobs.work_off()
    assert there() is None
    monkeypatch.setattr(exporting, "write", writes)
    clock.freeze(frozen + timedelta(hours=2))
    assert jobs.work_off() == 1

    made = db.session.query(AuditRecord).filter_by(act="reporting.export.made").one()
    assert len(list(csv.reader(io.StringIO(there())))) == made.facts["lines"] + 1 > 100
    assert browser(coordinator).visit(page.path).click("Download").status == 200
