"""The audit log: who did or saw what, when and why."""

from http import HTTPStatus

from flask import render_template, request
from flask.typing import ResponseReturnValue

from lms.accounts.acts import ACTS
from lms.accounts.queries import names_of_accounts
from lms.admin import queries, words
from lms.admin.policies import AdminPermission
from lms.admin.queries import ALL_LOOKS
from lms.admin.views.asking import actor, page_number
from lms.admin.views.blueprint import bp
from lms.admin.wishes import read_wish
from lms.core import audit, clock
from lms.core.i18n import _
from lms.core.policy import requires
from lms.ui.forms import Option


@bp.get("/log")
@requires(AdminPermission.READ_LOG)
def show_log() -> ResponseReturnValue:
    """Newest first. That somebody read the log is a line of the log too."""
    wish, problems = read_wish(request.args)
    at = clock.now()
    page = queries.log_lines(wish, at, page_number())
    audit.record_look(actor().id, "admin.log.seen", lines=len(page.rows))
    shown = render_template(
        "admin/show_log.html",
        page=page,
        lines=words.lines_of(page.rows, clock.local_day(at)),
        wish=wish,
        typed=request.args,
        errors=problems,
        acts=act_options(),
        person=names_of_accounts({wish.account_id}).get(wish.account_id) if wish.account_id else None,
    )
    return shown, HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK


def act_options() -> list[Option]:
    """All acts, looks at people's data as a whole first."""
    single = sorted((Option(act, str(said)) for act, said in ACTS.items()), key=lambda option: str(option.label))
    return [Option("", _("Everything")), Option(ALL_LOOKS, _("Looks at people's data")), *single]
