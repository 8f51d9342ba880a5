"""What can happen here: a file is asked for. Everything else only reads."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from lms.core import audit
from lms.core.extensions import db
from lms.reporting.models import Export


def ask_for_export(
    account_id: UUID,
    table: str,
    *,
    asked: Mapping[str, str],
    ending: str,
    language: str,
    reason: str,
    at: datetime,
) -> Export:
    """Note down who wants which rows and why; the caller queues the job that makes the file."""
    export = Export(
        account_id=account_id,
        table=table,
        asked=dict(asked),
        format=ending,
        language=language,
        reason=reason,
        requested_at=at,
    )
    db.session.add(export)
    audit.record(
        account_id,
        "reporting.table.exported",
        export,
        at=at,
        reason=reason,
        table=table,
        format=ending,
        **asked_facts(asked),
    )
    return export


def asked_facts(asked: Mapping[str, str]) -> dict[str, str]:
    """The filters as facts of an audit row; ``from`` is a word of the language, so it gets another name."""
    return {f"asked_{name}": value for name, value in asked.items()}
