"""The pages of the pre-test and the final quiz, and the address where a script saves answers."""

import secrets
from typing import Any
from uuid import UUID

import msgspec
from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.core import clock
from lms.core.i18n import _
from lms.core.policy import current_actor, requires
from lms.enrolments.queries import Study, study_for_update, study_from, study_of
from lms.quizzes import pages, queries, services
from lms.quizzes.entry_actions import entry_actions_for
from lms.quizzes.errors import (
    AlreadyHandedIn,
    AlreadyPassed,
    AttemptClosed,
    NoTriesLeft,
    Paused,
    QuizNotOpen,
    UnknownAnswer,
)
from lms.quizzes.forms import MOST_BYTES, posted_writes, sent_writes, veiled
from lms.quizzes.models import AttemptKind
from lms.quizzes.policies import QuizPermission
from lms.quizzes.queries import AnswerSheet, Sitting, answer_sheet, sitting_for_update, sitting_of
from lms.quizzes.result_actions import actions_for
from lms.quizzes.views.blueprint import bp
from lms.ui.filters import clock_time

TEST = '/modules/<slug>/<any("pre-test",quiz):test>'
ATTEMPT = f"{TEST}/<uuid:attempt_id>"


@bp.before_request
def read_body_first() -> None:
    """Before the database is asked: a slow line must not hold SQLite's one write lock while its answers trickle in."""
    if request.method == "POST":
        body = request.get_data(parse_form_data=True)
        if len(body) > MOST_BYTES:  # of a form nothing is left here: the general limit holds for it
            abort(413)


@bp.get(TEST)
@requires(QuizPermission.START, on=study_of)
def show_entry(study: Study, test: str) -> ResponseReturnValue:
    page = "quizzes/show_quiz.html" if test == "quiz" else "quizzes/show_pre_test.html"
    facts = pages.entry_page(study, test, at=clock.now())
    return render_template(page, **facts, actions=entry_actions_for(study, facts["standing"]))


@bp.post(TEST)
@requires(QuizPermission.START, on=study_for_update)
def start_attempt(study: Study, test: str) -> ResponseReturnValue:
    """Draw the questions, or go on with what is open."""
    slug = study.document.slug
    try:
        attempt = services.start_attempt(
            study, queries.KINDS[test], seed=secrets.randbits(31), by=_actor_id(), at=clock.now()
        )
    except (AlreadyPassed, NoTriesLeft, Paused, QuizNotOpen):
        flash(_("The test cannot be started now. This page says why."), "notice")
        return redirect(url_for(".show_entry", slug=slug, test=test), 303)
    return redirect(url_for(".show_attempt", slug=slug, test=test, attempt_id=attempt.id), 303)


@bp.get(ATTEMPT)
@requires(QuizPermission.TAKE, on=sitting_of)
def show_attempt(sitting: Sitting) -> ResponseReturnValue:
    if sitting.attempt.handed_in_at or sitting.is_closed:
        return redirect(_address(sitting, "result"), 303)
    if sitting.is_on_paper:
        return render_template("quizzes/show_on_paper.html", **pages.on_paper_page(sitting))
    return render_template("quizzes/show_attempt.html", **pages.attempt_page(sitting), **_addresses(sitting))


@bp.post(ATTEMPT)
@requires(QuizPermission.TAKE, on=sitting_for_update)
def save_attempt(sitting: Sitting) -> ResponseReturnValue:
    """Save the whole form; on to the list of answers, or back to where the button stood."""
    refused = _save_posted(sitting)
    if refused is not None:
        return refused
    act = request.form.get("act", "")
    if act == "review":
        return redirect(_address(sitting, "check"), 303)
    what, _dash, place = act.partition("-")
    anchor = {"save": f"saved-{place}", "step": f"q{place}"}.get(what, "save") if place.isdecimal() else "save"
    return redirect(f"{_address(sitting)}#{anchor}", 303)


