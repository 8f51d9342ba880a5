"""Codes for people without e-mail: slips to print, or a text to copy into a messenger. Shown once, when made.

Names with the codes that open their registrations: like the list as a file, they ask for a fresh proof.
"""

import re
from collections.abc import Sequence
from uuid import UUID

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.core import clock
from lms.core.codes import grouped
from lms.core.i18n import _, language, speaking
from lms.core.policy import actor_id, requires
from lms.core.transactions import roll_back
from lms.documents import UnprintableText
from lms.documents.slips import Slip, print_slips
from lms.institutions import queries as directory
from lms.invitations import services as invitations
from lms.invitations.models import Invitation, InvitationState, Way
from lms.invitations.services import LASTS
from lms.nominations import queries
from lms.nominations.places import Place, place_at
from lms.nominations.policies import NominationPermission
from lms.nominations.portions import SIZES
from lms.nominations.views.blueprint import PEOPLE, bp
from lms.nominations.views.people import address_of
from lms.ui.filters import long_date


@bp.post(f"{PEOPLE}/codes")
@requires(NominationPermission.NOMINATE, on=place_at, fresh=True)
def hand_out(place: Place) -> ResponseReturnValue:
    """For those chosen, or for a portion of a list: new codes as slips or as a text. Those before keep working."""
    at, (act, portion) = clock.now(), _asked()
    size = SIZES[act]
    waiting = [row for row in _chosen(place) if row.state is InvitationState.INVITED]
    chosen = waiting[(portion - 1) * size : portion * size]
    if not chosen:
        flash(_("Choose people who are invited and have not answered yet."), "notice")
        return redirect(_back(place), 303)
    codes = invitations.codes_for(chosen)
    if act == "slips":
        return _slips(place, chosen, codes)
    invitations.keep_codes(codes, Way.LIST, by=actor_id(), at=at)
    messages = _messages(place, chosen, codes)
    return render_template("nominations/show_codes.html", place=place, messages=messages)


def _asked() -> tuple[str, int]:
    """``slips`` or ``list``, and which portion: ``slips-2`` is the second."""
    found = re.fullmatch(r"(slips|list)(?:-([0-9]{1,4}))?", request.form.get("act", ""))
    return (found.group(1), max(1, int(found.group(2) or 1))) if found else ("list", 1)


def _chosen(place: Place) -> Sequence[Invitation]:
    """The boxes that are ticked; or everybody of a list, all or those without e-mail."""
    list_id = request.form.get("list", type=UUID)
    if list_id is not None:
        rows = [row for row in queries.of_list(list_id) if row.institution_id == place.id]
        return [row for row in rows if row.email is None] if request.form.get("who") == "without-mail" else rows
    ids = [found for found in (_uuid(value) for value in request.form.getlist("person")) if found is not None]
    return queries.chosen_at(place.id, ids)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _back(place: Place) -> str:
    return url_for(".list_people", institution_id=place.id)


def _messages(place: Place, chosen: Sequence[Invitation], codes: dict[UUID, str]) -> list[tuple[Invitation, str]]:
    """Each in the language of its person, ready to be pasted into a chat with that person alone."""
    day, found = clock.local_day(clock.now()), []
    for row in chosen:
        with speaking(row.language):
            text = _(
                "%(institution)s invites you to study. Your link: %(address)s. It is for you alone and works until "
                "%(day)s.",
                institution=directory.name_on(place.institution, day),
                address=address_of(codes[row.id]),
                day=long_date(row.expires_at),
            )
        found.append((row, text))
    return found


def _slips(place: Place, chosen: Sequence[Invitation], codes: dict[UUID, str]) -> ResponseReturnValue:
    """Paper first, then the codes: SQLite's one write lock must not wait for the typesetter."""
    at, by, back = clock.now(), actor_id(), _back(place)
    title = _("Invitations: %(institution)s", institution=place.name())
    slips = [_slip(place, row, codes[row.id]) for row in chosen]
    roll_back()
    try:
        pdf = print_slips(slips, title=title, language=language(), at=at)
    except UnprintableText as refusal:
        flash(_("A name has letters that cannot be printed: %(name)s", name=refusal.text), "error")
        return redirect(back, 303)
    invitations.keep_codes(codes, Way.SLIP, by=by, at=at)
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = "attachment; filename=invitations.pdf"
    return response


def _slip(place: Place, row: Invitation, code: str) -> Slip:
    with speaking(row.language):
        return Slip(
            name=row.name,
            purpose=_(
                "%(institution)s invites you to study.",
                institution=directory.name_on(place.institution, clock.local_day(clock.now())),
            ),
            code=grouped(code),
            address=str(current_app.config["SITE_URL"]) + url_for("invited.ask_code"),
            link=address_of(code),
            language=row.language,
            note=_("Works until %(day)s.", day=long_date(clock.now() + LASTS)),
        )
