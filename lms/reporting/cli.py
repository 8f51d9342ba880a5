"""Commands: a synthetic population for demonstrations, and tables as files."""

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from lms.core import clock, installation
from lms.core.transactions import commit
from lms.reporting import seed as population

demo = AppGroup("demo", help="People who do not exist, for demonstrations and measurements.")


@demo.command("seed")
@click.option("--learners", type=click.IntRange(1, 1_000_000), required=True, help="How many people.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same people.")
def seed_people(learners: int, seed: int) -> None:
    """Make a synthetic population. Only in a demonstration database."""
    if not installation.is_demonstration(current_app._get_current_object()):  # type: ignore[attr-defined]  # noqa: SLF001
        sys.exit("This is a real database. Synthetic people are made only in a demonstration database.")
    try:
        made = population.seed_population(learners, seed, at=clock.now(), progress=_show_progress)
    except population.NothingToStudy:
        sys.exit("No module is on the shelf yet. Load the content first: flask --app wsgi content load")
    if made.was_there:
        click.echo(f"The population of {learners:,} people with seed {seed} is there already.")
        return
    commit()
    click.echo(f"Made {learners:,} people with seed {seed}:")
    for table, count in made.rows.items():
        click.echo(f"  {count:>10,} {table}")


def _show_progress(done: int, of: int) -> None:
    click.echo(f"  {done:,} of {of:,} people")
