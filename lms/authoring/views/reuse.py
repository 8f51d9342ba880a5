"""Questions of other modules: to look at with their keys, to take, to renew, to make one's own."""

from http import HTTPStatus

from flask import abort, flash, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from lms.authoring import bank, queries, question_queries
from lms.authoring.desks import Desk
from lms.authoring.differences import changes
from lms.authoring.editing import reuse as editing
from lms.authoring.editors import editor_of
from lms.authoring.editors.base import Absent
from lms.authoring.errors import SourceDiffers
from lms.authoring.incoming_pictures import refuse_beyond_room
from lms.authoring.packs.pictures import NoPicture
from lms.authoring.places import place_in_words
from lms.authoring.policies import AuthoringPermission
from lms.authoring.question_queries import Offered
from lms.authoring.services import reuse
from lms.authoring.views.blueprint import bp
from lms.authoring.views.person import me
from lms.authoring.views.shared import back_to, page
from lms.catalogue.asking import citing_in_a_line
from lms.core import clock
from lms.core.i18n import _, language
from lms.core.paging import page_asked
from lms.core.policy import requires
from lms.questions.documents import Question
from lms.questions.kinds import KINDS
from lms.questions.origins import owner_in

EDIT = AuthoringPermission.EDIT


@bp.get("/modules/<slug>/reuse")
@requires(EDIT, on=queries.desk_of)
def list_reusable(desk: Desk) -> ResponseReturnValue:
    offers = question_queries.offered_to(me(), desk.slug)
    asked = bank.asked_in(request.args)
    found = [
        offer
        for offer in offers
        if bank.chosen([offer.question], asked) and request.args.get("module", "") in ("", offer.module.slug)
    ]
    rows = bank.page_of(found, page_asked(request.args.get("page")))
    modules = {offer.module.slug: offer for offer in offers}
    kinds = dict.fromkeys(offer.question.kind for offer in offers)
    return page(
        "reusable", desk, rows=rows, asked=asked, modules=modules, kinds=kinds, names=KINDS, taken=taken_keys(desk)
    )


def taken_keys(desk: Desk) -> dict[str, str]:
    """Origin to the key here of what was taken already."""
    return {one.origin: one.key for one in desk.document.questions if one.origin}


@bp.get("/modules/<slug>/reuse/<owner>/<key>")
@requires(EDIT, on=queries.desk_of)
def show_reusable(desk: Desk, owner: str, key: str) -> ResponseReturnValue:
    offer = offer_or_absent(desk, (owner, key))
    cited = citing_in_a_line(offer.document, language())
    return page("show_reusable", desk, offer=offer, cited=cited, taken=taken_keys(desk).get(offer.origin))


@bp.post("/modules/<slug>/reuse/<owner>/<key>")
@requires(EDIT, on=queries.desk_for_update)
def take_question(desk: Desk, owner: str, key: str) -> Response:
    offer = offer_or_absent(desk, (owner, key))
    known = taken_keys(desk).get(offer.origin)
    if known is None:
        try:
            refuse_beyond_picture(desk, offer)
            known = reuse.take(desk.draft, desk.document, offer.question, offer.document, by=me().id, at=clock.now())
        except (SourceDiffers, NoPicture) as error:
            flash(said_of(error), "error")
            return back_to(desk, "show_reusable", owner=owner, key=key)
        flash(_("The question is in the bank now. Choose where it belongs in this module."), "success")
    return back_to(desk, "show_question", field="questions", key=known)


def offer_or_absent(desk: Desk, owner: tuple[str, str] | None) -> Offered:
    """Raises ``Absent`` for what this person may not read, as for what is not there."""
    offer = question_queries.offered(me(), desk.slug, owner) if owner else None
    if offer is None:
        raise Absent
    return offer


def refuse_beyond_picture(desk: Desk, offer: Offered) -> None:
    """A picture that comes along must find room in the package of this module too."""
    image = offer.question.image
    file = offer.document.media_by_name.get(image.name) if image else None
    if file is not None and all(known.sha256 != file.sha256 for known in desk.document.media):
        refuse_beyond_room(desk.document, file.size)


def said_of(error: Exception) -> str:
    if isinstance(error, SourceDiffers):
        return _(
            "Both modules have a source “%(key)s”, and it is not the same one. Give one of them another key first.",
            key=str(error),
        )
    return str(error)


# ── What was taken ────────────────────────────────────────────────────────────


@bp.get("/modules/<slug>/questions/<key>/newer")
@requires(EDIT, on=queries.desk_of)
def show_newer(desk: Desk, key: str) -> ResponseReturnValue:
    """What the owner's newer text says otherwise, before it is taken."""
    question = reused_or_absent(desk, key)
    offer = offer_or_absent(desk, owner_in(question.origin))
    found = changes(editing.content_of(question, desk.document), editing.content_of(offer.question, offer.document))
    told = [{"place": place_in_words(one.place), "before": one.before, "after": one.after} for one in found]
    editor = editor_of(desk.document, "questions", key)
    return page("newer", desk, question=question, offer=offer, told=told, editor=editor)


@bp.post("/modules/<slug>/questions/<key>/newer")
@requires(EDIT, on=queries.desk_for_update)
def take_newer(desk: Desk, key: str) -> Response:
    question = reused_or_absent(desk, key)
    offer = offer_or_absent(desk, owner_in(question.origin))
    try:
        refuse_beyond_picture(desk, offer)
        reuse.renew(desk.draft, desk.document, key, offer.question, offer.document, by=me().id, at=clock.now())
    except (SourceDiffers, NoPicture) as error:
        flash(said_of(error), "error")
        return back_to(desk, "show_newer", key=key)
    flash(_("The owner’s newer text stands in the draft now."), "success")
    return back_to(desk, "show_question", field="questions", key=key)


@bp.get("/modules/<slug>/questions/<key>/own")
@requires(EDIT, on=queries.desk_of)
def ask_to_make_own(desk: Desk, key: str) -> ResponseReturnValue:
    question = reused_or_absent(desk, key)
    return page("make_own", desk, question=question, editor=editor_of(desk.document, "questions", key))


@bp.post("/modules/<slug>/questions/<key>/own")
@requires(EDIT, on=queries.desk_for_update)
def make_own(desk: Desk, key: str) -> Response:
    reused_or_absent(desk, key)
    reuse.make_own(desk.draft, desk.document, key, by=me().id, at=clock.now())
    flash(
        _("The question is this module’s own now. Its history and its figures begin with the next edition."), "success"
    )
    return back_to(desk, "show_question", field="questions", key=key)


def reused_or_absent(desk: Desk, key: str) -> Question:
    question = desk.document.questions_by_key.get(key)
    if question is None or not question.origin:
        abort(HTTPStatus.NOT_FOUND)
    return question
