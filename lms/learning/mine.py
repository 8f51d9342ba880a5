"""What "My learning" says: where to go on, what is open, what is done, what else is for this person."""

from collections.abc import Sequence
from datetime import date

from lms.accounts.models import Account
from lms.core.i18n import _, language
from lms.enrolments.contents import lessons_done
from lms.enrolments.models import Closure
from lms.enrolments.queries import Study
from lms.evaluations.occasions import may_be_asked
from lms.evaluations.offers import open_rows
from lms.invitations.queries import modules_asked_of
from lms.learning.catalogue import state_of
from lms.learning.overview import next_step, waiting_in
from lms.learning.queries import Offer, last_active
from lms.ui.filters import duration, long_date
from lms.ui.pages import site_path

#: More suggestions would be a second catalogue.
SUGGESTED = 5


def own_learning(
    account: Account, studies: Sequence[Study], offers: Sequence[Offer], *, today: date
) -> dict[str, object]:
    """The page from top to bottom."""
    shut = [study for study in studies if study.is_open and study.enrolment.closure(today)]
    going_on = [study for study in studies if study.is_open and not study.enrolment.closure(today)]
    waits = waiting_in(going_on)
    # Whoever waits for a result has nothing to go on with there.
    current = last_active([study for study in going_on if study.id not in waits]) or last_active(going_on)
    was_lately_done = any(may_be_asked(study.enrolment.completed_on, today) for study in studies)
    asked = modules_asked_of(account.person_id)
    asked_for = [offer for offer in offers if offer.study is None and offer.module.slug in asked]
    return {
        "current": _current(current, waits.get(current.id)) if current else None,
        "others": [_row(study, waits.get(study.id) or state_of(study)) for study in going_on if study is not current],
        "shut": [_row(study, _why(study, study.enrolment.closure(today))) for study in shut],
        "to_evaluate": open_rows(account, today) if was_lately_done else [],
        "completed": [_row(study, state_of(study)) for study in studies if not study.is_open],
        "asked_for": [_suggestion(offer) for offer in asked_for],
        "suggested": [_suggestion(offer) for offer in suggestions(account, offers) if offer not in asked_for],
    }


def suggestions(account: Account, offers: Sequence[Offer]) -> list[Offer]:
    """What is for the person's profession and not begun, in the order of the shelf."""
    profession = account.person.profession_code or ""
    return [offer for offer in offers if offer.study is None and offer.is_for(profession)][:SUGGESTED]


def _current(study: Study, waits: str | None) -> dict[str, object]:
    done, total = lessons_done(study.document, study.done), len(study.document.lessons)
    return {
        **_row(study, ""),
        "waits": waits,
        "step": next_step(study),
        "done": done,
        "total": total,
        "position": _("Lessons read: %(done)s of %(total)s", done=done, total=total),
        "moved": study.enrolment.moved_at is not None,
        "until": long_date(study.enrolment.module.finish_until) if study.enrolment.module.finish_until else None,
    }


def _row(study: Study, state: str) -> dict[str, object]:
    return {
        "title": _title(study),
        "lang": _foreign(study.document.language_for(language())),
        "url": site_path(f"modules/{study.document.slug}"),
        "state": state,
    }


def _title(study: Study) -> str:
    return study.document.title.get(study.document.language_for(language()), study.document.slug)


def _foreign(code: str) -> str | None:
    return code if code != language() else None


def _why(study: Study, closure: Closure | None) -> str:
    if closure is Closure.WITHDRAWN:
        return _("Withdrawn; a corrected edition is awaited")
    return _("Retired; the last day to finish it is over")


def _suggestion(offer: Offer) -> dict[str, object]:
    document = offer.document
    code = document.language_for(language())
    return {
        "title": document.title.get(code, document.slug),
        "lang": _foreign(code),
        "url": site_path(f"modules/{document.slug}"),
        "state": duration(document.minutes),
    }
