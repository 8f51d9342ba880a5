"""The catalogue, the overview of a module, its beginning and leaving, "My learning"."""

from http import HTTPStatus
from typing import NamedTuple

from flask import Blueprint, abort, flash, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from lms.accounts.consents import AFTER_CONSENT
from lms.accounts.models import Account
from lms.catalogue.models import TrainingModule
from lms.core import clock
from lms.core.i18n import PREFIX, _, language
from lms.core.policy import current_actor, public, requires
from lms.enrolments.errors import ConsentMissing, ModuleClosed
from lms.enrolments.models import Enrolment
from lms.enrolments.policies import EnrolmentPermission
from lms.enrolments.queries import Study, study_for_update, study_of
from lms.evaluations.occasions import may_be_asked
from lms.evaluations.offers import open_form_of
from lms.learning import catalogue, queries, services
from lms.learning.mine import own_learning
from lms.learning.overview import next_step, overview_facts
from lms.learning.policies import LearningPermission
from lms.learning.queries import Overview
from lms.learning.sections import sections_of
from lms.ui.pages import site_path, with_query

bp = Blueprint("learning", __name__, url_prefix=PREFIX, template_folder="templates")


@bp.get("/modules")
@public
def show_catalogue() -> ResponseReturnValue:
    """Everything on the shelf, or what the address asks for."""
    professions = queries.profession_names(language())
    offers = queries.offers_with(queries.studies_of(current_actor()))
    wish = catalogue.wish_of(request.args, professions)
    rows = [catalogue.row_of(offer, professions) for offer in offers if wish.fits(offer)]
    return render_template(
        "learning/show_catalogue.html",
        rows=rows,
        wish=wish,
        choices=catalogue.choices(offers, professions),
        active=catalogue.active(wish, professions, with_query),
        is_empty=not offers,
    )


@bp.get("/modules/<slug>")
@public
def show_module(slug: str) -> ResponseReturnValue:
    """What the module is, what it asks, and where the person stands in it."""
    overview = queries.overview_of(slug, current_actor())
    if overview is None:
        abort(HTTPStatus.NOT_FOUND)
    if language() not in overview.document.languages:
        shown = overview.document.language_for(language())
        return render_template("learning/not_in_language.html", overview=overview, shown=shown)
    professions = queries.profession_names(language())
    return render_template(
        "learning/show_module.html",
        overview=overview,
        document=overview.document,
        form_url=_open_form(overview),
        **overview_facts(overview, professions, today=clock.local_day(clock.now())),
    )


def _open_form(overview: Overview) -> str | None:
    """Where the person who has completed the module says what the person thinks of it."""
    account, today = current_actor(), clock.local_day(clock.now())
    completed_on = overview.study.enrolment.completed_on if overview.study else None
    if account is None or not may_be_asked(completed_on, today):
        return None
    return open_form_of(account, overview.document.slug, today)


class Beginning(NamedTuple):
    """Who begins what."""

    account: Account
    module: TrainingModule


def beginning(slug: str, actor: Account) -> Beginning:
    return Beginning(actor, queries.module_to_start(slug))


@bp.post("/modules/<slug>/start")
@requires(EnrolmentPermission.START, on=beginning)
def start_module(wanted: Beginning) -> ResponseReturnValue:
    """Begin the module, or go on in it; the first step is the next page."""
    try:
        study = services.begin(wanted.account, wanted.module, language=language(), at=clock.now())
    except ConsentMissing:
        flash(_("A module can be started once you agree that a training record is kept."), "notice")
        session[AFTER_CONSENT] = f"modules/{wanted.module.slug}"
        return redirect(site_path("profile/consents"), HTTPStatus.SEE_OTHER)
    except ModuleClosed:
        flash(_("This module can no longer be started."), "notice")
        return redirect(site_path(f"modules/{wanted.module.slug}"), HTTPStatus.SEE_OTHER)
    return redirect(next_step(study)["url"], HTTPStatus.SEE_OTHER)


class Leaving(NamedTuple):
    """Who leaves what. The rule looks at the enrolment."""

    account: Account
    study: Study

    @property
    def enrolment(self) -> Enrolment:
        return self.study.enrolment


def open_study(slug: str, actor: Account) -> Study | None:
    """The actor's open study; None when there is nothing to leave."""
    return _if_open(study_of(actor, slug))


def leaving(slug: str, actor: Account) -> Leaving | None:
    """The same, locked."""
    study = _if_open(study_for_update(actor, slug))
    return None if study is None else Leaving(actor, study)


def _if_open(study: Study | None) -> Study | None:
    return study if study is not None and study.is_open else None


@bp.get("/modules/<slug>/leave")
@requires(EnrolmentPermission.STUDY, on=open_study)
def confirm_leaving(study: Study) -> ResponseReturnValue:
    shown = study.document.language_for(language())
    return render_template("learning/confirm_leaving.html", document=study.document, shown=shown)


@bp.post("/modules/<slug>/leave")
@requires(EnrolmentPermission.STUDY, on=leaving)
def leave(wanted: Leaving) -> ResponseReturnValue:
    """The person leaves. What was done stays in the record; the module may be begun anew."""
    services.leave(wanted.account, wanted.study, at=clock.now())
    flash(_("You have left the module."), "success")
    return redirect(site_path("my-learning"), HTTPStatus.SEE_OTHER)


def own_account(actor: Account) -> Account:
    return actor


@bp.get("/my-learning")
@requires(LearningPermission.SEE_OWN, on=own_account)
def show_my_learning(account: Account) -> ResponseReturnValue:
    """One click from where the person stopped."""
    studies = queries.studies_of(account)
    return render_template(
        "learning/show_my_learning.html",
        sections=sections_of(account),
        **own_learning(account, studies, queries.offers_with(studies), today=clock.local_day(clock.now())),
    )
