"""Reviewers read a module as readers do, remark on places, answer their checklist and decide."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from lms.authoring import queries, review_queries
from lms.authoring.anchors import found_in
from lms.authoring.checklist_queries import all_versions, checklists
from lms.authoring.checklists import REVIEWER_OF, answered_lines, answers_from
from lms.authoring.errors import ChangeUnsaid, MustChangeOpen, NotYourReview, WordsOpen
from lms.authoring.forms.reviews import CommentForm, SignForm, fields_of, sign_form_class
from lms.authoring.models import Review, ReviewKind
from lms.authoring.places import parts_to_rest_on, places_of
from lms.authoring.policies import AuthoringPermission
from lms.authoring.services import begun, reviews
from lms.authoring.views.blueprint import bp
from lms.authoring.views.person import me
from lms.authoring.views.pictures import SIZES, SPOKEN, captions_of, picture_of
from lms.authoring.views.shared import names_of_places, people_in
from lms.authoring.wording import notes_on
from lms.catalogue.asking import MediaUrl, citing_in_a_line
from lms.catalogue.documents import ModuleDocument, module_from_json
from lms.catalogue.queries import has_written
from lms.core import clock
from lms.core.i18n import _, language
from lms.core.policy import allows, requires
from lms.lessons.reading import render_lesson
from lms.ui.pages import saves_data

READ, SIGN = AuthoringPermission.READ_REVIEW, AuthoringPermission.SIGN


@bp.get("/reviews")
@requires(AuthoringPermission.READ_REVIEWS)
def list_reviews() -> ResponseReturnValue:
    waiting = [review for review in review_queries.open_reviews() if allows(READ, review)]
    done = [
        review for review in review_queries.reviews_signed_by(me().id) if review not in waiting and allows(READ, review)
    ]
    titles = {
        review.id: module_from_json(queries.draft_with_text(review.module_id).document).title
        for review in (*waiting, *done)
    }
    kinds = {review.id: kinds_for(review) for review in waiting}
    return render_template("authoring/reviews.html", waiting=waiting, done=done, titles=titles, kinds=kinds)


def kinds_for(review: Review) -> list[ReviewKind]:
    """Which checklists of this review the person may sign."""
    actor = me()
    return [
        kind
        for kind, roles in REVIEWER_OF.items()
        if actor.holds_for(review.module.slug, *roles) and reviews.may_sign(review, kind, actor.id)
    ]


def text_under(review: Review) -> ModuleDocument:
    """The text that is reviewed. Absent once the draft has moved on: what was read is no longer there to read."""
    draft = queries.draft_with_text(review.module_id)
    if draft.document_hash != review.document_hash:
        abort(HTTPStatus.NOT_FOUND)
    return module_from_json(draft.document)


@bp.get("/reviews/<uuid:review_id>")
@requires(READ, on=review_queries.review_by_id)
def show_review(review: Review) -> ResponseReturnValue:
    return review_page(review, comment_form(text_under(review), formdata=None))


def review_page(review: Review, form: CommentForm, **facts: object) -> str:
    document = text_under(review)
    comments = review_queries.comments_on(review.module_id)
    signers = [signature.reviewer_id for signature in review.signatures]
    return render_template(
        "authoring/review.html",
        review=review,
        document=document,
        title=document.title[language()],
        form=form,
        comments=comments,
        names=names_of_places(document, comments, review.signatures),
        people=people_in(comments, review.requested_by_id, *signers),
        found=found_in(document, comments),
        kinds=kinds_for(review),
        has_written=has_written(review.module_id, me().id),
        newest=checklists(),
        missing=[kind for kind in checklists() if kind not in {signature.kind for signature in review.signatures}],
        lists=all_versions(),
        answered_lines=answered_lines,
        words_to_do=sum(note.is_to_do for note in notes_on(document, review.module_id)),
        **facts,
    )


def comment_form(document: ModuleDocument, **values: None) -> CommentForm:
    form = CommentForm(**values)
    form.place.options = places_of(document, language())
    return form


@bp.post("/reviews/<uuid:review_id>")
@requires(SIGN, on=review_queries.review_for_update)
def add_comment(review: Review) -> ResponseReturnValue:
    form = comment_form(text_under(review))
    if not form.validate():
        return review_page(review, form), HTTPStatus.UNPROCESSABLE_ENTITY
    reviews.add_comment(
        review,
        place=form.place.data,
        category=form.category.data,
        must_change=form.must_change.data,
        text=form.text.data,
        by=me().id,
        at=clock.now(),
    )
    flash(_("Your comment is kept."), "success")
    return redirect(url_for(".show_review", review_id=review.id, _anchor="comments"), HTTPStatus.SEE_OTHER)


@bp.post("/reviews/<uuid:review_id>/comments/<uuid:comment_id>/resolve")
@requires(SIGN, on=review_queries.review_for_update)
def settle_comment(review: Review, comment_id: UUID) -> Response:
    """Only whoever wrote a remark settles it here; authors do it in the studio."""
    comment = review_queries.comment_on(review.module_id, comment_id)
    if comment.author_id != me().id:
        abort(HTTPStatus.NOT_FOUND)
    reviews.resolve_comment(comment, by=me().id, at=clock.now())
    return redirect(url_for(".show_review", review_id=review.id, _anchor="comments"), HTTPStatus.SEE_OTHER)


# ── Reading ───────────────────────────────────────────────────────────────────


@bp.get("/reviews/<uuid:review_id>/lessons/<key>")
@requires(READ, on=review_queries.review_by_id)
def read_lesson(review: Review, key: str) -> ResponseReturnValue:
    document = text_under(review)
    if key not in document.lessons_by_key:
        abort(HTTPStatus.NOT_FOUND)
    reading = render_lesson(document, key, language(), picture_url_in(review), lite=saves_data())
    return reading_page("read_lesson", review, document, reading=reading)


@bp.get("/reviews/<uuid:review_id>/questions")
@requires(READ, on=review_queries.review_by_id)
def read_questions(review: Review) -> ResponseReturnValue:
    return reading_page("read_questions", review, text_under(review))


@bp.get("/reviews/<uuid:review_id>/scenario")
@requires(READ, on=review_queries.review_by_id)
def read_scenario(review: Review) -> ResponseReturnValue:
    document = text_under(review)
    if document.scenario is None:
        abort(HTTPStatus.NOT_FOUND)
    return reading_page("read_scenario", review, document, scenario=document.scenario)


def reading_page(name: str, review: Review, document: ModuleDocument, **facts: object) -> str:
    """A part of the text under review; its sources are named as learners read them."""
    cited = citing_in_a_line(document, language())
    return render_template(f"authoring/{name}.html", review=review, document=document, cited=cited, **facts)


def picture_url_in(review: Review) -> MediaUrl:
    return lambda file: url_for(
        "authoring.send_reviewed_picture", review_id=review.id, sha256=file.sha256, name=file.name
    )


@bp.get("/reviews/<uuid:review_id>/pictures/<sha256>/<name>")
@requires(READ, on=review_queries.review_by_id)
def send_reviewed_picture(review: Review, sha256: str, name: str) -> ResponseReturnValue:
    return picture_of(text_under(review).media_by_name.get(name), sha256)


@bp.get(f"/reviews/<uuid:review_id>/pictures/<sha256>/<name>/<any({SIZES}):size>")
@requires(READ, on=review_queries.review_by_id)
def send_reviewed_picture_in_size(review: Review, sha256: str, name: str, size: str) -> ResponseReturnValue:
    return picture_of(text_under(review).media_by_name.get(name), sha256, size)


@bp.get(f"/reviews/<uuid:review_id>/pictures/<sha256>/<name>/<any({SPOKEN}):spoken>.vtt")
@requires(READ, on=review_queries.review_by_id)
def send_reviewed_captions(review: Review, sha256: str, name: str, spoken: str) -> ResponseReturnValue:
    return captions_of(text_under(review).media_by_name.get(name), sha256, spoken)


# ── Deciding ──────────────────────────────────────────────────────────────────


@bp.get("/reviews/<uuid:review_id>/sign/<any(gender,rights,law,kyrgyz):kind>")
@requires(SIGN, on=review_queries.review_by_id)
def ask_for_signature(review: Review, kind: str) -> ResponseReturnValue:
    chosen = own_kind(review, kind)
    own = review_queries.begun_answers(review.id, chosen, me().id)
    before = fields_of(answers_from(review.kept.get(kind, {})))
    return sign_page(review, chosen, sign_form(review, chosen, formdata=None, data=own.fields if own else before))


@bp.post("/reviews/<uuid:review_id>/sign/<any(gender,rights,law,kyrgyz):kind>")
@requires(SIGN, on=review_queries.review_for_update)
def sign(review: Review, kind: str) -> ResponseReturnValue:
    chosen = own_kind(review, kind)
    form = sign_form(review, chosen)
    is_right = form.validate()
    if request.form.get("act") == "keep" and form.errors.keys() <= {"decision"}:
        begun.keep_begun(review, chosen, me().id, form.typed(), at=clock.now())
        flash(_("Kept as a draft. Only you see it, until you sign."), "success")
        return redirect(request.path, HTTPStatus.SEE_OTHER)
    if not is_right:
        return sign_page(review, chosen, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        reviews.sign(
            review,
            chosen,
            is_approval=form.decision.data == "approve",
            answers=form.answers(),
            comment=form.comment.data,
            reviewer=me(),
            at=clock.now(),
        )
    except (MustChangeOpen, WordsOpen, ChangeUnsaid) as refusal:
        form.refuse("decision", why_not(refusal))
        return sign_page(review, chosen, form), HTTPStatus.UNPROCESSABLE_ENTITY
    except NotYourReview:
        abort(HTTPStatus.NOT_FOUND)
    begun.forget_begun(review, chosen, me().id)
    flash(_("Your decision is kept."), "success")
    return redirect(url_for(".show_review", review_id=review.id), HTTPStatus.SEE_OTHER)


def why_not(refusal: Exception) -> str:
    if isinstance(refusal, WordsOpen):
        return _("Words that must change wait for your decision. They stand under “Wording”.")
    if isinstance(refusal, ChangeUnsaid):
        return _("Say what has to change: answer a line with “No” and a note, add a comment, or write on the whole.")
    return _(
        "Approving needs every line answered with “Yes”, or with “Not applicable” and a note that says why, and no "
        "open comment that must change."
    )


def own_kind(review: Review, kind: str) -> ReviewKind:
    chosen = ReviewKind(kind)
    if chosen not in kinds_for(review):
        abort(HTTPStatus.NOT_FOUND)
    return chosen


def sign_form(review: Review, kind: ReviewKind, **values: Any) -> SignForm:
    return sign_form_class(checklists()[kind], parts_to_rest_on(text_under(review), language()))(**values)


def sign_page(review: Review, kind: ReviewKind, form: SignForm) -> str:
    return render_template(
        "authoring/sign.html",
        review=review,
        checklist=checklists()[kind],
        form=form,
        title=text_under(review).title[language()],
        is_blocked=reviews.has_open_must_change(review),
        was_answered=kind in review.kept,
        kept=review.kept.get(kind, {}),
        begun=review_queries.begun_answers(review.id, kind, me().id),
    )
