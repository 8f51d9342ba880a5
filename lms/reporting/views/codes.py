"""Codes for people of a place who have no e-mail: made by whoever knows them, seen once, printed on slips."""

from collections.abc import Sequence
from http import HTTPStatus

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import services
from lms.accounts.errors import CodeRefused, NothingToVerify
from lms.accounts.models import CodePurpose
from lms.accounts.queries import accounts_of_people
from lms.accounts.services.codes import LASTS, find_code
from lms.accounts.slips import contact_slip
from lms.core import clock
from lms.core.codes import grouped, read_code
from lms.core.i18n import _, language
from lms.core.policy import actor_id, requires
from lms.core.transactions import roll_back
from lms.documents import UnprintableText
from lms.documents.slips import Slip, print_slips
from lms.people.models import WorkplaceState
from lms.reporting.policies import ReportPermission
from lms.reporting.records import Record
from lms.reporting.views.asking import record_at
from lms.reporting.views.blueprint import bp
from lms.reporting.views.workplaces import LIST, back_to, chosen_of, stated_at
from lms.reporting.workplaces import Stated

LINE = f"{LIST}/<uuid:workplace_id>"


@bp.post(f"{LINE}/code")
@requires(ReportPermission.HAND_OUT_CODE, on=stated_at)
def make_contact_code(stated: Stated) -> ResponseReturnValue:
    """Shown here once; only its hash is kept."""
    at = clock.now()
    account = accounts_of_people([stated.person_id]).get(stated.person_id)
    try:
        code = services.make_contact_code(account, by=actor_id(), at=at) if account else None
    except NothingToVerify:
        code = None
    if account is None or code is None:
        flash(_("This person needs no code."), "notice")
        return _to_line(stated)
    return render_template(
        "reporting/contact_code.html",
        record=record_at(stated.seen_from),
        workplace=stated.workplace,
        name=account.person.full_name(language()),
        code=grouped(code),
        until=at + LASTS[CodePurpose.CONTACT],
    )


@bp.post(f"{LINE}/code/slip")
@requires(ReportPermission.HAND_OUT_CODE, on=stated_at)
def print_contact_code(stated: Stated) -> ResponseReturnValue:
    """The page that showed the code sends it back, because nobody else knows it."""
    account = accounts_of_people([stated.person_id]).get(stated.person_id)
    typed = read_code(request.form.get("code", ""))
    try:
        code = find_code(account.id if account else None, CodePurpose.CONTACT, typed, at=clock.now())
    except CodeRefused:
        flash(_("This code does not work any more. Make a new one."), "notice")
        return _to_line(stated)
    slips = [contact_slip(account, typed, until=code.expires_at)] if account else []
    return _slips(slips) or _to_line(stated)


@bp.post(f"{LIST}/codes")
@requires(ReportPermission.CONFIRM_WORKPLACES, on=record_at)
def print_contact_codes(record: Record) -> ResponseReturnValue:
    """A sheet of slips for those ticked who need a code: before a workshop, for instance."""
    at = clock.now()
    people = [row.person_id for row in chosen_of(record) if row.state is not WorkplaceState.REFUSED]
    made = services.make_contact_codes(list(accounts_of_people(people).values()), by=actor_id(), at=at)
    made.sort(key=lambda pair: pair[0].person.sort_key)
    if not made:
        flash(_("Nobody among those ticked needs a code."), "notice")
        return back_to(record)
    until = at + LASTS[CodePurpose.CONTACT]
    return _slips([contact_slip(account, code, until=until) for account, code in made]) or back_to(record)


def _slips(slips: Sequence[Slip]) -> Response | None:
    """The sheet as a file; None (and said to whoever asked) if a name cannot be printed: no code was made then."""
    at = clock.now()
    try:
        document = print_slips(slips, title=_("Slips with codes"), language=language(), at=at)
    except UnprintableText as refused:
        roll_back()
        flash(_("“%(name)s” holds letters that cannot be printed. Correct the name first.", name=refused.text), "error")
        return None
    response = Response(document, mimetype="application/pdf", status=HTTPStatus.OK)
    response.headers["Content-Disposition"] = f'attachment; filename="slips-{clock.local_day(at)}.pdf"'
    return response


def _to_line(stated: Stated) -> ResponseReturnValue:
    address = url_for(".show_workplace", institution_id=stated.seen_from, workplace_id=stated.workplace.id)
    return redirect(address, HTTPStatus.SEE_OTHER)
