"""The state of the data behind a report: how much there was of what, and how complete it was."""

import hashlib
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from lms.catalogue.models import Edition, TrainingModule
from lms.core.extensions import db
from lms.core.i18n import LANGUAGES, speaking
from lms.enrolments.models import Enrolment
from lms.people.models import Person
from lms.reporting import dimensions
from lms.reporting.choices import Choice, Measure, Period
from lms.reporting.completeness import of_measure
from lms.reporting.consents import withdrew
from lms.reporting.counting import counts

KEY_LENGTH = 16


def of(period: Period) -> dict[str, Any]:
    """What is kept in the document of the team, as plain data."""
    choice, found, merged = Choice(period), of_measure(Measure.PEOPLE, Choice(period)), merged_keys()
    return {
        **{measure.value: _sum(measure, choice) for measure in Measure},
        "people_complete": found.complete,
        "people_counted": found.records,
        "people_merged": len(merged),
        "people_withdrawn": _count(select(func.count()).select_from(withdrew().distinct().subquery())),
        "merged": merged,
        "last_enrolment": _last_enrolment(),
        "modules": modules(),
    }


def person_key(person_id: UUID) -> str:
    """By which a person is known again and by nothing else; ids are random, so that no list of them can be tried."""
    return hashlib.sha256(b"merged:" + person_id.bytes).hexdigest()[:KEY_LENGTH]


def merged_keys() -> list[str]:
    """Who is merged into somebody else."""
    return sorted(map(person_key, db.session.scalars(select(Person.id).where(Person.merged_into_id.is_not(None)))))


def _last_enrolment() -> str | None:
    """Ids are made in the order of time: whatever was entered later has a greater one."""
    last = db.session.scalar(select(Enrolment.id).order_by(Enrolment.id.desc()).limit(1))
    return str(last) if last else None


def modules() -> dict[str, dict[str, Any]]:
    """Code of a module to its newest edition and to its title in each language."""
    query = select(TrainingModule.code, func.max(Edition.number)).join(Edition, Edition.module_id == TrainingModule.id)
    newest = {code: number for code, number in db.session.execute(query.group_by(TrainingModule.code))}  # noqa: C416
    titles: dict[str, dict[str, str]] = {}
    for code in LANGUAGES:
        with speaking(code):
            for module, title in dimensions.modules():
                titles.setdefault(module.code, {})[code] = title
    return {code: {"titles": found, "edition": newest.get(code)} for code, found in titles.items()}


def _sum(measure: Measure, choice: Choice) -> int:
    return sum(row[-1] for row in counts(measure, choice))


def _count(query: Any) -> int:
    return int(db.session.scalar(query) or 0)
