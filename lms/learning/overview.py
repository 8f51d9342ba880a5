"""What the overview of a module says, in the words of the page."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from lms.accounts.models import Role
from lms.catalogue.documents import ModuleDocument
from lms.core.i18n import _, language, n_, p_
from lms.enrolments.contents import entries_of, pass_mark, requirement_rows, text_notices, thread_of
from lms.enrolments.queries import Study
from lms.enrolments.requirements import FINAL_KEY, Requirement, continue_line, requirements_of
from lms.learning.again import again, end_of
from lms.learning.catalogue import audience, languages_with_states
from lms.learning.queries import Overview
from lms.quizzes.queries import awaited_in
from lms.quizzes.waiting import waiting_sentence
from lms.ui.filters import duration, long_date
from lms.ui.pages import site_path


def overview_facts(overview: Overview, professions: Mapping[str, str], *, today: date) -> dict[str, object]:
    """Everything the page shows beside the document itself."""
    document, study = overview.document, overview.study
    done = study.done if study else {}
    closure = study.enrolment.closure(today) if study else None
    is_linked = study is not None and closure is None
    return {
        "closure": closure,
        "facts": facts_of(overview, professions),
        "thread_items": thread_of(document, requirements_of(document, done), linked=is_linked),
        "requirement_items": requirement_rows(document, done),
        "notices": [*text_notices(document, overview.edition, language()), *standing(overview)],
        "onward": next_step(study) if study is not None and study.is_open else None,
        "again": again(study, overview.module, today) if study else None,
        "ends_on": end_of(study) if study else None,
        "has_ended": study is not None and _has_ended(study, today),
    }


def _has_ended(study: Study, today: date) -> bool:
    until = end_of(study)
    return until is not None and until < today


def next_step(study: Study) -> dict[str, str]:
    """Title and address of what is to be done next; the overview when nothing is left."""
    line = continue_line(study.requirements, study.enrolment.place)
    if line is None:
        title = study.document.title[study.document.language_for(language())]
        return {"title": title, "url": site_path(f"modules/{study.document.slug}"), "note": ""}
    entry = entries_of(study.document, language())[line.key]
    return {"title": entry.title, "url": site_path(entry.path), "note": entry.notes["ahead"]}


def waiting_in(studies: Iterable[Study]) -> dict[UUID, str]:
    """Enrolment to what is said of a result that is awaited. Asked only where everything before the quiz is done."""
    at_the_quiz = [study.id for study in studies if any(line.key == FINAL_KEY for line in open_lines(study))]
    return {key: waiting_sentence(attempt) for key, attempt in awaited_in(at_the_quiz).items()}


def open_lines(study: Study) -> list[Requirement]:
    """What can be done now and is not done yet."""
    return [line for line in study.requirements if line.is_open and not line.is_done]


def standing(overview: Overview) -> list[str]:
    """What a person in the middle has to know of the edition and of the module."""
    said = []
    study = overview.study
    if study is not None and study.is_open and study.enrolment.moved_at is not None:
        said.append(
            _(
                "The edition you began was withdrawn. You go on in edition %(number)s; "
                "the lessons you have read stay read, and the quiz attempt is not counted.",
                number=overview.edition.number,
            )
        )
    if study is not None and study.is_open:
        said += waiting_in([study]).values()
    until = overview.module.finish_until
    if overview.module.retired_at is not None and until is not None:
        if study is not None and study.is_open:
            said.append(_("This module is retired. You can finish it until %(date)s.", date=long_date(until)))
        elif study is None:
            said.append(_("This module is retired and can no longer be started."))
    return said


def facts_of(overview: Overview, professions: Mapping[str, str]) -> list[dict[str, str | None]]:
    """The column of facts."""
    document = overview.document
    facts = [
        (_("For whom"), audience(document, professions)),
        (_("Time"), duration(document.minutes)),
        (_("Languages"), languages_with_states(document)),
        (_("Certificate"), _("After the final quiz. %(rule)s", rule=pass_mark(document))),
        (_("Attempts at the final quiz"), attempts(document)),
        (_("Edition"), _("%(number)s (%(date)s)", number=overview.edition.number, date=_published(overview))),
        (_("Review"), _review(overview)),
    ]
    if document.law_as_of:
        facts.append((_("Law as of"), long_date(date.fromisoformat(document.law_as_of))))
    return [{"term": term, "value": value} for term, value in facts]


def attempts(document: ModuleDocument) -> str:
    """How often the quiz may be tried."""
    rules = document.rules
    if rules.attempts <= rules.pause_after:
        return n_("%(num)s attempt", "%(num)s attempts", rules.attempts)
    return _(
        "%(attempts)s in all; after attempt %(after)s a pause of %(hours)s hours",
        attempts=rules.attempts,
        after=rules.pause_after,
        hours=rules.pause_hours,
    )


def _published(overview: Overview) -> str:
    return long_date(overview.edition.published_at)


def _review(overview: Overview) -> str:
    """When the edition was reviewed, for each checklist with the role; nobody is named."""
    edition = overview.edition
    if not edition.is_reviewed:
        return _("Not yet reviewed")
    if edition.reviews:
        return "; ".join(_signed(one) for one in edition.reviews)
    if edition.reviewed_on is None:
        return _("Reviewed for gender and human rights")
    return _("Reviewed for gender and human rights: %(date)s", date=long_date(edition.reviewed_on))


def _signed(review: dict[str, Any]) -> str:
    title, day = review["title"][language()], long_date(date.fromisoformat(review["on"]))
    role = {
        Role.GENDER_REVIEWER.value: p_("role", "Gender reviewer"),
        Role.RIGHTS_REVIEWER.value: p_("role", "Human-rights reviewer"),
    }.get(review["role"])
    return f"{title}: {day} ({role})" if role else f"{title}: {day}"
