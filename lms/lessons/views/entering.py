"""Who reads what: a study that is not shut, or the page that says where to begin."""

from http import HTTPStatus

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from lms.accounts.models import Account
from lms.core import clock
from lms.enrolments.queries import Study, study_for_update, study_of
from lms.lessons.errors import ModuleShut, NotStarted
from lms.lessons.views.blueprint import bp
from lms.ui.pages import site_path


def study_to_read(slug: str, actor: Account) -> Study:
    """The actor's own study of a module that is not shut. Raises NotStarted, ModuleShut."""
    return _unless_shut(slug, study_of(actor, slug))


def study_to_change(slug: str, actor: Account) -> Study:
    """The same with the enrolment locked."""
    return _unless_shut(slug, study_for_update(actor, slug))


def study_to_look_at(slug: str, actor: Account) -> Study | None:
    """The same for a file inside a page, which nobody can be led to the overview from: absent to all others."""
    try:
        return study_to_read(slug, actor)
    except (NotStarted, ModuleShut):
        return None


def _unless_shut(slug: str, study: Study | None) -> Study:
    if study is None:
        raise NotStarted(slug)
    closure = study.enrolment.closure(clock.local_day(clock.now()))
    if closure is not None:
        raise ModuleShut(study, closure)
    return study


@bp.errorhandler(NotStarted)
def show_overview_first(error: NotStarted) -> ResponseReturnValue:
    """The overview knows whether there is such a module, and how to begin it."""
    return redirect(site_path(f"modules/{error.slug}"), HTTPStatus.SEE_OTHER)


@bp.errorhandler(ModuleShut)
def say_it_is_shut(error: ModuleShut) -> ResponseReturnValue:
    page = render_template("lessons/module_shut.html", study=error.study, closure=error.closure)
    return page, HTTPStatus.GONE
