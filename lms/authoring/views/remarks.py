"""Comments on paragraphs: reviewers read a part text by text and remark on one; they and the authors answer."""

from http import HTTPStatus
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from lms.authoring import queries, review_queries
from lms.authoring.anchors import Text, by_identity, found_in, text_called, texts_of_part
from lms.authoring.desks import Desk
from lms.authoring.forms.reviews import ParagraphForm, ReplyForm
from lms.authoring.models import Review
from lms.authoring.places import name_of_place
from lms.authoring.policies import AuthoringPermission
from lms.authoring.services import reviews
from lms.authoring.side_by_side import label_of
from lms.authoring.views.blueprint import bp
from lms.authoring.views.person import me
from lms.authoring.views.reviews import text_under
from lms.authoring.views.shared import back_to, people_in
from lms.catalogue.translation import parts_of
from lms.core import clock
from lms.core.i18n import LANGUAGES, _, language
from lms.core.policy import requires

READ, SIGN = AuthoringPermission.READ_REVIEW, AuthoringPermission.SIGN


@bp.get("/reviews/<uuid:review_id>/texts/<part>")
@requires(READ, on=review_queries.review_by_id)
def read_texts(review: Review, part: str) -> ResponseReturnValue:
    """A part in the language of the page, paragraph by paragraph, each with what was remarked on it."""
    document = text_under(review)
    parts = parts_of(document)
    if part not in parts:
        abort(HTTPStatus.NOT_FOUND)
    comments = [comment for comment in review_queries.comments_on(review.module_id) if comment.place == part]
    return render_template(
        "authoring/read_texts.html",
        review=review,
        title=document.title[language()],
        part=part,
        names={one: name_of_place(document, one, language()) for one in parts},
        texts=[(text, label_of(document, text.identity)) for text in texts_of_part(document, part, language())],
        under=by_identity(document, comments, language()),
        found=found_in(document, comments),
        people=people_in(comments),
    )


@bp.get("/reviews/<uuid:review_id>/texts/<part>/comment")
@requires(SIGN, on=review_queries.review_by_id)
def ask_for_remark(review: Review, part: str) -> ResponseReturnValue:
    return remark_page(review, part, ParagraphForm(formdata=None))


@bp.post("/reviews/<uuid:review_id>/texts/<part>/comment")
@requires(SIGN, on=review_queries.review_for_update)
def add_remark(review: Review, part: str) -> ResponseReturnValue:
    form = ParagraphForm()
    paragraph = chosen_in(review, part)
    if not form.validate():
        return remark_page(review, part, form), HTTPStatus.UNPROCESSABLE_ENTITY
    reviews.add_comment(
        review,
        place=part,
        category=form.category.data,
        must_change=form.must_change.data,
        text=form.text.data,
        by=me().id,
        at=clock.now(),
        paragraph=paragraph,
    )
    flash(_("Your comment is kept."), "success")
    return redirect(
        url_for(".read_texts", review_id=review.id, part=part, _anchor=paragraph.identity),
        HTTPStatus.SEE_OTHER,
    )


def chosen_in(review: Review, part: str) -> Text:
    """The paragraph that the address names, and its language; without a name, the first. Absent if there is none."""
    document, code = text_under(review), request.args.get("code", language())
    texts = texts_of_part(document, part, code) if code in LANGUAGES else []
    identity = request.args.get("text", texts[0].identity if texts else "")
    paragraph = text_called(document, part, code, identity) if texts else None
    if paragraph is None:
        abort(HTTPStatus.NOT_FOUND)
    return paragraph


def remark_page(review: Review, part: str, form: ParagraphForm) -> str:
    paragraph = chosen_in(review, part)
    document = text_under(review)
    return render_template(
        "authoring/remark.html",
        review=review,
        part=part,
        form=form,
        name=name_of_place(document, part, language()),
        label=label_of(document, paragraph.identity),
        paragraph=paragraph,
        action=url_for(".add_remark", review_id=review.id, part=part, text=paragraph.identity, code=paragraph.language),
    )


@bp.post("/reviews/<uuid:review_id>/comments/<uuid:comment_id>/reply")
@requires(SIGN, on=review_queries.review_for_update)
def reply_in_review(review: Review, comment_id: UUID) -> Response:
    answered(review.module_id, comment_id)
    return redirect(url_for(".show_review", review_id=review.id, _anchor=f"c-{comment_id}"), HTTPStatus.SEE_OTHER)


@bp.post("/reviews/<uuid:review_id>/comments/<uuid:comment_id>/open")
@requires(SIGN, on=review_queries.review_for_update)
def open_comment_again(review: Review, comment_id: UUID) -> Response:
    """Only whoever made the remark says that it is not settled."""
    comment = review_queries.comment_on(review.module_id, comment_id)
    if comment.author_id != me().id:
        abort(HTTPStatus.NOT_FOUND)
    reviews.open_again(comment)
    return redirect(url_for(".show_review", review_id=review.id, _anchor=f"c-{comment_id}"), HTTPStatus.SEE_OTHER)


@bp.post("/modules/<slug>/comments/<uuid:comment_id>/reply")
@requires(AuthoringPermission.EDIT, on=queries.desk_for_update)
def reply_to_comment(desk: Desk, comment_id: UUID) -> Response:
    answered(desk.module.id, comment_id)
    return back_to(desk, "show_comments", _anchor=f"c-{comment_id}")


def answered(module_id: UUID, comment_id: UUID) -> None:
    """Keep what was typed; an empty answer says nothing and is not kept."""
    comment, form = review_queries.comment_on(module_id, comment_id), ReplyForm()
    if form.validate():
        reviews.reply(comment, text=form.reply.data, by=me().id, at=clock.now())
    else:
        flash(_("Write an answer of at most 2000 characters."), "error")
