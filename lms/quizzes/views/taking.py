"""The pages of the pre-test and the final quiz, and the address where a script saves answers."""

import secrets
from typing import Any
from uuid import UUID

import msgspec
from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.core import clock
from lms.core.i18n import _, n_
from lms.core.policy import current_actor, requires
from lms.enrolments.queries import Study, study_for_update, study_from, study_of
from lms.quizzes import pages, queries, services
from lms.quizzes.entry_actions import entry_actions_for
from lms.quizzes.errors import (
    AlreadyHandedIn,
    AlreadyPassed,
    AttemptClosed,
    NoTriesLeft,
    NotThisQuestion,
    Paused,
    QuizNotOpen,
    ResultAwaited,
    TimeOver,
    UnknownAnswer,
)
from lms.quizzes.forms import MOST_BYTES, posted_place, posted_writes, sent_writes, veiled
from lms.quizzes.models import AttemptKind
from lms.quizzes.policies import QuizPermission
from lms.quizzes.queries import AnswerSheet, Sitting, answer_sheet, sitting_for_update, sitting_of
from lms.quizzes.result_actions import actions_for
from lms.quizzes.timing import is_over, seconds_left
from lms.quizzes.views.blueprint import bp
from lms.ui.filters import clock_time

TEST = '/modules/<slug>/<any("pre-test",quiz):test>'
#: A quiz has fewer questions; a number beyond it was not sent by the page.
MOST_LATE = 999
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
    except (AlreadyPassed, NoTriesLeft, Paused, QuizNotOpen, ResultAwaited):
        flash(_("The test cannot be started now. This page says why."), "notice")
        return redirect(url_for(".show_entry", slug=slug, test=test), 303)
    return redirect(url_for(".show_attempt", slug=slug, test=test, attempt_id=attempt.id), 303)


@bp.get(ATTEMPT)
@requires(QuizPermission.TAKE, on=sitting_of)
def show_attempt(sitting: Sitting) -> ResponseReturnValue:
    at = clock.now()
    if _has_ended(sitting):
        return redirect(_address(sitting, "result"), 303)
    if sitting.is_on_paper:
        return render_template("quizzes/show_on_paper.html", **pages.on_paper_page(sitting))
    if sitting.is_through:
        return redirect(_address(sitting, "check"), 303)
    return render_template("quizzes/show_attempt.html", **pages.attempt_page(sitting, at=at), **_addresses(sitting))


@bp.post(ATTEMPT)
@requires(QuizPermission.TAKE, on=sitting_for_update)
def save_attempt(sitting: Sitting) -> ResponseReturnValue:
    """Save the whole form; on to the list of answers or to the next question, or back to where the button stood."""
    act = request.form.get("act", "")
    what, _dash, place = act.partition("-")
    refused = _save_posted(sitting, is_left=sitting.is_one_way and what not in {"save", "step"})
    if refused is not None:
        return refused
    if act == "review" or sitting.is_one_way:
        return redirect(_address(sitting, "check" if act == "review" or sitting.is_through else "attempt"), 303)
    anchor = {"save": f"saved-{place}", "step": f"q{place}"}.get(what, "save") if place.isdecimal() else "save"
    return redirect(f"{_address(sitting)}#{anchor}", 303)


def _save_posted(sitting: Sitting, *, is_left: bool = False) -> ResponseReturnValue | None:
    """The answer to a form that could not be saved, or None. ``is_left``: the question shown is left behind."""
    at = clock.now()
    try:
        saved = services.save_answers(sitting, posted_writes(sitting, request.form), at=at)
        if is_left and not saved.conflicts:
            services.go_on(sitting, place=posted_place(request.form), at=at)
    except (AlreadyHandedIn, AttemptClosed):
        return redirect(_address(sitting, "result"), 303)
    except TimeOver:
        services.hand_in(sitting, by=_actor_id(), at=at)
        flash(_("The time was over. What was saved in time is handed in; the last answers came too late."), "notice")
        return redirect(_address(sitting, "result"), 303)
    except NotThisQuestion:
        return _left_behind(sitting)
    if saved.conflicts:
        page = pages.attempt_page(sitting, at=at, posted=request.form, conflicts=saved.conflicts)
        return render_template("quizzes/show_attempt.html", **page, **_addresses(sitting)), 409
    return None


