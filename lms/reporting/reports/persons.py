"""One row per enrolment under a pseudonym: no name, no contact, no score.

The pseudonym is a keyed hash of the person's id, so that it is the same in every export of this installation and
cannot be made from a list of ids. Enrolments that were started or completed in the period are in it.

To check the numbers it holds everybody. For an evaluation from outside it holds those who agreed to that, and says
nothing of their institution but its kind, as the text promises to which they agreed.
"""

import hmac
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, Subquery, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from lms.catalogue.models import Edition, TrainingModule
from lms.core.extensions import db
from lms.core.i18n import _
from lms.enrolments.models import Enrolment
from lms.institutions.models import InstitutionType
from lms.reporting.choices import Choice
from lms.reporting.consents import HIDDEN, agreed_to_evaluation
from lms.reporting.facts import all_rows
from lms.reporting.reports.base import Table, common_definitions
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
_AS_THEY_ARE = tuple(name for name, _kind in COLUMNS if name not in ("person_key", *OF_THE_PLACE))
_WITHHELD = {name: HIDDEN[name] for name in ("sex", "age_band", "profession", "institution_type", "region")}
_WITHHELD["institution_group"] = HIDDEN["institution_type"]


def persons_table(choice: Choice, *, key: bytes) -> Table:
    rows = chosen(choice)
    return Table(
        slug="persons",
        title=_("Enrolments without names"),
        columns=[Column(*column) for column in _columns(choice)],
        rows=_read(rows, key),
        definitions=common_definitions(),
        notes=_notes(choice),
        is_data=True,
        length=_length(rows),
    )


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


@lru_cache(maxsize=4096)
def _identity(stored: str) -> str:
    """There are as many places as institutions."""
    return str(UUID(stored))


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


def query_of(rows: Subquery) -> Select[*tuple[Any, ...]]:
    """What the file is made of, in the order of the enrolments' ids: what is worked on, then ``_AS_THEY_ARE``.

    Ids and states are read as the text that is stored: to make an object of each takes longer than all else.
    """
    stored = [cast(rows.c[name], String) for name in ("person_id", "institution_id")]
    plain: dict[str, ColumnElement[Any] | InstrumentedAttribute[Any]] = {
        "module": TrainingModule.code,
        "edition": Edition.number,
        "institution_group": InstitutionType.group_code,
        "state": cast(rows.c.state, String),
    }
    as_they_are = [plain[name] if name in plain else rows.c[name] for name in _AS_THEY_ARE]
    return (
        select(*stored, rows.c.workplace_confirmed, rows.c.is_withheld, *as_they_are)
        .join(TrainingModule, TrainingModule.id == rows.c.module_id)
        .join(Edition, Edition.id == rows.c.edition_id)
        .outerjoin(InstitutionType, InstitutionType.code == rows.c.institution_type)
        .order_by(rows.c.id)
    )


def _read(rows: Subquery, key: bytes) -> Iterator[dict[str, Any]]:
    """A few thousand in memory at once."""
    found = db.session.execute(query_of(rows).execution_options(yield_per=AT_ONCE))
    for person, place, is_confirmed, is_withheld, *as_they_are in found:
        line = dict(zip(_AS_THEY_ARE, as_they_are, strict=True))
        if is_withheld:
            line |= _WITHHELD
        yield {
            "person_key": _key_of(person, key),
            **line,
            "institution_id": None if is_withheld or place is None else _identity(place),
            "workplace_confirmed": "yes" if is_confirmed and not is_withheld else "no",
        }
