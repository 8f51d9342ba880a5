"""The coordinator opens new tries for somebody who has used all of them. No result is on this page."""

from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.core import audit, clock
from lms.core.i18n import _, language
from lms.core.policy import actor_id, requires
from lms.enrolments.queries import Study, study_by_id, study_by_id_for_update
from lms.institutions.queries import institution_in_list
from lms.quizzes import queries, services
from lms.quizzes.errors import TriesLeft
from lms.quizzes.forms import OpeningForm
from lms.quizzes.models import AttemptKind
from lms.quizzes.policies import QuizPermission
from lms.quizzes.standing import read_standing
from lms.quizzes.views.blueprint import bp

PAGE = "/reports/tries/<uuid:enrolment_id>"


@bp.get(PAGE)
@requires(QuizPermission.OPEN_TRIES, on=study_by_id)
def confirm_opening(study: Study) -> ResponseReturnValue:
    audit.record_look(actor_id(), "quizzes.tries.seen", study.enrolment)
    return _page(study, OpeningForm())


@bp.post(PAGE)
@requires(QuizPermission.OPEN_TRIES, on=study_by_id_for_update)
def open_tries(study: Study) -> ResponseReturnValue:
    form = OpeningForm()
    if not form.validate():
        return _page(study, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        services.open_tries(study, reason=form.reason.data, by=actor_id(), at=clock.now())
    except TriesLeft:
        return redirect(url_for(".confirm_opening", enrolment_id=study.id), HTTPStatus.SEE_OTHER)
    flash(_("New tries are open. The person is told."), "success")
    return redirect(url_for(".confirm_opening", enrolment_id=study.id), HTTPStatus.SEE_OTHER)


def _page(study: Study, form: OpeningForm) -> str:
    attempts = queries.attempts_in(study.enrolment)
    standing = read_standing(study, attempts, AttemptKind.FINAL, at=clock.now())
    shown = study.document.language_for(language())
    return render_template(
        "quizzes/open_tries.html",
        enrolment=study.enrolment,
        module_title=study.document.title[shown],
        standing=standing if standing.is_used_up else None,
        form=form,
        record_path=record_path(study),
    )


def record_path(study: Study) -> str:
    """Where the reports keep this person: in the record of an institution of the list, else among those without one."""
    place = study.enrolment.institution_id
    return f"institutions/{place if place and institution_in_list(place) else 'none'}/people/{study.id}"
