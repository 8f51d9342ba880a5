"""Backups and periods for the administrator. No backup is handed out here: a browser is no place for all records."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.core import clock
from lms.core.i18n import PREFIX, _
from lms.core.policy import current_actor, requires
from lms.people import retention
from lms.upkeep import queries, services, tasks, words
from lms.upkeep.policies import UpkeepPermission

bp = Blueprint("upkeep", __name__, url_prefix=f"{PREFIX}/admin/backups", template_folder="templates")
keeping = Blueprint("keeping", __name__, url_prefix=f"{PREFIX}/admin/retention")


@bp.get("")
@requires(UpkeepPermission.SEE_BACKUPS)
def show_backups() -> ResponseReturnValue:
    """The last ones, whether the newest is late, and how far one is that is being made."""
    work = queries.last_try(tasks.BACKUPS)
    return render_template(
        "upkeep/show_backups.html",
        backups=queries.last_backups(),
        work=work,
        is_under_way=work is not None and work.state in ("waiting", "running"),
        warning=words.late_in_words(clock.now()),
        folder=tasks.folder_of_backups(),
        words=words,
    )


@bp.post("")
@requires(UpkeepPermission.MAKE_BACKUP)
def make_backup() -> ResponseReturnValue:
    actor = current_actor()
    assert actor is not None  # noqa: S101  (the permission was checked)
    services.ask_for_backup(tasks.make_backup, by=actor.id, at=clock.now())
    flash(_("A backup is being made. People can go on working meanwhile."), "success")
    return redirect(url_for(".show_backups"), HTTPStatus.SEE_OTHER)


@keeping.get("")
@requires(UpkeepPermission.SEE_RETENTION)
def show_retention() -> ResponseReturnValue:
    """What is kept, why and until when, and what each night has removed."""
    return render_template(
        "upkeep/show_retention.html",
        rules=retention.rules(),
        removals=queries.last_removals(tasks.RETENTION_ACT),
        work=queries.last_try([tasks.KEEPS_PERIODS]),
    )
