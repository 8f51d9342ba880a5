"""What the draft was: to look at, to compare, to restore."""

from flask import flash
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from lms.accounts.queries import names_of_accounts
from lms.authoring import queries
from lms.authoring.comparing import compared
from lms.authoring.desks import Desk
from lms.authoring.differences import places_that_differ
from lms.authoring.places import history_in_words, place_in_words, titles_of_lessons
from lms.authoring.policies import AuthoringPermission
from lms.authoring.services import drafts
from lms.authoring.views.blueprint import bp
from lms.authoring.views.comparing import professions
from lms.authoring.views.person import me
from lms.authoring.views.shared import back_to, page
from lms.catalogue.documents import module_from_json
from lms.core import clock
from lms.core.i18n import _, language
from lms.core.policy import requires

EDIT = AuthoringPermission.EDIT


@bp.get("/modules/<slug>/history")
@requires(EDIT, on=queries.desk_of)
def show_history(desk: Desk) -> ResponseReturnValue:
    versions = queries.versions_of(desk.module.id)
    people = names_of_accounts([desk.draft.changed_by_id, *(version.saved_by_id for version in versions)])
    lessons = titles_of_lessons(desk.document, language())
    acts = {version.revision: history_in_words(version.what, lessons) for version in versions}
    return page("history", desk, versions=versions, people=people, acts=acts)


@bp.get("/modules/<slug>/history/<int(max=999999):revision>")
@requires(EDIT, on=queries.desk_of)
def show_version(desk: Desk, revision: int) -> ResponseReturnValue:
    """What has changed since, word by word; what is no words is named."""
    version = queries.version_of(desk.module.id, revision)
    then = module_from_json(version.document)
    lessons = titles_of_lessons(desk.document, language())
    return page(
        "version",
        desk,
        version=version,
        comparison=compared(then, desk.document, language(), professions()),
        places=[place_in_words(place, lessons) for place in places_that_differ(then, desk.document)],
    )


@bp.post("/modules/<slug>/history/<int(max=999999):revision>")
@requires(EDIT, on=queries.desk_for_update)
def restore_version(desk: Desk, revision: int) -> Response:
    version = queries.version_of(desk.module.id, revision)
    drafts.restore(desk.draft, version, by=me().id, at=clock.now())
    flash(_("The earlier text is the draft again."), "success")
    return back_to(desk, "show_module")
