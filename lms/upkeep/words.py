"""Backups in the words of the page."""

from datetime import datetime

from flask import current_app

from lms.core import clock
from lms.core.i18n import _
from lms.core.installation import is_demonstration
from lms.ui.filters import long_datetime
from lms.ui.pages import site_path
from lms.ui.warnings import StandingWarning
from lms.upkeep import queries
from lms.upkeep.models import Origin


def origin_in_words(origin: Origin) -> str:
    """What a backup was made for."""
    return {
        Origin.ASKED: _("Asked for on this page"),
        Origin.COMMAND: _("Command line"),
        Origin.DAILY: _("Every night"),
        Origin.UPGRADE: _("Before an upgrade"),
    }[origin]


def late_in_words(at: datetime) -> str | None:
    """Why somebody should see to the backups; None where all is well, and in a demonstration."""
    if is_demonstration(current_app._get_current_object()):  # type: ignore[attr-defined]  # noqa: SLF001
        return None
    if not queries.is_late(at):
        return None
    newest = queries.newest_verified_at()
    if newest is None:
        return _("There is no verified backup yet. If this machine were lost, so would be everything on it.")
    return _("The newest verified backup is older than 26 hours: it is of %(date)s.", date=long_datetime(newest))


def warning_of_late_backup() -> StandingWarning | None:
    """The same for the home page of administration."""
    text = late_in_words(clock.now())
    return None if text is None else StandingWarning(text, site_path("admin/backups"), _("Backups"))
