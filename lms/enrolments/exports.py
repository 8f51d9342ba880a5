"""This room's part of what a person downloads: each time of taking part, with the facts as they were."""

from typing import Any
from uuid import UUID

from lms.enrolments.corrections import corrections_of
from lms.enrolments.queries import enrolments_of, steps_of_many
from lms.people.exports import contributes, recognises


@contributes("enrolments")
def enrolments_part(person_id: UUID) -> list[dict[str, Any]]:
    rows = enrolments_of(person_id)
    steps = steps_of_many([row.id for row in rows])
    return [
        {
            "id": row.id,
            "module": row.module.slug,
            "edition": row.edition.number,
            "state": row.state,
            "started_at": row.started_at,
            "completed_at": row.completed_at,
            "withdrawn_at": row.withdrawn_at,
            "language": row.language,
            "recorded": {
                "sex": row.sex,
                "birth_year": row.birth_year,
                "age_band": row.age_band,
                "profession": row.profession_code,
                "institution_id": row.institution_id,
                "institution_type": row.institution_type,
                "region": row.region_code,
                "workplace_confirmed": row.workplace_confirmed,
            },
            "steps": steps[row.id],
        }
        for row in rows
    ]


@recognises("Enrolment")
def enrolment_ids(person_id: UUID) -> list[UUID]:
    """The audit log speaks of enrolments by these ids."""
    return [row.id for row in enrolments_of(person_id)]


@contributes("fact_corrections")
def corrections_part(person_id: UUID) -> list[dict[str, Any]]:
    """What was stated of the person afterwards, with the reason; not by whom."""
    return [
        {
            "fact": row.fact,
            "enrolment_id": row.enrolment_id,
            "before": row.before,
            "after": row.after,
            "reason": row.reason,
            "made_at": row.made_at,
            "undone_at": row.undone_at,
        }
        for row in corrections_of(person_id)
    ]
