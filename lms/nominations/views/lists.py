"""From a pasted list to invitations: read, look, put right, invite. Nobody is invited before the list was seen."""

import re
from io import BytesIO
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.core import audit, clock, mail
from lms.core.i18n import _, language, n_
from lms.core.jobs import enqueue
from lms.core.paging import PAGE, Page, page_asked
from lms.core.policy import current_actor, requires
from lms.invitations.errors import CallClosed, NoSeats
from lms.nominations import queries, reading, services, tasks, words
from lms.nominations.asking import CALL, MODULE, offers_for, titled_modules, titles_by_slug, wanted_from
from lms.nominations.checking import ASK, Checked, Status, check, counted
from lms.nominations.forms import NominateForm, module_options
from lms.nominations.places import ListAt, Place, list_at, list_to_change, place_at
from lms.nominations.policies import NominationPermission
from lms.nominations.portions import portions_of
from lms.nominations.reading import Row
from lms.nominations.views.blueprint import PEOPLE, bp
from lms.sheets import XLSX_TYPE, Column, Sheet, write_xlsx
from lms.sheets.uploads import TableRefused
from lms.ui.filters import table_date
from lms.ui.forms import Option

CELL = re.compile(r"(name|email|phone|position)-([0-9]{1,6})")
ORDER = list(Status)


def offered(form: NominateForm, place: Place) -> NominateForm:
    """With the calls of this institution and the modules on the shelf."""
    titles = titles_by_slug()
    calls = [
        Option(
            f"{CALL}{offer.call.id}",
            _("Call: %(module)s", module=titles.get(offer.call.module_slug, offer.call.module_slug)),
            hint=_("Until %(day)s. Seats left: %(seats)s", day=table_date(offer.call.ends_on), seats=offer.place.left),
        )
        for offer in offers_for(place, clock.local_day(clock.now()))
    ]
    form.offer(calls, module_options(titled_modules(), MODULE))
    return form


@bp.get(f"{PEOPLE}/new")
@requires(NominationPermission.NOMINATE, on=place_at)
def ask_list(place: Place) -> ResponseReturnValue:
    form = offered(NominateForm(formdata=None), place)
    form.language.data = language()
    wanted = request.args.get("asked")
    form.asked.data = wanted if wanted in {option.value for option in form.asked.offered()} else None
    return _form_page(form, place)


def _form_page(form: NominateForm, place: Place, status: int = 200) -> ResponseReturnValue:
    return render_template("nominations/ask_list.html", form=form, place=place), status


@bp.post(f"{PEOPLE}/new")
@requires(NominationPermission.NOMINATE, on=place_at)
def keep_list(place: Place) -> ResponseReturnValue:
    """Read the list and show what would happen; the text stays in the form if it cannot be read."""
    form, actor = offered(NominateForm(), place), _actor()
    if not form.validate_on_submit():
        return _form_page(form, place, 422)
    try:
        rows = _rows(form)
    except TableRefused as refusal:
        form.refuse("file" if form.file.data is not None else "pasted", refusal.sentence())
        return _form_page(form, place, 422)
    at = clock.now()
    wanted = wanted_from(form.asked.data, offers_for(place, clock.local_day(at)))
    draft = services.keep_list(
        place.institution,
        rows,
        module_slug=wanted.module_slug,
        call_place_id=wanted.call_place_id,
        language=form.language.data,
        by=actor,
        at=at,
    )
    return redirect(url_for(".check_list", institution_id=place.id, list_id=draft.id), 303)


def _rows(form: NominateForm) -> list[Row]:
    if form.file.data is not None:
        return reading.rows_of_file(form.file.data.read())
    return reading.rows_of_paste(form.pasted.data)


def _actor() -> Any:
    return current_actor()


@bp.get(f"{PEOPLE}/template.xlsx")
@requires(NominationPermission.NOMINATE, on=place_at)
def download_template(place: Place) -> ResponseReturnValue:
    """An empty list with the headings that are looked for, in the language of the page."""
    columns = [Column(key, title, width=28) for key, title in reading.titles().items()]
    target = BytesIO()
    write_xlsx(target, [Sheet(_("People"), columns, [])])
    response = Response(target.getvalue(), mimetype=XLSX_TYPE)
    response.headers["Content-Disposition"] = "attachment; filename=people.xlsx"
    return response


