"""What institutions are called, from one day to another."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from lms.core import clock
from lms.core.folding import fold
from lms.core.i18n import LANGUAGES, Words
from lms.institutions.errors import NameTooEarly, NothingChanges, NotListed
from lms.institutions.models import ChangeKind, Institution, InstitutionChange, InstitutionName, InstitutionState
from lms.institutions.queries import name_row_on
from lms.institutions.services.history import do_and_note


def search_text(*names: str) -> str:
    """What searches look into: each different name once, folded."""
    return fold(" ".join(dict.fromkeys(names)))


def name_institution(institution: Institution, names: Words) -> None:
    """Its one name from now on; what it was called before is replaced (a new line has no history)."""
    institution.names[:] = [name_row(institution.id, names)]


def name_row(institution_id: UUID, names: Words, start: date | None = None, end: date | None = None) -> InstitutionName:
    row = InstitutionName(institution_id=institution_id, valid_from=start, valid_to=end)
    write_names(row, names)
    return row


def write_names(row: InstitutionName, names: Words) -> None:
    """Three spellings of one name, and what finds it."""
    row.name_ky, row.name_ru, row.name_en = names["ky"], names["ru"], names["en"]
    row.search_text = search_text(row.name_ky, row.name_ru, row.name_en)


def names_in(row: InstitutionName) -> dict[str, str]:
    return {code: str(getattr(row, f"name_{code}")) for code in LANGUAGES}


def rename_institution(
    institution: Institution, names: Words, *, on: date, reason: str, by: UUID, at: datetime
) -> InstitutionChange:
    """A new name from a day on, past or to come; until the day before, the old name stays valid.

    Raises ``NotListed``, ``NothingChanges`` and ``NameTooEarly``.
    """
    if institution.state is not InstitutionState.LISTED:
        raise NotListed
    last = max(institution.names, key=lambda row: row.valid_from or date.min)
    if names_in(last) == dict(names):
        raise NothingChanges
    if on <= max(last.valid_from or date.min, last.valid_to or date.min):
        raise NameTooEarly
    return do_and_note(
        institution,
        ChangeKind.RENAMED,
        lambda: _begin(institution, names, last, on),
        on=on,
        reason=reason,
        by=by,
        at=at,
        may_wait=False,  # a name knows its first day itself
        after=dict(names),
    )


def _begin(institution: Institution, names: Words, last: InstitutionName, on: date) -> dict[str, Any]:
    facts = {
        "before": names_in(last),
        "before_id": str(last.id),
        "before_ended": last.valid_to.isoformat() if last.valid_to else None,
        "was_confirmed": institution.names_confirmed,
    }
    last.valid_to = last.valid_to or on - timedelta(days=1)
    new = name_row(institution.id, names, on)
    institution.names.append(new)
    institution.names_confirmed = True  # whoever renames has the decision before the eyes
    return {**facts, "name_id": str(new.id)}


def confirm_names(institution: Institution, names: Words, *, reason: str, by: UUID, at: datetime) -> InstitutionChange:
    """Say that the present name is right in all three languages, or put its spelling right; it is no new name.

    Raises ``NotListed`` and ``NothingChanges``.
    """
    if institution.state is not InstitutionState.LISTED:
        raise NotListed
    day = clock.local_day(at)
    present = name_row_on(institution, day)
    before = names_in(present)
    if institution.names_confirmed and before == dict(names):
        raise NothingChanges
    facts = {"before": before, "name_id": str(present.id), "was_confirmed": institution.names_confirmed}

    def confirm() -> dict[str, Any]:
        write_names(present, names)
        institution.names_confirmed = True
        return facts

    return do_and_note(
        institution, ChangeKind.NAMES_CONFIRMED, confirm, on=day, reason=reason, by=by, at=at, after=dict(names)
    )
