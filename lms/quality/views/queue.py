"""The queue: how many lines of each kind wait, and the lists."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.queries import names_of_accounts
from lms.core import clock
from lms.core.i18n import _, language
from lms.core.policy import actor_id, requires
from lms.institutions import queries as directory
from lms.quality import pairs, queries, services, words
from lms.quality.models import Kind
from lms.quality.policies import QualityPermission
from lms.quality.queries import Aside
from lms.quality.views.asking import asks_for_asides, look_at, own_person, page_number
from lms.quality.views.blueprint import bp


@bp.get("")
@requires(QualityPermission.WORK)
def show_queue() -> ResponseReturnValue:
    whole, all_of_them = queries.completeness()
    return render_template(
        "quality/show_queue.html",
        counts={**queries.counts(), words.DUPLICATES: pairs.number_waiting()},
        kinds=words.kinds(),
        meanings=words.what_it_means(),
        whole=whole,
        all_of_them=all_of_them,
    )


@bp.get("/<any(sex,age,agency):kind>")
@requires(QualityPermission.WORK)
def list_people(kind: str) -> ResponseReturnValue:
    wanted = Kind(kind)
    if asks_for_asides():
        return asides_page(wanted)
    typed = request.args.get("name", "").strip()
    page = queries.people_without(wanted, typed, page_number())
    look_at(page.rows)
    return render_template(
        "quality/list_people.html",
        kind=kind,
        kinds=words.kinds(),
        meanings=words.what_it_means(),
        page=page,
        typed=typed,
        lacking=queries.enrolments_without([person.id for person in page.rows], wanted),
        own_person=own_person(),
        spelling=language(),
    )


@bp.get("/names")
@requires(QualityPermission.WORK)
def list_names() -> ResponseReturnValue:
    page, day = queries.names_waiting(page_number()), clock.local_day(clock.now())
    return render_template(
        "quality/list_names.html",
        kinds=words.kinds(),
        meanings=words.what_it_means(),
        page=page,
        people=queries.people_at([row.id for row in page.rows]),
        name=lambda institution: directory.name_on(institution, day),
        types=directory.type_names(),
        regions=directory.region_names(),
    )


def asides_page(kind: Kind) -> str:
    """What was set aside, with the reason and the way back."""
    page = queries.set_aside_lines(kind, page_number())
    look_at(row.person for row in page.rows)
    look_at(row.other_person for row in page.rows)
    return render_template(
        "quality/list_asides.html",
        kind=kind.value,
        kinds=words.kinds(),
        page=page,
        makers=names_of_accounts({row.made_by_id for row in page.rows}),
        own_person=own_person(),
        spelling=language(),
        list_url=list_url(kind),
    )


def list_url(kind: Kind) -> str:
    """Where the lines of a kind stand."""
    if kind is Kind.COMPLETIONS:
        return url_for(".list_completions")
    if kind is Kind.DUPLICATES:
        return url_for(".list_duplicates")
    return url_for(".list_people", kind=kind.value)


@bp.post("/set-aside/<uuid:aside_id>/undo")
@requires(QualityPermission.MEND, on=queries.aside_for_update)
def take_up(aside: Aside) -> ResponseReturnValue:
    services.take_up(aside.row, by=actor_id(), at=clock.now())
    flash(_("The line is in the queue again."), "success")
    return redirect(list_url(aside.row.kind), HTTPStatus.SEE_OTHER)
