"""What an institution is and what happened to it, in the words of the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import url_for

from lms.accounts.queries import names_of_accounts
from lms.core.i18n import LANGUAGES, NATIVE_NAMES, _, in_language
from lms.institutions import queries as directory
from lms.institutions.models import ChangeKind, Institution, InstitutionChange
from lms.ui.filters import table_date

Line = dict[str, str | None]


@dataclass(frozen=True)
class HistoryLine:
    """One change as a line of the page."""

    id: UUID
    holds_from: date
    what: str
    reason: str
    who: str
    made_at: datetime
    state: str
    """Empty if it simply holds."""


def place_facts(institution: Institution, day: date) -> list[Line]:
    """Kind, place, and whether somebody has confirmed the names."""
    above = directory.ancestors_of(institution.id)[1:]
    names = directory.names_on(above, day)
    return [
        {
            "term": _("Names of the institution"),
            "value": _("Confirmed") if institution.names_confirmed else _("To be confirmed"),
        },
        {"term": _("Kind of institution"), "value": directory.type_names().get(institution.type_code)},
        {"term": _("Region"), "value": directory.region_names().get(institution.region_code)},
        {"term": _("Rayon or city"), "value": directory.district_names().get(institution.district_code or "")},
        {"term": _("Belongs to"), "value": " › ".join(names.get(place, "") for place in reversed(above))},
    ]


def spellings(institution: Institution, day: date) -> list[tuple[str, str, str]]:
    """(code, name of the language, the present name in it)"""
    row = directory.name_row_on(institution, day)
    return [(code, NATIVE_NAMES[code], directory.name_of(row, code)) for code in LANGUAGES]


def name_lines(institution: Institution, day: date) -> list[dict[str, str | None]]:
    """Every name it has, had or will have, in the language of the page."""
    present = directory.name_row_on(institution, day)
    return [
        {
            "name": directory.name_of(row),
            "from": table_date(row.valid_from) if row.valid_from else None,
            "to": table_date(row.valid_to) if row.valid_to else None,
            "state": _("valid now") if row is present else None,
        }
        for row in reversed(institution.names)
    ]


def history_lines(changes: Sequence[InstitutionChange]) -> list[HistoryLine]:
    """With the names of those who decided and of the other institutions, in two statements."""
    people = {change.made_by_id for change in changes} | {c.undone_by_id for c in changes if c.undone_by_id}
    who = names_of_accounts(people)
    names = _other_names(changes)
    return [
        HistoryLine(
            id=change.id,
            holds_from=change.holds_from,
            what=_said(change, names),
            reason=change.reason,
            who=who.get(change.made_by_id) or _("Name erased"),
            made_at=change.made_at,
            state=_state(change, who),
        )
        for change in changes
    ]


def change_in_words(change: InstitutionChange) -> str:
    return _said(change, _other_names([change]))


def _other_names(changes: Sequence[InstitutionChange]) -> Mapping[str, str]:
    told = [change.facts.get(key) for change in changes for key in ("after", "into")]
    ids = {UUID(value) for value in told if isinstance(value, str)}  # a new name is told in three languages
    day = max((change.holds_from for change in changes), default=date.max)
    return {str(identity): name for identity, name in directory.names_on(ids, day).items()}


def _said(change: InstitutionChange, names: Mapping[str, str]) -> str:
    facts = change.facts
    if change.kind is ChangeKind.MOVED:
        if facts["after"] is None:
            return _("Stands by itself")
        return _("Belongs to: %(name)s", name=names.get(facts["after"], ""))
    if change.kind is ChangeKind.MERGED:
        return _("Merged into: %(name)s", name=names.get(facts["into"], ""))
    if change.kind is ChangeKind.RENAMED:
        return _(
            "New name: %(new)s. Before: %(old)s", new=in_language(facts["after"]), old=in_language(facts["before"])
        )
    if change.kind is ChangeKind.NAMES_CONFIRMED and facts["before"] != facts["after"]:
        return _("Spelling corrected and confirmed. Before: %(old)s", old=in_language(facts["before"]))
    return {
        ChangeKind.NAMES_CONFIRMED: _("Names confirmed"),
        ChangeKind.ADDED: _("Added to the list"),
        ChangeKind.CLOSED: _("Closed"),
    }[change.kind]


def _state(change: InstitutionChange, who: Mapping[UUID, str]) -> str:
    if change.undone_at is None:
        return _("Waits for its day") if change.is_open else ""
    day = table_date(change.undone_at)
    if change.undone_by_id is None:
        return _("Not possible any more on its day (%(day)s)", day=day)
    return _("Undone on %(day)s by %(who)s", day=day, who=who.get(change.undone_by_id) or _("Name erased"))


def merged_into(institution: Institution, day: date) -> Line | None:
    """Where it went, for the notice on its page."""
    if institution.merged_into_id is None:
        return None
    name = directory.names_on([institution.merged_into_id], day).get(institution.merged_into_id, "")
    return {"name": name, "url": url_for("admin.show_place", place_id=institution.merged_into_id)}
