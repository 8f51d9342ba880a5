"""What this room does with the news of others: the roll-up follows it in the same transaction."""

from lms.certificates.events import CertificateIssued
from lms.core import events
from lms.enrolments.events import (
    CompletionTakenBack,
    FactsCorrected,
    ModuleCompleted,
    ModuleStarted,
    ProgressChanged,
)
from lms.grading.events import MarkedAgain
from lms.people.events import PeopleMerged
from lms.quizzes.events import AttemptHandedIn
from lms.quizzes.models import AttemptKind
from lms.reporting.rollup.filling import refresh, refresh_of, refresh_ways_of, was_begun
from lms.reporting.rollup.firsts import doubt_quarters_of


@events.on(ModuleStarted)
def count_start(news: ModuleStarted) -> None:
    if was_begun():
        refresh([news.person_id])


@events.on(ProgressChanged)
def count_progress(news: ProgressChanged) -> None:
    if was_begun():
        refresh_ways_of(news.enrolment_ids)


@events.on(AttemptHandedIn)
def count_try(news: AttemptHandedIn) -> None:
    if news.kind == AttemptKind.FINAL and was_begun():
        refresh_ways_of([news.enrolment_id])


@events.on(ModuleCompleted)
def count_completion(news: ModuleCompleted) -> None:
    refresh([news.person_id])


@events.on(CertificateIssued)
def count_certificate(news: CertificateIssued) -> None:
    # What takes the place of another is counted nowhere.
    if not news.is_successor and was_begun():
        refresh_of(news.enrolment_id)


@events.on(CompletionTakenBack)
def count_no_more(news: CompletionTakenBack) -> None:
    refresh([news.person_id])


@events.on(FactsCorrected)
def count_as_corrected(news: FactsCorrected) -> None:
    refresh([news.person_id])
    doubt_quarters_of(news.person_id)


@events.on(MarkedAgain)
def count_results_as_corrected(news: MarkedAgain) -> None:
    refresh([news.person_id])
    doubt_quarters_of(news.person_id)


@events.on(PeopleMerged)
def count_as_one(news: PeopleMerged) -> None:
    refresh(news.person_ids)
