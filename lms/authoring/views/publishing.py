"""Send for review, take back, settle comments, publish."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from lms.accounts.queries import names_of_accounts
from lms.authoring import queries, review_queries
from lms.authoring.anchors import found_in
from lms.authoring.checking import Problems, current_known, problems_in
from lms.authoring.checklist_queries import all_versions, checklists
from lms.authoring.checklists import lines_to_mend
from lms.authoring.desks import Desk
from lms.authoring.errors import LanguagesNotReady, NotApproved, ReviewOpen, WordsOpen
from lms.authoring.forms.reviews import CHANGES, SendForm
from lms.authoring.models import ReviewComment, ReviewState
from lms.authoring.policies import AuthoringPermission
from lms.authoring.services import publishing, reviews
from lms.authoring.services.keeping import standing_of
from lms.authoring.views.blueprint import bp
from lms.authoring.views.person import me
from lms.authoring.views.shared import back_to, names_of_places, page, people_in
from lms.catalogue.errors import AnswerKeysDiffer, CountsOtherwise, NothingNew
from lms.catalogue.queries import editions_of
from lms.core import clock
from lms.core.i18n import _
from lms.core.policy import requires

EDIT = AuthoringPermission.EDIT
REFUSALS = (LanguagesNotReady, NotApproved, WordsOpen, NothingNew, CountsOtherwise, AnswerKeysDiffer)


@bp.get("/modules/<slug>/send")
@requires(EDIT, on=queries.desk_of)
def ask_to_send(desk: Desk) -> ResponseReturnValue:
    return send_page(desk, send_form(desk, formdata=None))


@bp.post("/modules/<slug>/send")
@requires(EDIT, on=queries.desk_for_update)
def send_for_review(desk: Desk) -> ResponseReturnValue:
    problems = Problems(problems_in(desk.document))
    form = send_form(desk)
    if problems.errors or desk.status == "published":
        return send_page(desk, form), HTTPStatus.UNPROCESSABLE_ENTITY
    if not form.validate():
        return send_page(desk, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        change = form.change.data if "change" in form else "first"
        review = reviews.request_review(desk.draft, change=change, by=me().id, at=clock.now())
    except ReviewOpen:
        flash(_("The module is in review already."), "notice")
    else:
        is_approved = review.state is ReviewState.APPROVED
        flash(
            _("Nothing that reviewers look at has changed, so their approval stands.")
            if is_approved
            else _("Sent for review."),
            "success",
        )
    return back_to(desk, "show_module")


def send_form(desk: Desk, **values: None) -> SendForm:
    """The first edition is the first; later ones say what has changed."""
    form = SendForm(**values)
    if not editions_of(desk.module.id):
        del form.change
    elif not publishing.may_be_wording(desk.module, desk.document):
        form.change.options = CHANGES[:1]
        if form.change.raw_data is None:
            form.change.data = CHANGES[0].value
    return form


def send_page(desk: Desk, form: SendForm) -> str:
    standing = standing_of(desk.module.id, desk.document)
    return page(
        "send", desk, form=form, findings=Problems(problems_in(desk.document)), standing=standing, lists=checklists()
    )


@bp.post("/modules/<slug>/take-back")
@requires(EDIT, on=queries.desk_for_update)
def take_back(desk: Desk) -> Response:
    reviews.overtake_review(desk.module.id, at=clock.now())
    flash(_("The module is no longer in review."), "success")
    return back_to(desk, "show_module")


@bp.get("/modules/<slug>/comments")
@requires(EDIT, on=queries.desk_of)
def show_comments(desk: Desk) -> ResponseReturnValue:
    comments, signatures = review_queries.comments_on(desk.module.id), desk.review.signatures if desk.review else []
    lists, names = all_versions(), names_of_places(desk.document, comments, signatures)
    return page(
        "comments",
        desk,
        comments=comments,
        people=people_in(comments),
        found=found_in(desk.document, comments),
        where={comment.id: place_to_write(desk, comment) for comment in comments},
        names=names,
        ways={part: page_of_part(desk, part) for part in names},
        lists=lists,
        asked=[(one, lines_to_mend(one, lists[one.kind][one.version])) for one in signatures if not one.is_approval],
    )


def place_to_write(desk: Desk, comment: ReviewComment) -> str | None:
    """The page where what a comment is about is written."""
    if comment.language not in (None, desk.document.source_language):
        return url_for("authoring.show_side_by_side", slug=desk.slug, code=comment.language, part=comment.place)
    return page_of_part(desk, comment.place)


def page_of_part(desk: Desk, part: str) -> str | None:
    """The page where ``lesson:first`` is written, for parts that have one to themselves."""
    kind, _colon, key = part.partition(":")
    if kind == "lesson" and key in desk.document.lessons_by_key:
        return url_for("authoring.show_lesson", slug=desk.slug, key=key)
    if kind == "handout":
        return url_for("authoring.show_handout", slug=desk.slug, key=key)
    return url_for("authoring.show_scenario", slug=desk.slug) if kind == "scenario" else None


@bp.post("/modules/<slug>/comments/<uuid:comment_id>/resolve")
@requires(EDIT, on=queries.desk_for_update)
def resolve_comment(desk: Desk, comment_id: UUID) -> Response:
    comment = review_queries.comment_on(desk.module.id, comment_id)
    reviews.resolve_comment(comment, by=me().id, at=clock.now())
    return back_to(desk, "show_comments")


@bp.get("/modules/<slug>/publish")
@requires(EDIT, on=queries.desk_of)
def ask_to_publish(desk: Desk) -> ResponseReturnValue:
    editions = editions_of(desk.module.id)
    number = 1 + max((edition.number for edition in editions), default=0)
    people = names_of_accounts([s.reviewer_id for s in desk.review.signatures] if desk.review else [])
    return page("publish", desk, number=number, editions=editions, people=people, lists=all_versions())


@bp.post("/modules/<slug>/publish")
@requires(EDIT, on=queries.desk_for_update)
def publish(desk: Desk) -> ResponseReturnValue:
    try:
        edition = publishing.publish(desk.draft, policy=current_known().publishable, by=me().id, at=clock.now())
    except REFUSALS as refusal:
        words, weight, endpoint = why_not_published(refusal)
        flash(words, weight)
        return back_to(desk, endpoint)
    flash(_("Edition %(number)s is published.", number=edition.number), "success")
    return back_to(desk, "show_editions")


def why_not_published(refusal: Exception) -> tuple[str, str, str]:
    """What is said, how much it weighs, and the page that helps."""
    if isinstance(refusal, LanguagesNotReady):
        words = _("Some translated texts are not as far as they must be to be published.")
        return words, "error", "show_languages"
    if isinstance(refusal, NotApproved):
        words = _("The text has changed since it was approved, or both reviewers have not signed yet.")
        return words, "error", "show_module"
    if isinstance(refusal, WordsOpen):
        words = _("Words that must change, or traces of a real person, are not settled. Look at each of them.")
        return words, "error", "list_wording"
    if isinstance(refusal, NothingNew):
        return _("This text is published already."), "notice", "show_module"
    if isinstance(refusal, CountsOtherwise):
        words = _("The outputs and “core” stay as in the first edition: numbers already reported rest on them.")
        return words, "error", "show_settings"
    words = _("Keys or right answers have changed, so this is more than a correction of wording.")
    return words, "error", "ask_to_send"
