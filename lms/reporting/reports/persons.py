"""One row per enrolment under a pseudonym: no name, no contact, no score.

The pseudonym is a keyed hash of the person's id, so that it is the same in every export of this installation and
cannot be made from a list of ids. Enrolments that were started or completed in the period are in it.

To check the numbers it holds everybody. For an evaluation from outside it holds those who agreed to that, and says
nothing of their institution but its kind, as the text promises to which they agreed.
"""

import hmac
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, Subquery, case, cast, func, literal, or_, select, type_coerce

from lms.catalogue.models import Edition, TrainingModule
from lms.core.extensions import db
from lms.core.i18n import _
from lms.enrolments.models import Enrolment
from lms.institutions.models import InstitutionType
from lms.reporting.choices import Choice
from lms.reporting.consents import HIDDEN, agreed_to_evaluation
from lms.reporting.facts import all_rows
from lms.reporting.reports.base import Table, common_definitions
from lms.reporting.reports.persons_csv import MOST_KEPT, NUMBERS, hyphened, is_plain, pieces
from lms.sheets import Column, Kind

AT_ONCE = 2000
KEY_LENGTH = 20  # 80 bits: no two of a million people share one

COLUMNS = (
    ("person_key", Kind.TEXT),
    ("module", Kind.TEXT),
    ("edition", Kind.INTEGER),
    ("state", Kind.TEXT),
    ("started_on", Kind.DATE),
    ("completed_on", Kind.DATE),
    ("language", Kind.TEXT),
    ("sex", Kind.TEXT),
    ("age_band", Kind.TEXT),
    ("profession", Kind.TEXT),
    ("institution_group", Kind.TEXT),
    ("institution_type", Kind.TEXT),
    ("institution_id", Kind.TEXT),
    ("workplace_confirmed", Kind.TEXT),
    ("region", Kind.TEXT),
)
#: Not for an evaluation from outside.
OF_THE_PLACE = ("institution_id", "workplace_confirmed")
_ALWAYS_THERE = ("module", "state", "started_on", "language", "sex", "age_band", "region", "workplace_confirmed")
_WITHHELD = {name: HIDDEN[name] for name in ("sex", "age_band", "profession", "institution_type", "region")}
_WITHHELD |= {"institution_group": HIDDEN["institution_type"], "institution_id": None, "workplace_confirmed": "no"}


def persons_table(choice: Choice, *, key: bytes) -> Table:
    rows, names = chosen(choice), names_of(choice)
    return Table(
        slug="persons",
        title=_("Enrolments without names"),
        columns=[Column(*column) for column in _columns(choice)],
        rows=_read(rows, names, key),
        lines=partial(_lines, rows, names, key) if is_plain() else None,
        definitions=common_definitions(),
        notes=_notes(choice),
        is_data=True,
        length=_length(rows),
    )


def names_of(choice: Choice) -> list[str]:
    """Of the columns beside the pseudonym, which is the first."""
    return [name for name, _title, _kind in _columns(choice)][1:]


def _lines(rows: Subquery, names: Sequence[str], key: bytes, delimiter: str, mark: str | None) -> Iterator[bytes]:
    query = query_of(rows, names, as_text=True)
    return pieces(query, partial(_key_of, key=key), delimiter=delimiter, mark=mark)


def length_of(choice: Choice) -> int:
    """How many rows the table has."""
    return _length(chosen(choice))


def _length(rows: Subquery) -> int:
    return db.session.scalars(select(func.count()).select_from(rows)).one()


def _notes(choice: Choice) -> list[str]:
    return [_("Only people who agreed to evaluation, without their institution")] if choice.is_for_evaluation else []


def _columns(choice: Choice) -> list[tuple[str, str, Kind]]:
    hidden = OF_THE_PLACE if choice.is_for_evaluation else ()
    return [(name, name, kind) for name, kind in COLUMNS if name not in hidden]


def person_key(person_id: UUID, key: bytes) -> str:
    return _key_of(person_id.hex, key)


def _key_of(stored: str, key: bytes) -> str:
    """As text an id has hyphens on one database and none on the other."""
    person = bytes.fromhex(stored.replace("-", ""))
    return hmac.digest(key, b"person:" + person, "sha256").hex()[:KEY_LENGTH]


def chosen(choice: Choice) -> Subquery:
    facts = all_rows(choice)
    period = (choice.period.start, choice.period.end)
    # Asked so that no index of days is taken: SQLite would sort what it found there in memory, all of a long history.
    days = (func.coalesce(day, day) for day in (facts.c.started_on, facts.c.completed_on))
    query = select(facts).where(or_(*(day.between(*period) for day in days)))
    if choice.is_for_evaluation:  # asked of the enrolment's own person: who was merged agreed for the own row only
        agreed = select(Enrolment.id).where(Enrolment.person_id.in_(agreed_to_evaluation()))
        query = query.where(facts.c.id.in_(agreed))
    return query.subquery("chosen")


def query_of(rows: Subquery, names: Sequence[str], *, as_text: bool = False) -> Select[Any]:
    """The person, then what the file says in these columns, in the order of the enrolments' ids.

    Ids and states are read as text: to make an object of each takes longer than all else. ``as_text``: days too, and
    nothing is an empty text.
    """
    found = {name: _as_said(name, rows) for name in names}
    if as_text:
        found |= {name: _text(name, one) for name, one in found.items() if name not in NUMBERS}
    return (
        select(cast(rows.c.person_id, String).label("person_id"), *(one.label(name) for name, one in found.items()))
        .join(TrainingModule, TrainingModule.id == rows.c.module_id)
        .join(Edition, Edition.id == rows.c.edition_id)
        .outerjoin(InstitutionType, InstitutionType.code == rows.c.institution_type)
        .order_by(rows.c.id)
    )


def _text(name: str, said: ColumnElement[Any]) -> ColumnElement[str]:
    """What is never empty is read as it is stored; the rest of the columns as nothing that can be quoted."""
    return type_coerce(said, String) if name in _ALWAYS_THERE else func.coalesce(cast(said, String), "")


def _as_said(name: str, rows: Subquery) -> ColumnElement[Any]:
    """What stands in a column; what must not be told of a person who withdrew the consent is told of nobody."""
    plain: dict[str, ColumnElement[Any]] = {
        "module": TrainingModule.__table__.c.code,
        "edition": Edition.__table__.c.number,
        "state": cast(rows.c.state, String),
        "institution_group": InstitutionType.__table__.c.group_code,
        "institution_id": cast(rows.c.institution_id, String),
        "workplace_confirmed": case((rows.c.workplace_confirmed, "yes"), else_="no"),
    }
    said = plain[name] if name in plain else rows.c[name]
    return case((rows.c.is_withheld == 1, literal(_WITHHELD[name])), else_=said) if name in _WITHHELD else said


def _read(rows: Subquery, names: Sequence[str], key: bytes) -> Iterator[dict[str, Any]]:
    """A few thousand in memory at once."""
    found = db.session.execute(query_of(rows, names).execution_options(yield_per=AT_ONCE))
    name_of = lru_cache(maxsize=MOST_KEPT)(partial(_key_of, key=key))
    for person, *said in found:
        line = {"person_key": name_of(person), **dict(zip(names, said, strict=True))}
        if line.get("institution_id"):
            line["institution_id"] = hyphened(line["institution_id"])
        yield line
