"""The check of wording on a draft: words are marked, explained, changed, or kept with a reason."""

from collections import Counter
from http import HTTPStatus
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from lms.accounts.queries import names_of_accounts
from lms.authoring import queries, review_queries, wording
from lms.authoring.checking import current_known
from lms.authoring.desks import Desk
from lms.authoring.errors import NotYourReview
from lms.authoring.forms.wording import DecideForm, KeepForm
from lms.authoring.models import Review
from lms.authoring.packs.checks.balance import balance_in
from lms.authoring.places import name_of_place, places_of
from lms.authoring.policies import AuthoringPermission
from lms.authoring.services import wording as services
from lms.authoring.views.blueprint import bp
from lms.authoring.views.person import me
from lms.authoring.views.reviews import text_under
from lms.authoring.views.shared import back_to, page, save
from lms.authoring.wording import Note
from lms.core import clock
from lms.core.i18n import _, language
from lms.core.policy import requires

EDIT, READ, SIGN = AuthoringPermission.EDIT, AuthoringPermission.READ_REVIEW, AuthoringPermission.SIGN


@bp.get("/modules/<slug>/wording")
@requires(EDIT, on=queries.desk_of)
def list_wording(desk: Desk) -> ResponseReturnValue:
    """Every part of the module with what is left to look at, and what was kept."""
    notes = wording.notes_on(desk.document, desk.module.id)
    left = Counter(note.part for note in notes if note.is_to_do)
    grave = Counter(note.part for note in notes if note.is_blocking)
    parts = [option for option in places_of(desk.document, language()) if left[option.value]]
    decided = [note for note in notes if note.waiver is not None]
    return page(
        "wording",
        desk,
        parts=parts,
        left=left,
        grave=grave,
        decided=decided,
        names=names_of(desk, decided),
        people=people_of(decided),
        balance=balance_in(desk.document, current_known().checker),
    )


def names_of(desk: Desk, notes: list[Note]) -> dict[str, str]:
    return {note.part: name_of_place(desk.document, note.part, language()) for note in notes}


def people_of(notes: list[Note]) -> dict[UUID, str]:
    """Names of whoever gave reasons or decided."""
    waivers = [note.waiver for note in notes if note.waiver is not None]
    return names_of_accounts([*(one.asked_by_id for one in waivers), *(one.decided_by_id for one in waivers)])


@bp.get("/modules/<slug>/wording/<part>")
@requires(EDIT, on=queries.desk_of)
def show_wording(desk: Desk, part: str) -> ResponseReturnValue:
    return part_page(desk, part)


def part_page(desk: Desk, part: str, refused: KeepForm | None = None) -> str:
    """The texts of one part with the words marked, and a remark for each."""
    notes = [note for note in wording.notes_on(desk.document, desk.module.id) if note.part == part]
    if part not in {option.value for option in places_of(desk.document, language())}:
        abort(HTTPStatus.NOT_FOUND)
    return page(
        "wording_part",
        desk,
        part=part,
        name=name_of_place(desk.document, part, language()),
        texts=wording.marked_texts(notes),
        replaceable={note.mark for note in notes if wording.can_replace(desk.document, note)},
        people=people_of(notes),
        form_of=lambda note: refused if refused is not None and refused.mark.data == note.mark else keep_form(note),
    )


def keep_form(note: Note) -> KeepForm:
    reason = note.waiver.reason if note.waiver is not None else ""
    return KeepForm(formdata=None, data={"mark": note.mark, "reason": reason})


@bp.post("/modules/<slug>/wording/<part>/use")
@requires(EDIT, on=queries.desk_for_update)
def use_wording(desk: Desk, part: str) -> Response:
    """Put the better wording in the place of the words."""
    note = wording.note_marked(wording.notes_on(desk.document, desk.module.id), request.form.get("mark", ""))
    if note is None or not wording.can_replace(desk.document, note):
        flash(_("The text has changed meanwhile. Look at it again."), "notice")
    else:
        changed = wording.with_replacement(desk.document, note)
        save(desk, changed, what=":".join(map(str, note.remark.place[:2])))
    return back_to(desk, "show_wording", part=part)


@bp.post("/modules/<slug>/wording/<part>/keep")
@requires(EDIT, on=queries.desk_for_update)
def keep_wording(desk: Desk, part: str) -> ResponseReturnValue:
    """Keep the words, with a reason."""
    form = KeepForm()
    note = wording.note_marked(wording.notes_on(desk.document, desk.module.id), form.mark.data or "")
    if note is None:
        flash(_("The text has changed meanwhile. Look at it again."), "notice")
        return back_to(desk, "show_wording", part=part)
    if request.form.get("act") == "take-back":
        if services.take_back(desk.module.id, note, by=me().id, at=clock.now()):
            flash(_("The words are to be looked at again."), "success")
        return back_to(desk, "show_wording", part=part)
    if not form.validate():
        return part_page(desk, part, form), HTTPStatus.UNPROCESSABLE_ENTITY
    services.ask_to_keep(desk.module.id, note, reason=form.reason.data, by=me().id, at=clock.now())
    if note.finding.severity == "error":
        flash(_("Your reason is kept. A reviewer decides whether the words may stand."), "success")
    else:
        flash(_("The words are kept."), "success")
    return back_to(desk, "show_wording", part=part)


# ── Reviewers ─────────────────────────────────────────────────────────────────


@bp.get("/reviews/<uuid:review_id>/wording")
@requires(READ, on=review_queries.review_by_id)
def show_reviewed_wording(review: Review) -> ResponseReturnValue:
    return reviewed_page(review)


def reviewed_page(review: Review, refused: DecideForm | None = None) -> str:
    """What was found in the text under review, with the reasons of the author."""
    document = text_under(review)
    notes = [note for note in wording.notes_on(document, review.module_id) if note.finding.severity != "info"]
    return render_template(
        "authoring/review_wording.html",
        review=review,
        document=document,
        title=document.title[language()],
        notes=sorted(notes, key=lambda note: (not note.is_blocking, note.number)),
        names={note.part: name_of_place(document, note.part, language()) for note in notes},
        people=people_of(notes),
        may_decide=services.may_decide(review, me().id),
        form_of=lambda note: refused if refused is not None and refused.mark.data == note.mark else decide_form(note),
    )


def decide_form(note: Note) -> DecideForm:
    return DecideForm(formdata=None, data={"mark": note.mark})


@bp.post("/reviews/<uuid:review_id>/wording")
@requires(SIGN, on=review_queries.review_for_update)
def decide_wording(review: Review) -> ResponseReturnValue:
    form = DecideForm()
    note = wording.note_marked(wording.notes_on(text_under(review), review.module_id), form.mark.data or "")
    if note is None:
        abort(HTTPStatus.NOT_FOUND)
    if not form.validate():
        return reviewed_page(review, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        is_accepted = form.decision.data == "keep"
        services.decide(review, note, is_accepted=is_accepted, answer=form.answer.data, by=me().id, at=clock.now())
    except NotYourReview:
        abort(HTTPStatus.NOT_FOUND)
    flash(_("Your decision is kept."), "success")
    return redirect(url_for(".show_reviewed_wording", review_id=review.id), HTTPStatus.SEE_OTHER)
