"""The coordinator gives one person more time or one more try. No result is on these pages."""

from http import HTTPStatus
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.core import audit, clock
from lms.core.i18n import _, language
from lms.core.policy import actor_id, requires
from lms.enrolments.queries import Study, study_by_id, study_by_id_for_update
from lms.quizzes import queries, services
from lms.quizzes.errors import NothingGiven
from lms.quizzes.forms import EndingForm, ExceptionForm
from lms.quizzes.models import TestException
from lms.quizzes.pages import exception_rows
from lms.quizzes.policies import QuizPermission
from lms.quizzes.views.blueprint import bp
from lms.quizzes.views.opening import PAGE, record_path

EXCEPTIONS = f"{PAGE}/exceptions"


@bp.get(EXCEPTIONS)
@requires(QuizPermission.MAKE_EXCEPTION, on=study_by_id)
def show_exceptions(study: Study) -> ResponseReturnValue:
    audit.record_look(actor_id(), "quizzes.tries.seen", study.enrolment)
    return _page(study, ExceptionForm())


@bp.post(EXCEPTIONS)
@requires(QuizPermission.MAKE_EXCEPTION, on=study_by_id_for_update)
def make_exception(study: Study) -> ResponseReturnValue:
    form = ExceptionForm()
    is_sound = form.validate()
    given = services.Given(form.minutes_of(study.document.rules.minutes), tries=int(bool(form.one_try.data)))
    if is_sound:
        try:
            services.give_exception(study, given, reason=form.reason.data, by=actor_id(), at=clock.now())
        except NothingGiven:
            form.one_try.errors = [_("Give more time, or one more try.")]
            is_sound = False
    if not is_sound:
        return _page(study, form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("The exception holds from now on. The person is told."), "success")
    return redirect(url_for(".show_exceptions", enrolment_id=study.id), HTTPStatus.SEE_OTHER)


@bp.get(f"{EXCEPTIONS}/<uuid:exception_id>")
@requires(QuizPermission.MAKE_EXCEPTION, on=study_by_id)
def confirm_end_of_exception(study: Study, exception_id: UUID) -> ResponseReturnValue:
    return _page_of_end(study, _exception(study, exception_id), EndingForm())


@bp.post(f"{EXCEPTIONS}/<uuid:exception_id>")
@requires(QuizPermission.MAKE_EXCEPTION, on=study_by_id_for_update)
def end_exception(study: Study, exception_id: UUID) -> ResponseReturnValue:
    exception, form = _exception(study, exception_id), EndingForm()
    if not form.validate():
        return _page_of_end(study, exception, form), HTTPStatus.UNPROCESSABLE_ENTITY
    services.end_exception(study, exception.id, reason=form.reason.data, by=actor_id(), at=clock.now())
    return redirect(url_for(".show_exceptions", enrolment_id=study.id), HTTPStatus.SEE_OTHER)


def _exception(study: Study, exception_id: UUID) -> TestException:
    """One of this person in this module; any other is not there."""
    given = queries.exceptions_of(study.enrolment.person_id, study.enrolment.module_id)
    return next((one for one in given if one.id == exception_id), None) or abort(HTTPStatus.NOT_FOUND)


def _page(study: Study, form: ExceptionForm) -> str:
    given = queries.exceptions_of(study.enrolment.person_id, study.enrolment.module_id)
    return render_template(
        "quizzes/show_exceptions.html",
        **_about(study),
        exceptions=exception_rows(given),
        minutes=study.document.rules.minutes,
        form=form,
    )


def _page_of_end(study: Study, exception: TestException, form: EndingForm) -> str:
    (row,) = exception_rows([exception])
    return render_template("quizzes/end_exception.html", **_about(study), exception=row, form=form)


def _about(study: Study) -> dict[str, object]:
    shown = study.document.language_for(language())
    return {
        "enrolment": study.enrolment,
        "module_title": study.document.title[shown],
        "record_path": record_path(study),
    }
