"""News from the directory that concern people's workplaces."""

from lms.core import events
from lms.institutions.events import InstitutionMerged, InstitutionParted, InstitutionRefused
from lms.people import services


@events.on(InstitutionMerged)
def follow_the_merge(news: InstitutionMerged) -> None:
    services.move_workplaces(news.institution_id, news.into_id)


@events.on(InstitutionParted)
def follow_the_parting(news: InstitutionParted) -> None:
    services.move_workplaces_back(news.institution_id, news.from_id)


@events.on(InstitutionRefused)
def mark_as_refused(news: InstitutionRefused) -> None:
    services.refuse_workplaces(news.institution_id)
