"""Work that may wait: marking again after a correction. It may be stopped anywhere, and goes on where it was."""

from uuid import UUID

from lms.core import clock
from lms.core.jobs import job, report_progress
from lms.grading.key_queries import concerned, correction_by_id
from lms.grading.services.regrading import regrade_enrolment

#: People in one transaction.
PIECE = 20


def job_key(correction_id: UUID | str) -> str:
    return f"regrade:{correction_id}"


@job
def regrade(correction_id: str) -> dict[str, int]:
    """Everybody whom the correction concerns."""
    correction = correction_by_id(UUID(correction_id))
    editions = [question.edition_id for question in correction.questions]
    people, changed = concerned(editions, correction.question_key), 0
    for number, enrolment_id in enumerate(people, start=1):
        changed += regrade_enrolment(enrolment_id, correction, at=clock.now())
        if number % PIECE == 0:
            report_progress(job_key(correction_id), number, len(people))
    correction.done_at = clock.now()
    return {"people": len(people), "changed": changed}
