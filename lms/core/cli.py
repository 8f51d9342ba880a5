"""Commands of the foundations: the job worker."""

from flask import current_app
from flask.cli import AppGroup

from lms.core import carrier

jobs = AppGroup("jobs", help="Work that waits.")


@jobs.command("work")
def work() -> None:
    """Run a job worker until it is stopped."""
    carrier.work(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001