def _left_behind(sitting: Sitting) -> ResponseReturnValue:
    """The page as it is now, for whoever answers a question that was left in another tab."""
    flash(_("That question was left before, so its answer was not changed. Go on here."), "notice")
    if sitting.is_through:
        page = pages.check_page(sitting, at=clock.now())
        return render_template("quizzes/show_check.html", **page, **_addresses(sitting)), 409
    page = pages.attempt_page(sitting, at=clock.now())
    return render_template("quizzes/show_attempt.html", **page, **_addresses(sitting)), 409


@bp.post(f"{ATTEMPT}/answers")
@requires(QuizPermission.TAKE, on=answer_sheet)
def save_answers(sheet: AnswerSheet) -> ResponseReturnValue:
    """For the script: "saved" leaves the house only after the commit at the edge."""
    at = clock.now()
    try:
        saved = services.save_answers(sheet, sent_writes(request.get_data()), at=at)
    except AlreadyHandedIn:
        return jsonify(error="handed in"), 409
    except NotThisQuestion:
        return jsonify(error="left behind"), 409
    except AttemptClosed:
        return jsonify(error="closed"), 410
    except TimeOver:
        return jsonify(error="time over"), 410
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
        **({"left": seconds_left(sheet.due_at, at)} if sheet.due_at else {}),
    )


@bp.get(f"{ATTEMPT}/check")
@requires(QuizPermission.TAKE, on=sitting_of)
def show_check(sitting: Sitting) -> ResponseReturnValue:
    """Every answer, to be looked at before it is final."""
    if _has_ended(sitting) or sitting.is_on_paper:
        return redirect(_address(sitting, "result"), 303)
    if sitting.is_one_way and not sitting.is_through:
        return redirect(_address(sitting), 303)
    page = pages.check_page(sitting, at=clock.now())
    return render_template("quizzes/show_check.html", **page, **_addresses(sitting))


def _has_ended(sitting: Sitting) -> bool:
    """Whether nothing more can be saved: the page after it says why."""
    return bool(sitting.handed_in_at) or sitting.is_closed or is_over(sitting.due_at, clock.now())


@bp.post(f"{ATTEMPT}/check")
@requires(QuizPermission.TAKE, on=sitting_for_update)
def hand_in(sitting: Sitting) -> ResponseReturnValue:
    """Finish. A second click, or another tab, comes to the same result page.

    The script also comes here when the time is over, and says how many answers came too late to be stored.
    """
    if "seen" in request.form:
        refused = _save_posted(sitting)
        if refused is not None:
            return refused
    try:
        services.hand_in(sitting, by=_actor_id(), at=clock.now())
    except AttemptClosed:
        flash(_("These answers could not be handed in. This page says why."), "notice")
    _tell_of_late_answers(request.form.get("late", ""))
    return redirect(_address(sitting, "result"), 303)


def _tell_of_late_answers(said: str) -> None:
    if said.isascii() and said.isdecimal() and 0 < int(said[:4]) <= MOST_LATE:
        text = n_(
            "%(num)s answer on your device came after the time was over and does not count.",
            "%(num)s answers on your device came after the time was over and do not count.",
            int(said[:4]),
        )
        flash(text, "notice")


@bp.get(f"{ATTEMPT}/result")
@requires(QuizPermission.TAKE, on=sitting_of)
def show_result(sitting: Sitting) -> ResponseReturnValue:
    attempt = sitting.attempt
    if not attempt.handed_in_at:
        if sitting.is_closed:
            return render_template("quizzes/show_closed.html", **pages.closed_page(sitting)), 410
        if is_over(sitting.due_at, clock.now()):
            return render_template(
                "quizzes/show_time_over.html", **pages.time_over_page(sitting), **_addresses(sitting)
            )
        return redirect(_address(sitting), 303)
    study = study_from(sitting.enrolment)
    if attempt.kind is AttemptKind.PRE_TEST:
        return render_template("quizzes/show_pre_test_result.html", **pages.pre_test_result_page(sitting, study))
    if attempt.released_at is None:
        return render_template("quizzes/show_waiting.html", **pages.waiting_page(sitting))
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
