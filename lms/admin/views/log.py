"""The audit log: who did or saw what, when and why; read, narrowed, and taken away as a file with a reason."""

from http import HTTPStatus

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from lms.accounts.acts import ACTS
from lms.accounts.queries import names_of_accounts
from lms.admin import log_files, queries, words
from lms.admin.forms import ReasonForm
from lms.admin.policies import AdminPermission
from lms.admin.queries import ALL_LOOKS
from lms.admin.views.asking import actor
from lms.admin.views.blueprint import bp
from lms.admin.wishes import described, facts_of, query_of, read_id, read_wish
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
    before, after = (read_id(request.args.get(name, "")) for name in ("before", "after"))
    stretch = queries.log_lines(wish, at, before=before, after=after)
    audit.record_look(actor().id, "admin.log.seen", lines=len(stretch.rows), **facts_of(wish))
    shown = render_template(
        "admin/show_log.html",
        stretch=stretch,
        lines=words.lines_of(stretch.rows, clock.local_day(at)),
        wish=wish,
        query=query_of(wish),
        typed=request.args,
        errors=problems,
        acts=act_options(),
        seal=audit.newest_seal(),
        person=names_of_accounts({wish.account_id}).get(wish.account_id) if wish.account_id else None,
    )
    return shown, HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK


def act_options() -> list[Option]:
    """All acts, looks at people's data as a whole first."""
    single = sorted((Option(act, str(said)) for act, said in ACTS.items()), key=lambda option: str(option.label))
    return [Option("", _("Everything")), Option(ALL_LOOKS, _("Looks at people's data")), *single]


@bp.get("/log/file")
@requires(AdminPermission.EXPORT_LOG, fresh=True)
def ask_for_log() -> ResponseReturnValue:
    return _file_page(ReasonForm(formdata=None))


def _file_page(form: ReasonForm) -> str:
    wish, _problems = read_wish(request.args)
    return render_template(
        "admin/export_log.html", form=form, asked=described(wish), most=log_files.MOST_LINES, query=query_of(wish)
    )


@bp.post("/log/file")
@requires(AdminPermission.EXPORT_LOG, fresh=True)
def export_log() -> ResponseReturnValue:
    """The lines of the page before, all of them, as a file. Who took it, and why, is a line of the log."""
    form, at = ReasonForm(), clock.now()
    wish, _problems = read_wish(request.args)
    if not form.validate():
        return _file_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        content, count = log_files.csv_of(wish, at)
    except log_files.TooManyLines:
        form.refuse_all(_("There are more lines than one file holds. Go back and choose fewer days."))
        return _file_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    audit.record_look(actor().id, "admin.log.exported", reason=form.reason.data, lines=count, **facts_of(wish))
    name = f"sabak-log-{clock.local_day(at)}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="text/csv", headers=headers)
