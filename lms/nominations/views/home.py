"""Where to name people: the own institution at once, or one of many to choose from."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import Role
from lms.core import clock
from lms.core.paging import page_asked
from lms.core.policy import current_actor, requires
from lms.institutions import queries as directory
from lms.nominations import queries
from lms.nominations.policies import NominationPermission, may_run_calls
from lms.nominations.views.blueprint import bp


@bp.get("/nominations")
@requires(NominationPermission.ENTER)
def choose_place() -> ResponseReturnValue:
    """A focal point of one institution with nothing beneath it has nothing to choose."""
    actor: Any = current_actor()
    words = request.args.get("name", "").strip()
    scope = None if may_run_calls(actor, None) else actor.places(Role.FOCAL_POINT)
    page = queries.places_found(scope, words, page_asked(request.args.get("page")))
    if scope and not words and page.total == 1:
        place_id = page.rows[0].institution.id
        return redirect(url_for(".list_people", institution_id=place_id), 303)
    names = directory.names_on([row.institution.id for row in page.rows], clock.local_day(clock.now()))
    return render_template("nominations/choose_place.html", page=page, names=names, words=words)
