"""The state of the data behind a report: how much there was of what, and how complete it was."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from lms.catalogue.models import Edition, TrainingModule
from lms.core.extensions import db
from lms.institutions.models import NOT_STATED_REGION
from lms.people.models import Person
from lms.reporting import dimensions
from lms.reporting.choices import Choice, Measure, Period
from lms.reporting.consents import WITHHELD, withdrew
from lms.reporting.counting import counts


@dataclass(frozen=True)
class Completeness:
    """Of so many people counted, so many have every fact: sex, age, region, institution type and profession."""

    people: int
    complete: int


def of(period: Period) -> dict[str, Any]:
    """What is kept in the document of the team, as plain data."""
    choice, found = Choice(period), completeness(Choice(period))
    return {
        **{measure.value: _sum(measure, choice) for measure in Measure},
        "people_complete": found.complete,
        "people_counted": found.people,
        "people_merged": _count(select(func.count()).select_from(Person).where(Person.merged_into_id.is_not(None))),
        "people_withdrawn": _count(select(func.count()).select_from(withdrew().distinct().subquery())),
        "modules": modules(),
    }


def modules() -> dict[str, dict[str, Any]]:
    """Code of a module to its newest edition and to the title in the language that is spoken."""
    query = select(TrainingModule.code, func.max(Edition.number)).join(Edition, Edition.module_id == TrainingModule.id)
    newest = {code: number for code, number in db.session.execute(query.group_by(TrainingModule.code))}  # noqa: C416
    return {module.code: {"title": title, "edition": newest.get(module.code)} for module, title in dimensions.modules()}


def completeness(choice: Choice) -> Completeness:
    """Counted as the tables count people, each once."""
    people = complete = 0
    rows = counts(Measure.PEOPLE, choice, "sex", "age_band", "region", "institution_type", "profession")
    for sex, band, region, kind, profession, count in rows:
        people += count
        is_known = sex != "not_stated" and band != dimensions.NOT_STATED and region not in {NOT_STATED_REGION, WITHHELD}
        complete += count * (is_known and kind is not None and profession is not None)
    return Completeness(people, complete)


def _sum(measure: Measure, choice: Choice) -> int:
    return sum(row[-1] for row in counts(measure, choice))


def _count(query: Any) -> int:
    return int(db.session.scalar(query) or 0)
