"""A module is completed by its last requirement, once."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from lms.enrolments import services
from lms.enrolments.errors import EnrolmentEnded, ModuleClosed
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.people.models import Sex
from tests.support.factories import make_edition, make_enrolment, make_institution, make_person

ALL_BUT_FINAL = ("lesson:first", "lesson:second", "scenario")


def test_the_last_requirement_completes_the_module(session, frozen):
    enrolment = make_enrolment(make_edition(), done=ALL_BUT_FINAL)
    assert enrolment.state is EnrolmentState.OPEN

    services.record_step(enrolment, "final", at=frozen)

    assert enrolment.state is EnrolmentState.COMPLETED
    assert enrolment.completed_on.isoformat() == "2026-11-16"


def test_the_pre_test_never_blocks(session, frozen):
    enrolment = make_enrolment(make_edition(), done=(*ALL_BUT_FINAL, "final"))

    assert enrolment.state is EnrolmentState.COMPLETED


def test_an_enrolment_freezes_the_person(session, frozen):
    court = make_institution(region="KG-N")
    person = make_person(institution=court, birth_year=1998, confirmed=True)
    enrolment = make_enrolment(make_edition(), person)

    person.sex, person.birth_year = Sex.MALE, 1950
    session.commit()

    assert (enrolment.sex, enrolment.age_band, enrolment.region_code) == ("female", "25-28", "KG-N")
    assert (enrolment.institution_type, enrolment.workplace_confirmed) == ("court", True)


def test_one_open_enrolment_per_person_and_module(session, frozen):
    edition = make_edition()
    person = make_person()
    first = make_enrolment(edition, person)

    assert make_enrolment(edition, person).id == first.id
    copy = {c.name: getattr(first, c.name) for c in Enrolment.__table__.columns if c.name != "id"}
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(Enrolment(**copy))


def test_leaving_is_not_failing_and_a_new_start_is_possible(session, frozen):
    edition, person = make_edition(), make_person()
    first = make_enrolment(edition, person)

    services.leave_module(first, at=frozen)
    session.commit()
    second = make_enrolment(edition, person, at=frozen + timedelta(days=1))

    assert (first.state, second.state) == (EnrolmentState.WITHDRAWN, EnrolmentState.OPEN)
    with pytest.raises(EnrolmentEnded):
        services.record_step(first, "final", at=frozen)


def test_forms_take_turns(session, frozen):
    edition = make_edition()
    forms = [make_enrolment(edition, make_person(f"Person {n}")).pre_form for n in range(10)]

    assert forms.count("A") == forms.count("B") == 5


def test_forms_take_turns_by_the_newest_enrolments(session, monkeypatch):
    monkeypatch.setattr(services, "LOOKED_AT", 2)
    edition = make_edition()
    for number, form in enumerate("BBBBAA"):
        make_enrolment(edition, make_person(f"Person {number}")).pre_form = form
    session.commit()

    assert make_enrolment(edition, make_person("Last")).pre_form == "B"


def test_a_retired_module_cannot_be_started(session, frozen):
    from lms.catalogue.services import retire_module  # noqa: PLC0415

    edition = make_edition()
    retire_module(edition.module, reason="Replaced.", finish_until=frozen.date(), at=frozen)

    with pytest.raises(ModuleClosed):
        services.start_module(make_person(), edition.module, language="ky", at=frozen)
