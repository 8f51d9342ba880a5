"""A lesson that saves itself while it is written, and who else has it open."""

from http import HTTPStatus

from flask import request
from flask.typing import ResponseReturnValue

from lms.accounts.queries import names_of_accounts
from lms.authoring import presence_queries, queries
from lms.authoring.desks import Desk
from lms.authoring.editing import item_of
from lms.authoring.editors import LessonEditor
from lms.authoring.editors.base import Absent
from lms.authoring.policies import AuthoringPermission
from lms.authoring.services import drafts, presence
from lms.authoring.views.blueprint import bp
from lms.authoring.views.person import me
from lms.core import clock
from lms.core.i18n import _
from lms.core.policy import requires
from lms.ui.filters import clock_time

EDIT = AuthoringPermission.EDIT


@bp.post("/modules/<slug>/lessons/<key>/present")
@requires(EDIT, on=queries.desk_for_update)
def tell_presence(desk: Desk, key: str) -> ResponseReturnValue:
    """The page says every half minute that it is open, and once that it is closed; it hears who else is there."""
    part = part_of(desk, key)
    if request.form.get("act") == "leave":
        presence.leave(desk.module.id, part, me().id)
        return {}
    presence.be_present(desk.module.id, part, me().id, at=clock.now())
    return {"others": others_in_words(desk, key)}


def part_of(desk: Desk, key: str) -> str:
    """What the history calls the lesson. Raises ``Absent``."""
    editor = LessonEditor(desk.document, key)
    if item_of(desk.document, "lessons", key) is None:
        raise Absent
    return editor.what


def others_in_words(desk: Desk, key: str) -> list[str]:
    """A sentence for each other person who has this lesson open."""
    others = presence_queries.present_at(desk.module.id, part_of(desk, key), clock.now())
    names = names_of_accounts([account_id for account_id, _since in others])
    return [
        _("This lesson is also open at %(name)s since %(time)s.", name=names[account_id], time=clock_time(since))
        for account_id, since in others
        if account_id != me().id
    ]


def save_by_itself(desk: Desk, editor: LessonEditor) -> ResponseReturnValue:
    """For the script that saves while somebody writes: never over what another saved, never into a review."""
    if desk.status in ("in_review", "approved"):
        return told(_("The text is with its reviewers and is not saved by itself. Press Save to change it."))
    form = editor.form(is_posted=True)
    if not form.validate():
        said = _("Not saved yet: something has to be corrected. Press Save to see what.")
        return told(said), HTTPStatus.UNPROCESSABLE_ENTITY
    if form.base.data != editor.base:
        said = _("Not saved: somebody saved this lesson after you opened it. Press Save to see both texts.")
        return told(said), HTTPStatus.CONFLICT
    document, at = editor.result(form), clock.now()
    drafts.save(desk.draft, document, by=me().id, what=editor.what, at=at, goes_on=True)
    saved = _("Saved at %(time)s", time=clock_time(at))
    return {**told(saved), "base": LessonEditor(document, editor.key).base}


def told(words: str) -> dict[str, str]:
    return {"words": words}
