"""The person who has taken a test on paper types the code of the sheet; the attempt is then that person's."""

from http import HTTPStatus

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.errors import TooManyTries
from lms.accounts.services import Pace, forgive, take_try
from lms.core import audit, clock
from lms.core.codes import grouped, read_code
from lms.core.i18n import _, language
from lms.core.policy import requires
from lms.core.transactions import roll_back
from lms.enrolments.queries import Study, study_for_update, study_of
from lms.papers import pages, queries, services
from lms.papers.errors import AnotherEdition, TypedByYou, UnknownCode
from lms.papers.forms import ClaimForm
from lms.papers.policies import PaperPermission
from lms.papers.views.blueprint import bp, me
from lms.quizzes.errors import AlreadyPassed, AnotherOpen, NoTriesLeft, Paused, QuizNotOpen
from lms.quizzes.on_paper import form_wanted
from lms.quizzes.queries import KINDS, attempts_in

PAGE = '/modules/<slug>/<any("pre-test",quiz):test>/paper'
CLAIM = PaperPermission.CLAIM
#: Ten tries at once, then waits; a code has 50 bits.
CODE_PACE = Pace(free=10, longest=300)


@bp.get(PAGE)
@requires(CLAIM, on=study_of)
def ask_for_code(study: Study, test: str) -> ResponseReturnValue:
    """The code may stand in the address already: the QR code of the sheet leads here. Nothing is looked up."""
    form = ClaimForm(formdata=None)
    form.code.data = grouped(read_code(request.args.get("code", ""))[:20])
    return _page(study, test, form)


def _page(study: Study, test: str, form: ClaimForm) -> str:
    document, kind = study.document, KINDS[test]
    return render_template(
        "papers/claim_sheet.html",
        form=form,
        slug=document.slug,
        test=test,
        name=pages.test_name(kind),
        module_title=document.title[document.language_for(language())],
        form_wanted=form_wanted(study.enrolment, attempts_in(study.enrolment), kind),
    )


@bp.post(PAGE)
@requires(CLAIM, on=study_of)
def claim_sheet(study: Study, test: str) -> ResponseReturnValue:
    """Every wrong code is answered alike, whether it is nobody's or somebody else's."""
    form, slug, key = ClaimForm(), study.document.slug, f"paper:{me().id}"
    if not form.validate():
        return _page(study, test, form), HTTPStatus.UNPROCESSABLE_ENTITY
    roll_back()  # counting is saved apart, while nothing else is open
    try:
        take_try(key, CODE_PACE, at=clock.now())
    except TooManyTries:
        form.refuse_all(_("There were too many tries. Wait a few minutes, then try again."))
        return _page(study, test, form), HTTPStatus.TOO_MANY_REQUESTS
    return _claim(form, slug, test, key) or (_page(study, test, form), HTTPStatus.UNPROCESSABLE_ENTITY)


def _claim(form: ClaimForm, slug: str, test: str, key: str) -> ResponseReturnValue | None:
    """On to the attempt; None if it was refused, and then the form says why. Locks: the sheet, then the enrolment."""
    actor = me()
    sheet = queries.sheet_by_code(form.code.data)
    study = study_for_update(actor, slug)
    if study is None:  # left meanwhile
        abort(HTTPStatus.NOT_FOUND)
    try:
        attempt_id = services.claim_sheet(sheet, study, KINDS[test], by=actor.id, at=clock.now())
    except UnknownCode:
        audit.record_refusal(actor.id, "papers:code")
        form.refuse("code", _("There is no sheet of this test with this code. Check each group."))
    except AnotherEdition:
        form.refuse("code", _("The sheet was printed from another edition. Ask the trainer for a new one."))
    except TypedByYou:
        form.refuse("code", _("You have typed in the answers of this sheet yourself; it cannot be yours."))
    except AnotherOpen:
        form.refuse_all(_("You have begun this test already. Finish that one first."))
    except (AlreadyPassed, NoTriesLeft, Paused, QuizNotOpen):
        form.refuse_all(_("The test cannot be started now. The page of the test says why."))
    else:
        forgive(key)
        address = url_for("quizzes.show_attempt", slug=slug, test=test, attempt_id=attempt_id)
        return redirect(address, HTTPStatus.SEE_OTHER)
    return None