def _save_posted(sitting: Sitting) -> ResponseReturnValue | None:
    """The answer to a form that could not be saved, or None."""
    try:
        saved = services.save_answers(sitting, posted_writes(sitting, request.form), at=clock.now())
    except (AlreadyHandedIn, AttemptClosed):
        return redirect(_address(sitting, "result"), 303)
    if saved.conflicts:
        page = pages.attempt_page(sitting, posted=request.form, conflicts=saved.conflicts)
        return render_template("quizzes/show_attempt.html", **page, **_addresses(sitting)), 409
    return None


@bp.post(f"{ATTEMPT}/answers")
@requires(QuizPermission.TAKE, on=answer_sheet)
def save_answers(sheet: AnswerSheet) -> ResponseReturnValue:
    """For the script: "saved" leaves the house only after the commit at the edge."""
    at = clock.now()
    try:
        saved = services.save_answers(sheet, sent_writes(request.get_data()), at=at)
    except AlreadyHandedIn:
        return jsonify(error="handed in"), 409
    except AttemptClosed:
        return jsonify(error="closed"), 410
    except (UnknownAnswer, msgspec.DecodeError):
        return jsonify(error="unknown answer"), 422
    return jsonify(
        saved=[{"question": key, "revision": revision} for key, revision in saved.revisions.items()],
        conflicts=[
            {"question": key, "value": veiled(sheet, key, answer.chosen), "revision": answer.revision}
            for key, answer in saved.conflicts.items()
        ],
        at=clock_time(at),
        csrf=None,
    )


@bp.get(f"{ATTEMPT}/check")
@requires(QuizPermission.TAKE, on=sitting_of)
def show_check(sitting: Sitting) -> ResponseReturnValue:
    """Every answer, to be looked at before it is final."""
    if sitting.attempt.handed_in_at or sitting.is_closed or sitting.is_on_paper:
        return redirect(_address(sitting, "result"), 303)
    return render_template("quizzes/show_check.html", **pages.check_page(sitting), **_addresses(sitting))


@bp.post(f"{ATTEMPT}/check")
@requires(QuizPermission.TAKE, on=sitting_for_update)
def hand_in(sitting: Sitting) -> ResponseReturnValue:
    """Finish. A second click, or another tab, comes to the same result page."""
    if "seen" in request.form:
        refused = _save_posted(sitting)
        if refused is not None:
            return refused
    try:
        services.hand_in(sitting, by=_actor_id(), at=clock.now())
    except AttemptClosed:
        flash(_("These answers could not be handed in. This page says why."), "notice")
    return redirect(_address(sitting, "result"), 303)


@bp.get(f"{ATTEMPT}/result")
@requires(QuizPermission.TAKE, on=sitting_of)
def show_result(sitting: Sitting) -> ResponseReturnValue:
    attempt = sitting.attempt
    if not attempt.handed_in_at:
        if sitting.is_closed:
            return render_template("quizzes/show_closed.html", **pages.closed_page(sitting)), 410
        return redirect(_address(sitting), 303)
    study = study_from(sitting.enrolment)
    if attempt.kind is AttemptKind.PRE_TEST:
        return render_template("quizzes/show_pre_test_result.html", **pages.pre_test_result_page(sitting, study))
    page = pages.final_result_page(sitting, study, at=clock.now())
    actions = actions_for(sitting) if attempt.is_passed else []
    return render_template("quizzes/show_result.html", **page, actions=actions)


def _address(sitting: Sitting, page: str = "attempt") -> str:
    return _address_of(page, sitting.enrolment.module.slug, sitting.attempt.kind, sitting.id)


def _address_of(page: str, slug: str, kind: AttemptKind, attempt_id: UUID) -> str:
    test = "quiz" if kind is AttemptKind.FINAL else "pre-test"
    return url_for(f".show_{page}", slug=slug, test=test, attempt_id=attempt_id)


def _addresses(sitting: Sitting) -> dict[str, Any]:
    """What the attempt's form has to know of where it is, and the salt of what it keeps on the device."""
    here = _address(sitting)
    actor = current_actor()
    return {
        "here": here,
        "save_url": f"{here}/answers",
        "check_url": f"{here}/check",
        "result_url": f"{here}/result",
        "salt": actor.draft_salt if actor else "",
    }


def _actor_id() -> UUID:
    actor = current_actor()
    if actor is None:
        raise AttemptClosed
    return UUID(str(actor.id))
