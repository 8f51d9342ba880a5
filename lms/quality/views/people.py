"""One person of the queue: what is missing, the form that states it, and what was stated before, to be undone."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.queries import names_of_accounts
from lms.core import clock
from lms.core.i18n import _, language
from lms.core.policy import actor_id, requires
from lms.enrolments import corrections
from lms.enrolments.corrections import Facts
from lms.enrolments.errors import NothingToCorrect
from lms.enrolments.queries import enrolments_of
from lms.institutions import queries as directory
from lms.people.errors import TooYoung
from lms.people.models import Sex
from lms.people.queries import workplaces_of
from lms.quality import queries, services, words
from lms.quality.forms import FactsForm, ReasonForm
from lms.quality.models import Kind
from lms.quality.policies import QualityPermission
from lms.quality.queries import Batch, Case
from lms.quality.views.asking import look_at
from lms.quality.views.blueprint import bp
from lms.ui.forms import Group, Option

FIELDS = {Kind.SEX: "sex", Kind.AGE: "birth_year", Kind.AGENCY: "institution"}


@bp.get("/people/<uuid:person_id>")
@requires(QualityPermission.MEND, on=queries.case_of)
def show_case(case: Case) -> ResponseReturnValue:
    missing = queries.kinds_missing_of(case.id)
    return _case_page(case, missing, _form(missing))


@bp.post("/people/<uuid:person_id>")
@requires(QualityPermission.MEND, on=queries.case_for_update)
def state_facts(case: Case) -> ResponseReturnValue:
    missing = queries.kinds_missing_of(case.id)
    form = _form(missing)
    if not form.validate():
        return _case_page(case, missing, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        corrections.state_facts(
            case.person,
            _facts(form),
            also_recorded=form.also_recorded.data,
            reason=form.reason.data,
            by=actor_id(),
            at=clock.now(),
        )
    except TooYoung:
        form.refuse("birth_year", _("By this year of birth the person is under eighteen. Check the year."))
        return _case_page(case, missing, form), HTTPStatus.UNPROCESSABLE_ENTITY
    except NothingToCorrect:
        form.refuse_all(_("The profile states this already. Tick the box to state it on the enrolments too."))
        return _case_page(case, missing, form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("What was missing is stated."), "success")
    return redirect(url_for(".show_case", person_id=case.id), HTTPStatus.SEE_OTHER)


def _form(missing: list[Kind]) -> FactsForm:
    """Asks only for what is missing."""
    form = FactsForm()
    for kind, name in FIELDS.items():
        if kind not in missing:
            del form[name]
    if Kind.AGENCY in missing:
        form.institution.groups = _institutions()
    return form


def _institutions() -> list[Group]:
    """The list by region."""
    day, regions = clock.local_day(clock.now()), directory.region_names()
    found: dict[str, list[Option]] = {code: [] for code in regions}
    for choice in directory.listed(day=day):
        found[choice.region_code].append(Option(str(choice.id), choice.name))
    return [Group(regions[code], options) for code, options in found.items() if options]


def _facts(form: FactsForm) -> Facts:
    sex, year, place = (form[name].data if name in form else None for name in FIELDS.values())
    institution = directory.institution_by_id(UUID(place)) if place else None
    return Facts(sex=Sex(sex) if sex else None, birth_year=year, institution=institution)


def _case_page(case: Case, missing: list[Kind], form: FactsForm) -> str:
    look_at([case.person])
    made = corrections.corrections_of(case.id)
    day = clock.local_day(clock.now())
    places = [place.institution for place in workplaces_of(case.id) if place.until is None and place.institution]
    return render_template(
        "quality/show_case.html",
        person=case.person,
        name=case.person.full_name(language()) or "–",
        missing=[kind.value for kind in missing],
        asides={kind.value for kind in missing if queries.is_aside(kind, case.id)},
        kinds=words.kinds(),
        form=form,
        enrolments=enrolments_of(case.id),
        place=directory.name_on(places[0], day) if places else None,
        corrections=made,
        corrected=words.corrected(),
        makers=names_of_accounts({row.made_by_id for row in made}),
    )


@bp.post("/corrections/<uuid:batch_id>/undo")
@requires(QualityPermission.MEND, on=queries.batch_of)
def undo_corrections(batch: Batch) -> ResponseReturnValue:
    person = queries.person_for_update(batch.person_id)
    made = corrections.corrections_for_update(batch.id)
    if corrections.undo_corrections(made, person, by=actor_id(), at=clock.now()):
        flash(_("It is as it was before."), "success")
    else:
        flash(_("There was nothing left to undo."), "notice")
    return redirect(url_for(".show_case", person_id=batch.person_id), HTTPStatus.SEE_OTHER)


@bp.get("/<any(sex,age,agency):kind>/people/<uuid:person_id>/set-aside")
@requires(QualityPermission.MEND, on=queries.case_of)
def ask_aside(case: Case, kind: str) -> ResponseReturnValue:
    return _aside_page(case, kind, ReasonForm())


@bp.post("/<any(sex,age,agency):kind>/people/<uuid:person_id>/set-aside")
@requires(QualityPermission.MEND, on=queries.case_for_update)
def set_aside(case: Case, kind: str) -> ResponseReturnValue:
    form = ReasonForm()
    if not form.validate():
        return _aside_page(case, kind, form), HTTPStatus.UNPROCESSABLE_ENTITY
    services.set_aside(Kind(kind), case.id, reason=form.reason.data, by=actor_id(), at=clock.now())
    flash(_("The line is set aside."), "success")
    return redirect(url_for(".list_people", kind=kind), HTTPStatus.SEE_OTHER)


def _aside_page(case: Case, kind: str, form: ReasonForm) -> str:
    look_at([case.person])
    name = case.person.full_name(language()) or "–"
    return render_template(
        "quality/ask_aside.html", person=case.person, name=name, kind=kind, kinds=words.kinds(), form=form
    )
