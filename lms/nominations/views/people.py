"""The people an institution has invited, and each of them: a status word, dates, and what can be done. No scores."""

from http import HTTPStatus
from io import BytesIO
from typing import Any

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.core import audit, clock, mail
from lms.core.codes import grouped
from lms.core.i18n import _
from lms.core.paging import page_asked
from lms.core.policy import actor_id, current_actor, requires
from lms.invitations import services as invitations
from lms.invitations.errors import InvitationSpent
from lms.invitations.models import Invitation, Way
from lms.nominations import emails, queries, reading, words
from lms.nominations.asking import offers_for, titles_by_slug
from lms.nominations.places import InvitationAt, Place, invitation_at, invitation_to_change, place_at
from lms.nominations.policies import NominationPermission
from lms.nominations.queries import Line, Progress
from lms.nominations.views.blueprint import PEOPLE, bp
from lms.sheets import XLSX_TYPE, Column, Kind, Sheet, write_xlsx
from lms.ui.forms import Option

#: As of every file of persons.
LONGEST_REASON = 300
PERSON = f"{PEOPLE}/<uuid:invitation_id>"


def look_at(invitation: Invitation) -> None:
    """The person can see in the own profile who looked at how far they have come."""
    if invitation.person_id is not None:
        audit.record_look(actor_id(), "nominations.progress.seen", invitation)


@bp.get(PEOPLE)
@requires(NominationPermission.NOMINATE, on=place_at)
def list_people(place: Place) -> ResponseReturnValue:
    return _people_page(place)


def _people_page(place: Place, *, wrong: str | None = None) -> str:
    """``wrong``: why the list was not handed out as a file."""
    at = clock.now()
    asked = request.args.get("status")
    progress = Progress(asked) if asked in set(Progress) else None
    name = request.args.get("name", "").strip()
    page = queries.lines_at(place.id, at, progress=progress, words=name, page=page_asked(request.args.get("page")))
    for line in page.rows:
        look_at(line.invitation)
    actor: Any = current_actor()
    return render_template(
        "nominations/list_people.html",
        place=place,
        page=page,
        name=name,
        progress=progress,
        options=[Option("", _("All")), *(Option(item.value, words.progress_in_words(item)) for item in Progress)],
        summary=words.people_in_words(queries.counts_at(place.id, at)),
        drafts=[draft for draft in queries.lists_of(actor.id, place.id, at) if draft.rows],
        offers=offers_for(place, clock.local_day(at)),
        titles=titles_by_slug(),
        words=words,
        wrong=wrong,
    )


@bp.post(f"{PEOPLE}/export.xlsx")
@requires(NominationPermission.NOMINATE, on=place_at, fresh=True)
def export_people(place: Place) -> ResponseReturnValue:
    """The list as a workbook; naming people by it again changes nothing."""
    at, reason = clock.now(), request.form.get("reason", "").strip()[:LONGEST_REASON]
    if not reason:
        wrong = _("Write what the file is needed for. It is kept with the export.")
        return _people_page(place, wrong=wrong), HTTPStatus.UNPROCESSABLE_ENTITY
    lines = queries.all_lines_at(place.id, at)
    act = "nominations.people.exported"
    audit.record(actor_id(), act, place.institution, at=at, reason=reason, people=len(lines))
    columns = [
        *(Column(key, title) for key, title in reading.titles().items()),
        Column("module", _("Module")),
        Column("status", _("Status")),
        Column("invited", _("Invited on"), Kind.DATE),
    ]
    target = BytesIO()
    write_xlsx(target, [Sheet(_("People"), columns, [_exported(line) for line in lines])])
    response = Response(target.getvalue(), mimetype=XLSX_TYPE)
    response.headers["Content-Disposition"] = "attachment; filename=people.xlsx"
    return response


def _exported(line: Line) -> dict[str, object]:
    row = line.invitation
    return {
        "name": row.name,
        "phone": row.phone,
        "email": row.email,
        "position": row.position,
        "module": row.module_slug,
        "status": words.progress_in_words(line.progress),
        "invited": clock.local_day(row.invited_at),
    }


@bp.get(PERSON)
@requires(NominationPermission.HANDLE, on=invitation_at)
def show_person(found: InvitationAt) -> ResponseReturnValue:
    look_at(found.invitation)
    return _person_page(found)


def _person_page(found: InvitationAt, code: str | None = None) -> ResponseReturnValue:
    """``code`` is shown on the page that made it, and never again."""
    at = clock.now()
    return render_template(
        "nominations/show_person.html",
        place=found.place,
        invitation=found.invitation,
        progress=queries.progress_of(found.invitation, at),
        title=titles_by_slug().get(found.invitation.module_slug or ""),
        code=grouped(code) if code else None,
        address=address_of(code) if code else None,
        can_mail=found.invitation.email is not None and mail.is_on(),
        words=words,
    )


def address_of(code: str) -> str:
    """In full, as it is sent or scanned."""
    return str(current_app.config["SITE_URL"]) + url_for("invited.open_door", code=grouped(code))


@bp.post(f"{PERSON}/mail")
@requires(NominationPermission.HANDLE, on=invitation_to_change)
def send_again(found: InvitationAt) -> ResponseReturnValue:
    """Another mail with another link; those sent before keep working."""
    invitation, at = found.invitation, clock.now()
    codes = invitations.hand_out([invitation], Way.MAIL, by=actor_id(), at=at)
    if invitation.id in codes and invitation.email and mail.is_on():
        emails.invitation(invitation, codes[invitation.id], at=at)
        invitations.note_mailed([invitation.id], at=at)
        flash(_("The invitation is sent again."), "success")
    return _to_person(found)


@bp.post(f"{PERSON}/code")
@requires(NominationPermission.HANDLE, on=invitation_to_change)
def make_new_code(found: InvitationAt) -> ResponseReturnValue:
    """Shown once, here; every code before stops working."""
    try:
        code = invitations.renew(found.invitation, Way.LIST, by=actor_id(), at=clock.now())
    except InvitationSpent:
        flash(_("This invitation was answered in the meantime."), "notice")
        return _to_person(found)
    return _person_page(found, code)


@bp.post(f"{PERSON}/withdraw")
@requires(NominationPermission.HANDLE, on=invitation_to_change)
def withdraw(found: InvitationAt) -> ResponseReturnValue:
    try:
        invitations.withdraw(found.invitation, by=actor_id(), at=clock.now())
        flash(_("The invitation is withdrawn. Its codes do not work any more."), "success")
    except InvitationSpent:
        flash(_("This invitation was answered in the meantime."), "notice")
    return _to_person(found)


def _to_person(found: InvitationAt) -> ResponseReturnValue:
    address = url_for(".show_person", institution_id=found.place.id, invitation_id=found.invitation.id)
    return redirect(address, 303)