@bp.get(f"{PEOPLE}/lists/<uuid:list_id>")
@requires(NominationPermission.CHECK_LIST, on=list_at)
def check_list(found: ListAt) -> ResponseReturnValue:
    """The dry run: rows that need a hand first."""
    draft = found.draft
    asked = services.asked_by(draft)
    checked = check(services.rows_of(draft), draft.institution_id, asked, language=draft.language)
    counts = counted(checked)
    ordered = sorted(checked, key=lambda item: (ORDER.index(item.status), item.row.line))
    return render_template(
        "nominations/check_list.html",
        place=found.place,
        draft=draft,
        title=titles_by_slug().get(draft.module_slug or ""),
        page=_page(ordered),
        summary=words.rows_in_words(counts),
        ready=counts[Status.READY] + counts[Status.ADDED],
        asks=sum(counts[status] for status in ASK),
        similar=counts[Status.SIMILAR],
        words=words,
        statuses=Status,
    )


def _page(rows: list[Checked]) -> Page[Checked]:
    number = min(max(1, page_asked(request.args.get("page"))), max(1, -(-len(rows) // PAGE)))
    return Page(rows[(number - 1) * PAGE : number * PAGE], number, len(rows))


@bp.post(f"{PEOPLE}/lists/<uuid:list_id>")
@requires(NominationPermission.CHECK_LIST, on=list_to_change)
def work_on_list(found: ListAt) -> ResponseReturnValue:
    """Put rows right, or invite. What was typed is looked at once more before anybody is invited by it."""
    draft, act = found.draft, request.form.get("act")
    if act == "drop":
        services.drop_list(draft)
        flash(_("The list is deleted. Invitations that were sent before stand."), "success")
        return redirect(url_for(".list_people", institution_id=found.place.id), 303)
    is_changed = _put_right(found)
    if act == "others":
        services.tell_apart(draft)
        flash(_("Rows with similar names are taken as other people."), "success")
        return _to_list(found)
    if act != "invite":
        flash(_("The list was checked again."), "success")
        return _to_list(found)
    if is_changed:
        flash(_("Your corrections are kept. Look at the list once more, then invite."), "notice")
        return _to_list(found)
    return _invite(found)


def _put_right(found: ListAt) -> bool:
    changes: dict[int, dict[str, str]] = {}
    for name, value in request.form.items():
        cell = CELL.fullmatch(name)
        if cell:
            changes.setdefault(int(cell.group(2)), {})[cell.group(1)] = reading.cell(value)
    return services.put_right(found.draft, changes, removed=_lines("remove"), others=_lines("another"))


def _lines(name: str) -> set[int]:
    """Numbers of rows whose box is ticked."""
    return {int(value) for value in request.form.getlist(name) if re.fullmatch(r"[0-9]{1,6}", value)}


def _to_list(found: ListAt) -> ResponseReturnValue:
    number = page_asked(request.form.get("page"))
    address = url_for(
        ".check_list",
        institution_id=found.place.id,
        list_id=found.draft.id,
        page=number if number > 1 else None,
    )
    return redirect(address, 303)


def _invite(found: ListAt) -> ResponseReturnValue:
    at, draft = clock.now(), found.draft
    try:
        invited = services.invite_ready(draft, by=_actor(), at=at)
    except NoSeats as refusal:
        flash(
            n_(
                "The call has %(num)d seat left. Take people off the list, then invite.",
                "The call has %(num)d seats left. Take people off the list, then invite.",
                refusal.left,
            ),
            "error",
        )
        return _to_list(found)
    except CallClosed:
        flash(_("The call is closed. The list is kept; ask the coordinator."), "error")
        return _to_list(found)
    if invited:
        enqueue(tasks.mail_list, draft.id)
    return redirect(url_for(".show_invited", institution_id=found.place.id, list_id=draft.id), 303)


@bp.get(f"{PEOPLE}/lists/<uuid:list_id>/done")
@requires(NominationPermission.CHECK_LIST, on=list_at)
def show_invited(found: ListAt) -> ResponseReturnValue:
    """Who was invited by this list, what waits, and how the codes reach people without e-mail."""
    people = queries.of_list(found.draft.id)
    audit.record_look(_actor().id, "nominations.people.listed", found.place.institution, people=len(people))
    invited = [row for row in people if row.person_id is None]
    by_mail = sum(row.email is not None for row in invited) if mail.is_on() else 0
    without = len(invited) - by_mail
    waiting = without if without and by_mail else len(invited)
    return render_template(
        "nominations/show_invited.html",
        place=found.place,
        draft=found.draft,
        invited=len(invited),
        added=[row for row in people if row.person_id is not None],
        by_mail=by_mail,
        without=without,
        slips=portions_of(waiting, "slips"),
        texts=portions_of(waiting, "list"),
        left=len(found.draft.rows),
    )
