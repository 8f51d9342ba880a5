"""Commands of the foundations: the job worker."""

import click
from flask import current_app
from flask.cli import AppGroup

from lms.core import carrier

jobs = AppGroup("jobs", help="Work that waits.")


@jobs.command("work")
@click.option("--beside", type=int, metavar="PROCESS", help="End as soon as this process, which started it, has ended.")
def work(beside: int | None) -> None:
    """Run a job worker until it is stopped."""
    carrier.work(current_app._get_current_object(), beside=beside)  # type: ignore[attr-defined]  # noqa: SLF001
