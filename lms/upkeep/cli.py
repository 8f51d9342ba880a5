"""Commands: make, read through, put back, list and remove backups; bring the database up to date."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from flask_migrate.cli import db as database
from sqlalchemy.exc import DBAPIError

from lms.core import audit, clock
from lms.core.cli import needs_database, typed
from lms.core.models import new_id
from lms.core.transactions import commit, only_reading, roll_back
from lms.people import retention
from lms.upkeep import queries, services
from lms.upkeep.errors import BackupDamaged, BackupRefused, UpgradeRefused
from lms.upkeep.manifest import Manifest, read_manifest
from lms.upkeep.models import Origin
from lms.upkeep.progress import Progress
from lms.upkeep.services import upgrading
from lms.upkeep.tasks import RETENTION_ACT, folder_of_backups

FOLDER = click.Path(path_type=Path, file_okay=True)

backup = AppGroup("backup", help="Copies of everything, and the way back.")
sealed = AppGroup("audit", help="The log of who did or saw what.")
periods = AppGroup("retention", help="How long what is kept about people is kept.")


@backup.command("create")
@click.option(
    "--output", type=FOLDER, metavar="FOLDER", help="A new folder for it; otherwise one in SABAK_DATA/backups."
)
@click.option("--with-secret-key", is_flag=True, help="Put SECRET_KEY in too. Whoever has it can sign in as anybody.")
@needs_database
def create(output: Path | None, with_secret_key: bool) -> None:  # noqa: FBT001  (an option)
    """Copy the database and all files while people work."""
    at, identity = clock.now(), new_id()
    folder = _folder_for(output, identity)
    key = current_app.config["SECRET_KEY"] if with_secret_key else None
    try:
        manifest = services.create_backup(folder, at=at, progress=Progress(), secret_key=key, backup_id=identity)
    except BackupRefused as error:
        raise click.ClickException(str(error)) from error
    _note_made(manifest, folder, Origin.COMMAND)
    click.echo(f"Made a backup in {folder}: {_contents(manifest)}.")
    _tell_absent(manifest)
    if output is None:
        click.echo("It lies on the same disk as the data. Copy it to another machine, encrypted.")


def _folder_for(output: Path | None, identity: UUID) -> Path:
    if output is not None:
        return output.absolute()
    return folder_of_backups() / services.name_of_backup(clock.now(), identity)


def _note_made(manifest: Manifest, folder: Path, origin: Origin) -> None:
    """A database that is not up to date may have no table for it; its backup is as good."""
    if upgrading.is_newest():
        services.note_backup(manifest, folder, origin, by=None, at=clock.now())
        commit()


def _contents(manifest: Manifest) -> str:
    rows, tables, files = sum(manifest.rows.values()), len(manifest.rows), len(manifest.files)
    return f"{rows:,} rows of {tables} tables, {files:,} files, {manifest.size:,} bytes"


def _tell_absent(manifest: Manifest) -> None:
    if manifest.absent:
        count = len(manifest.absent)
        click.echo(
            f"Files that the database names and the store does not have: {count:,}. See “absent” in the manifest."
        )


@backup.command("verify")
@click.argument("folder", type=FOLDER)
def verify(folder: Path) -> None:
    """Read FOLDER through: every part, the database, the number of rows."""
    try:
        manifest = services.verify_backup(folder.absolute(), Progress())
    except BackupDamaged as error:
        _note(folder, problem=str(error))
        raise click.ClickException(str(error)) from error
    except BackupRefused as error:
        raise click.ClickException(str(error)) from error
    _note(folder, problem=None)
    click.echo(f"The backup of {manifest.made_at:%Y-%m-%d %H:%M} UTC is sound: {_contents(manifest)}.")
    _tell_absent(manifest)


def _note(folder: Path, *, problem: str | None) -> None:
    """Where this installation has made it, the administrator sees that it was verified. A backup may be anywhere."""
    at = clock.now()
    try:
        row = queries.backup_by_id(read_manifest(folder).id)
        if row is not None and problem is None:
            services.note_verified(row, at=at)
        elif row is not None and problem is not None:
            services.note_problem(row, problem, at=at)
        commit()
    except DBAPIError:
        roll_back()


@backup.command("restore")
@click.argument("folder", type=FOLDER)
def restore(folder: Path) -> None:
    """Put FOLDER in the place of an empty installation, and check what has arrived."""
    config, folder = current_app.config, folder.absolute()
    place = services.Place(is_production=config["PRODUCTION"], is_demonstration=config["DEMO"])
    try:
        manifest = services.restore_backup(folder, place, Progress())
    except BackupRefused as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Restored the backup of {manifest.made_at:%Y-%m-%d %H:%M} UTC: {_contents(manifest)}.")
    _tell_absent(manifest)
    click.echo(f"Whoever left after it was made is there again: run {typed('accounts forget-left FILE')}")
    click.echo("with the newest left.txt.")
    _restore_key(folder, manifest)
    if manifest.database.head == upgrading.newest_revision():
        audit.record(None, "upkeep.backup.restored", at=clock.now(), backup=str(manifest.id))
        commit()
    else:
        click.echo(f"It was made by an earlier version. Now run: {typed('db upgrade')}")


def _restore_key(folder: Path, manifest: Manifest) -> None:
    if not manifest.has_secret_key():
        click.echo("It holds no secret key: set SECRET_KEY as it was, or everybody signs in again,")
        click.echo("and who signs in with a second step sets it up anew.")
    elif current_app.config["SECRET_KEY_IS_KEPT"]:
        services.restore_secret_key(folder, current_app.config["DATA"] / "secret-key")
        click.echo("The secret key is that of the backup.")
    else:
        click.echo("SECRET_KEY is set, so the one in the backup was left alone.")


@backup.command("list")
def list_backups() -> None:
    """The backups in SABAK_DATA/backups, the newest first."""
    found = services.backups_in(folder_of_backups())
    for path, manifest in found:
        click.echo(f"{path}  {manifest.size:>15,} bytes  {manifest.database.kind}  version {manifest.version}")
    if not found:
        click.echo(f"There is no backup in {folder_of_backups()}.")


@backup.command("prune")
@click.option("--older-than", type=click.IntRange(1), default=services.KEPT_FOR.days, show_default=True, metavar="DAYS")
@needs_database
def prune(older_than: int) -> None:
    """Remove old backups from SABAK_DATA/backups, never the newest one."""
    removed = services.prune_backups(folder_of_backups(), kept_for=timedelta(days=older_than), at=clock.now())
    commit()
    for path in removed:
        click.echo(f"Removed {path}")
    if not removed:
        click.echo(f"No backup is older than {older_than} days.")


# ── db upgrade ───────────────────────────────────────────────────────────────


@click.command("upgrade")
@click.option("--without-backup", is_flag=True, help="Do not make a backup before the first migration.")
@click.argument("revision", default="head")
@with_appcontext
def upgrade(without_backup: bool, revision: str) -> None:  # noqa: FBT001  (an option)
    """Bring the database up to date; a backup is made first if there is something to lose."""
    try:
        bring_up_to_date(revision, with_backup=not without_backup)
    except (UpgradeRefused, BackupRefused) as error:
        raise click.ClickException(str(error)) from error


def bring_up_to_date(revision: str, *, with_backup: bool) -> None:
    """Raises UpgradeRefused and BackupRefused; the database is then as it was."""
    at, identity = clock.now(), new_id()
    folder = _folder_for(None, identity)
    manifest = None
    if upgrading.is_worth_a_backup() and with_backup:
        manifest = services.create_backup(folder, at=at, progress=Progress(), backup_id=identity)
        click.echo(f"Made a backup in {folder} before the upgrade.")
    upgrading.upgrade(revision)
    if manifest is not None:
        _note_made(manifest, folder, Origin.UPGRADE)


def offer_upgrade() -> None:
    """Ours in the place of Flask-Migrate's, whose group is found before any command of the application."""
    database.add_command(upgrade)


@periods.command("run")
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
@needs_database
def run_retention(*, dry_run: bool) -> None:
    """Remove what was kept long enough. The job worker does so every night."""
    at = clock.now()
    removed = retention.remove_what_is_over(at)
    if dry_run:
        roll_back()
    else:
        audit.record(None, RETENTION_ACT, at=at, removed=removed)
        commit()
    for key, count in removed.items():
        click.echo(f"{key:16} {count:8,}")
    click.echo("Nothing was changed." if dry_run else "Done.")


@sealed.command("verify")
@click.option("--seal", "known", default="", metavar="DIGEST", help="One that was kept elsewhere; it must be there.")
@needs_database
def verify_log(known: str) -> None:
    """Compare the log with the seals of its days, and each seal with the one before."""
    try:
        with only_reading():
            checked = services.check_log(clock.now(), known=known.strip().lower())
    except services.LogBroken as error:
        raise click.ClickException(str(error)) from error
    if checked.newest is None:
        click.echo("No day is sealed yet. The job worker does so every night.")
        return
    click.echo(f"The log is what was sealed: {checked.days:,} days, {checked.lines:,} lines that are still kept.")
    click.echo(f"Sealed until {checked.newest.day} with {checked.newest.digest}")
