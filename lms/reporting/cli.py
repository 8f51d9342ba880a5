"""Commands: a synthetic population for demonstrations, and tables as files."""

import sys
import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from lms.core import audit, clock, installation
from lms.core.cli import needs_database, typed
from lms.core.i18n import LANGUAGES, speaking
from lms.core.transactions import commit, only_reading
from lms.reporting import exporting, filters, services
from lms.reporting import seed as population
from lms.reporting.models import Use
from lms.reporting.reports import PUBLIC_TABLES, Audience, build, tables
from lms.reporting.rollup.filling import rebuild
from lms.sheets import SheetRefused

demo = AppGroup("demo", help="People who do not exist, for demonstrations and measurements.")


@demo.command("seed")
@click.option("--learners", type=click.IntRange(1, 1_000_000), required=True, help="How many people.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same people.")
@needs_database
def seed_people(learners: int, seed: int) -> None:
    """Make a synthetic population. Only in a demonstration database."""
    if not installation.is_demonstration(current_app._get_current_object()):  # type: ignore[attr-defined]  # noqa: SLF001
        sys.exit("This is a real database. Synthetic people are made only in a demonstration database.")
    try:
        made = population.seed_population(learners, seed, at=clock.now(), progress=_show_progress)
    except population.NothingToStudy:
        sys.exit(f"No module is on the shelf yet. Load the content first: {typed('content load')}")
    if made.was_there:
        click.echo(f"The population of {learners:,} people with seed {seed} is there already.")
        return
    commit()
    rebuild(at=clock.now(), after_portion=commit, progress=lambda done, of: None)
    click.echo(f"Made {learners:,} people with seed {seed}:")
    for table, count in made.rows.items():
        click.echo(f"  {count:>10,} {table}")


def _show_progress(done: int, of: int) -> None:
    click.echo(f"  {done:,} of {of:,} people")


#: The project team, everybody, or an evaluation from outside, which gets only people who agreed to it.
AUDIENCES = [*(audience.value for audience in Audience), Use.EVALUATION.value]

reports = AppGroup("reports", help="Tables as files.")


@reports.command("rebuild")
@needs_database
def rebuild_rollup() -> None:
    """Make the short rows that long histories are counted from anew, as the worker does every night."""
    made = rebuild(at=clock.now(), after_portion=commit, progress=_show_progress)
    click.echo(f"Rolled up {made:,} completions.")


@reports.command("export")
@click.argument("table")
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), required=True, help="First day, Bishkek time.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Last day, included.")
@click.option("--format", "ending", default="xlsx", show_default=True, help="xlsx, csv, json or pdf.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option("--audience", type=click.Choice(AUDIENCES), default="team", show_default=True)
@click.option("--delimiter", type=click.Choice([",", ";"]), default=",", show_default=True, help="For CSV.")
@needs_database
def export(
    table: str, first: datetime, last: datetime, ending: str, output: Path, language: str, audience: str, delimiter: str
) -> None:
    """Write TABLE (a to g, long or persons) to a file. Recorded as done by the command line."""
    use = Use.EVALUATION if audience == Use.EVALUATION else Use.CHECKING
    refusal = _refusal(table, ending, audience, first, last, output.absolute().parent)
    if refusal:
        sys.exit(refusal)
    at, reader = clock.now(), Audience.PUBLIC if audience == Audience.PUBLIC else Audience.TEAM
    asked = {"from": first.date().isoformat(), "to": last.date().isoformat()}
    with speaking(language), only_reading():
        choice = replace(
            filters.read(asked, today=clock.local_day(at)).choice(), is_for_evaluation=use is Use.EVALUATION
        )
        made = build(table, choice, reader, key=current_app.config["SECRET_KEY"].encode())
        about = exporting.About(choice, reader, at)
        with tempfile.TemporaryDirectory(dir=output.absolute().parent) as folder:
            draft = Path(folder) / "draft"
            try:
                exporting.write(made, about, exporting.Format(ending), draft, delimiter=delimiter)
            except SheetRefused as refused:
                sys.exit(f"{refused}.")
            draft.replace(output)
    facts = {"table": table, "format": ending, "audience": audience, **services.asked_facts(asked)}
    if table == "persons":
        facts["asked_use"] = use.value
    audit.record(None, "reporting.table.exported", at=at, **facts)
    commit()
    click.echo(f"Wrote {output} ({output.stat().st_size:,} bytes).")


def _refusal(table: str, ending: str, audience: str, first: datetime, last: datetime, folder: Path) -> str | None:
    """Why this cannot be exported, in a sentence."""
    known = tables()
    made = ", ".join(known)
    reasons = {
        f"There is no table “{table}”. There are: {made}.": table not in known,
        f"The table “{table}” is read by programs and never printed. Choose xlsx, csv or json.": (
            ending == exporting.Format.PDF and table in exporting.NEVER_PRINTED
        ),
        f"“{ending}” is no format of tables. Choose xlsx, csv, json or pdf.": ending not in set(exporting.Format),
        f"This table is never public. These can be: {', '.join(PUBLIC_TABLES)}.": (
            audience == Audience.PUBLIC and table not in PUBLIC_TABLES
        ),
        "An evaluation from outside gets the table of persons only.": audience == Use.EVALUATION and table != "persons",
        "The last day is before the first.": first > last,
        f"There is no folder {folder}.": not folder.is_dir(),
    }
    return next((sentence for sentence, holds in reasons.items() if holds), None)
