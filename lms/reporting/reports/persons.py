"""One row per enrolment under a pseudonym: no name, no contact, no score.

The pseudonym is a keyed hash of the person's id, so that it is the same in every export of this installation and
cannot be made from a list of ids. Enrolments that were started or completed in the period are in it.

To check the numbers it holds everybody. For an evaluation from outside it holds those who agreed to that, and says
nothing of their institution but its kind, as the text promises to which they agreed.
"""

import hmac
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Subquery, func, or_, select

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


def person_key(person_id: UUID, key: bytes) -> str:
    return hmac.new(key, b"person:" + person_id.bytes, "sha256").hexdigest()[:KEY_LENGTH]


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
    """What the file is made of, in the order of the enrolments' ids."""
    return (
        select(rows, TrainingModule.code, Edition.number, InstitutionType.group_code)
        .join(TrainingModule, TrainingModule.id == rows.c.module_id)
        .join(Edition, Edition.id == rows.c.edition_id)
        .outerjoin(InstitutionType, InstitutionType.code == rows.c.institution_type)
        .order_by(rows.c.id)
    )


def _read(rows: Subquery, key: bytes) -> Iterator[dict[str, Any]]:
    """A few thousand in memory at once."""
    for row in db.session.execute(query_of(rows).execution_options(yield_per=AT_ONCE)):
        facts = {name: getattr(row, name) for name in ("sex", "age_band", "profession", "institution_type", "region")}
        if row.is_withheld:
            facts = {name: HIDDEN[name] for name in facts}
        yield {
            "person_key": person_key(row.person_id, key),
            "module": row.code,
            "edition": row.number,
            "state": row.state.value,
            "started_on": row.started_on,
            "completed_on": row.completed_on,
            "language": row.language,
            **facts,
            "institution_group": HIDDEN["institution_type"] if row.is_withheld else row.group_code,
            "institution_id": None if row.is_withheld or row.institution_id is None else str(row.institution_id),
            "workplace_confirmed": "yes" if row.workplace_confirmed and not row.is_withheld else "no",
        }
