"""What stands beside the lessons: written in the studio, and read by whoever leads a group."""

from http import HTTPStatus

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from lms.authoring import queries
from lms.authoring.desks import Desk, Pack
from lms.authoring.drawing import picture_url, shelf_picture_url
from lms.authoring.editors import HandoutEditor
from lms.authoring.handout_queries import pack_of, packs_on_shelf
from lms.authoring.policies import AuthoringPermission
from lms.authoring.views.blueprint import bp
from lms.authoring.views.shared import back_to, edit_page, page, save_part
from lms.catalogue.documents import FACILITATOR, ModuleDocument
from lms.core.i18n import language
from lms.core.policy import allows, requires
from lms.enrolments.contents import text_notices
from lms.lessons.reading import render_handout

EDIT, READ_PACK = AuthoringPermission.EDIT, AuthoringPermission.READ_PACK


@bp.get("/modules/<slug>/handouts/<any('job-aid',facilitator):key>")
@requires(EDIT, on=queries.desk_of)
def show_handout(desk: Desk, key: str) -> ResponseReturnValue:
    return edit_page(desk, HandoutEditor(desk.document, key))


@bp.post("/modules/<slug>/handouts/<any('job-aid',facilitator):key>")
@requires(EDIT, on=queries.desk_for_update)
def save_handout(desk: Desk, key: str) -> ResponseReturnValue:
    return save_part(desk, HandoutEditor(desk.document, key), lambda: back_to(desk, "show_handout", key=key))


@bp.get("/modules/<slug>/handouts/<any('job-aid',facilitator):key>/page")
@requires(EDIT, on=queries.desk_of)
def read_draft_handout(desk: Desk, key: str) -> ResponseReturnValue:
    """As it will be printed."""
    if key not in desk.document.handouts_by_key:
        abort(HTTPStatus.NOT_FOUND)
    shown = language_of(desk.document, key)
    sheet = render_handout(desk.document, key, shown, picture_url(desk.slug))
    return page("read_handout", desk, sheet=sheet, shown=shown)


def language_of(document: ModuleDocument, key: str) -> str:
    """That of the page, or the one it was written in."""
    texts = document.handouts_by_key[key].texts
    return language() if texts[language()].body.strip() else document.source_language


# ── For whoever leads a group ─────────────────────────────────────────────────


@bp.get("/packs")
@requires(AuthoringPermission.ENTER)
def list_packs() -> ResponseReturnValue:
    packs = [pack for pack in packs_on_shelf() if allows(READ_PACK, pack)]
    return render_template("authoring/packs.html", packs=packs)


@bp.get("/packs/<slug>")
@requires(READ_PACK, on=pack_of)
def read_pack(pack: Pack) -> ResponseReturnValue:
    """The published one, to print: what to say and when, the case, what to listen for."""
    shown = language_of(pack.document, FACILITATOR)
    sheet = render_handout(pack.document, FACILITATOR, shown, shelf_picture_url(pack.slug))
    part = pack.document.handouts_by_key[FACILITATOR].part
    notices = text_notices(pack.document, pack.edition, shown, part)
    return render_template("authoring/read_pack.html", pack=pack, sheet=sheet, shown=shown, notices=notices)
