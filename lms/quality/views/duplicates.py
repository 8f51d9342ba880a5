"""Records that may be one person's: the list, the two beside each other, merged or set aside; merges undone."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.queries import accounts_of_people, names_of_accounts
from lms.core import clock, jobs
from lms.core.i18n import _, language
from lms.core.policy import actor_id, allows, requires
from lms.institutions import queries as directory
from lms.people import merging
from lms.people.errors import CannotMerge
from lms.people.models import Person
from lms.people.queries import current_workplace, professions
from lms.quality import pairs, services, tasks, words
from lms.quality.forms import MergeForm, ReasonForm
from lms.quality.matching import MOST
from lms.quality.models import Kind
from lms.quality.pairs import Merged, Pair
from lms.quality.policies import QualityPermission
from lms.quality.views.asking import asks_for_asides, look_at, own_person, page_number
from lms.quality.views.blueprint import bp
from lms.quality.views.queue import asides_page
from lms.ui.forms import Option


def pair_at(person_id: UUID, other_id: UUID) -> Pair | None:
    return pairs.pair_at(person_id, other_id, clock.now())


def merged_at(merge_id: UUID) -> Merged | None:
    return pairs.merged_at(merge_id, clock.now())


@bp.get("/duplicates")
@requires(QualityPermission.WORK)
def list_duplicates() -> ResponseReturnValue:
    if asks_for_asides():
        return asides_page(Kind.DUPLICATES)
    page = pairs.likely_pairs(page_number())
    look_at(row.person for row in page.rows)
    look_at(row.other for row in page.rows)
    return render_template(
        "quality/list_duplicates.html",
        kinds=words.kinds(),
        meanings=words.what_it_means(),
        page=page,
        reasons=words.reasons(),
        found_at=pairs.found_at(),
        looking=pairs.looking(),
        most=MOST,
        own_person=own_person(),
        spelling=language(),
    )


@bp.post("/duplicates")
@requires(QualityPermission.WORK)
def look_again() -> ResponseReturnValue:
    at = clock.now()
    if pairs.looking() is None:
        key = f"quality:pairs:{at:%Y%m%d%H%M%S}"
        jobs.enqueue(tasks.look_for_pairs, str(clock.local_day(at)), key, unique_key=key)
    flash(_("The records are compared again. What is found stands here in a few minutes."), "success")
    return redirect(url_for(".list_duplicates"), HTTPStatus.SEE_OTHER)


@bp.get("/duplicates/choose")
@requires(QualityPermission.WORK)
def choose_pair() -> ResponseReturnValue:
    """Two records that the comparison did not find, the one after the other."""
    typed, asked = request.args.get("name", "").strip(), _id(request.args.get("one", ""))
    one, page = pairs.standing_person(asked) if asked else None, pairs.standing_people(typed, page_number())
    look_at([one, *page.rows])
    return render_template(
        "quality/choose_pair.html",
        kinds=words.kinds(),
        one=one,
        page=page,
        typed=typed,
        label=lambda person: words.name_and_day(person, language()),
        own_person=own_person(),
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@bp.get("/duplicates/<uuid:person_id>/<uuid:other_id>")
@requires(QualityPermission.MEND, on=pair_at)
def show_pair(pair: Pair) -> ResponseReturnValue:
    return _pair_page(pair, MergeForm(), ReasonForm())


@bp.post("/duplicates/<uuid:person_id>/<uuid:other_id>/merge")
@requires(QualityPermission.MERGE, on=pair_at)
def merge(pair: Pair) -> ResponseReturnValue:
    form = MergeForm()
    form.keep.options = _names(pair)
    if not form.validate():
        return _pair_page(pair, form, ReasonForm(formdata=None)), HTTPStatus.UNPROCESSABLE_ENTITY
    people = merging.people_for_update(pair.people)
    into = people[UUID(form.keep.data)]
    (person,) = (one for one in people.values() if one.id != into.id)
    try:
        merging.merge_people(person, into, reason=form.reason.data, by=actor_id(), at=clock.now())
    except CannotMerge:
        flash(_("Somebody has decided about these two in the meantime."), "notice")
        return redirect(url_for(".list_duplicates"), HTTPStatus.SEE_OTHER)
    flash(_("The two records count as one person. It can be undone in the list of merges."), "success")
    return redirect(url_for(".list_duplicates"), HTTPStatus.SEE_OTHER)


@bp.post("/duplicates/<uuid:person_id>/<uuid:other_id>/set-aside")
@requires(QualityPermission.MEND, on=pair_at)
def keep_apart(pair: Pair) -> ResponseReturnValue:
    form = ReasonForm()
    if not form.validate():
        return _pair_page(pair, MergeForm(formdata=None), form), HTTPStatus.UNPROCESSABLE_ENTITY
    merging.people_for_update(pair.people)
    services.set_aside(
        Kind.DUPLICATES,
        pair.one.id,
        other_id=pair.other.id,
        reason=form.reason.data,
        by=actor_id(),
        at=clock.now(),
    )
    flash(_("The line is set aside."), "success")
    return redirect(url_for(".list_duplicates"), HTTPStatus.SEE_OTHER)


def _names(pair: Pair) -> list[Option]:
    """Which of the two is kept: the name and the day on which the record was made tell them apart."""
    return [Option(str(person.id), words.name_and_day(person, language())) for person in (pair.one, pair.other)]


def _pair_page(pair: Pair, form: MergeForm, reason: ReasonForm) -> str:
    look_at((pair.one, pair.other))
    form.keep.options = _names(pair)
    return render_template(
        "quality/show_pair.html",
        pair=pair,
        lines=words.beside(*(_about(person, pair) for person in (pair.one, pair.other))),
        reasons=[words.reasons()[code] for code in pair.reasons],
        form=form,
        reason=reason,
        may_merge=allows(QualityPermission.MERGE, pair),
        kinds=words.kinds(),
    )


def _about(person: Person, pair: Pair) -> words.About:
    """What is told of one of the two: enough to know the person by, no score and no whole contact."""
    workplace, account = current_workplace(person.id), accounts_of_people([person.id]).get(person.id)
    begun, done = pairs.studies_of(pair.people).get(person.id, (0, 0))
    place = workplace.institution if workplace is not None else None
    named = {row.code: directory.name_of(row) for row in professions()}
    return words.About(
        person=person,
        profession=named.get(person.profession_code or ""),
        institution=directory.name_on(place, clock.local_day(clock.now())) if place is not None else None,
        email=account.email if account is not None else None,
        phone=account.phone if account is not None else None,
        begun=begun,
        completed=done,
    )


@bp.get("/merges")
@requires(QualityPermission.WORK)
def list_merges() -> ResponseReturnValue:
    page = pairs.standing_merges(page_number())
    look_at(row.person for row in page.rows)
    look_at(row.into for row in page.rows)
    people = {person for row in page.rows for person in (row.person_id, row.into_id)}
    return render_template(
        "quality/list_merges.html",
        kinds=words.kinds(),
        page=page,
        makers=names_of_accounts({row.made_by_id for row in page.rows}),
        may_undo={
            row.id: allows(QualityPermission.MERGE, Merged(row, bool(staff & {row.person_id, row.into_id})))
            for staff in [pairs.staff_among(people, clock.now())]
            for row in page.rows
        },
        spelling=language(),
    )


@bp.post("/merges/<uuid:merge_id>/undo")
@requires(QualityPermission.MERGE, on=merged_at)
def undo_merge(merged: Merged) -> ResponseReturnValue:
    merging.people_for_update(merged.people)
    merging.undo_merge(merged.merge, by=actor_id(), at=clock.now())
    flash(_("They are two people again, as before."), "success")
    return redirect(url_for(".list_merges"), HTTPStatus.SEE_OTHER)
