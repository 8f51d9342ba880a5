"""Names that people typed become institutions of the list, the same as one of it, or none."""

import pytest
from sqlalchemy import select

from lms.accounts.models import Role
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.institutions.models import Institution, InstitutionState
from lms.institutions.queries import is_below
from lms.institutions.services import propose_institution
from lms.people.models import Workplace, WorkplaceState
from tests.support.csrf import token_of
from tests.support.factories import make_account, make_edition, make_enrolment, make_institution, make_person

TYPED = "Талас айыл соту"


@pytest.fixture
def coordinator(session):
    return make_account(Role.COORDINATOR, name="Бейшеналиева Жылдыз")


@pytest.fixture
def typed(session):
    """A name that a person typed, and the person who works there."""
    person = make_person("Асанова Айгүл")
    institution = propose_institution(TYPED, type_code="court", region_code="KG-T", by=person.id, at=clock.now())
    db.session.add(Workplace(person_id=person.id, institution_id=institution.id, since=clock.now()))
    db.session.commit()
    return institution


def address(institution, rest=""):
    return f"/en/admin/institutions/{institution.id}{rest}"


def fresh(institution):
    db.session.expire_all()
    return db.session.get(Institution, institution.id)


def acts(kind):
    return list(db.session.scalars(select(AuditRecord).where(AuditRecord.act == f"institutions.institution.{kind}")))


def test_the_queue_stands_before_the_list(browser, coordinator, typed):
    make_institution("Naryn Regional Court")

    page = browser(coordinator).visit("/en/admin/institutions", {"name": "Regional"})

    assert page.text.index(TYPED) < page.text.index("Naryn Regional Court")
    assert [heading.text for heading in page.all("//h2")] == ["Names not in the list", "The list"]


def test_the_list_is_searched_with_letters_forgiven(browser, coordinator):
    make_institution("Өзгөн соту")
    make_institution("Naryn Regional Court")

    page = browser(coordinator).visit("/en/admin/institutions", {"name": "озгон"})

    assert "Өзгөн соту" in page.text
    assert "Naryn Regional Court" not in page.text


def test_the_list_is_narrowed_by_kind_and_region(browser, coordinator):
    make_institution("Naryn Regional Court", region="KG-N")
    make_institution("Talas Mobile Court", region="KG-T")

    page = browser(coordinator).visit("/en/admin/institutions", {"region": "KG-N", "kind": "court"})

    assert "Naryn Regional Court" in page.text
    assert "Talas Mobile Court" not in page.text


def test_a_name_is_added_as_a_new_institution_under_its_place(browser, coordinator, typed):
    above = make_institution("Talas Regional Court")
    page = browser(coordinator).visit(address(typed)).click("Add it as a new institution")

    half = page.submit("Add to the list", parent=str(above.id))
    assert half.status == 422
    assert "Write the name in this language." in half.text

    names = {"names-ky": TYPED, "names-ru": "Таласский выездной суд", "names-en": "Talas Mobile Court"}
    done = half.submit("Add to the list", parent=str(above.id), **names)

    found = fresh(typed)
    assert done.path == "/en/admin/institutions"
    assert (found.state, found.parent_id) == (InstitutionState.LISTED, above.id)
    assert [(name.name_ky, name.name_ru, name.name_en) for name in found.names] == [tuple(names.values())]
    assert is_below(found.id, [above.id])
    assert [(row.actor_id, row.subject_id) for row in acts("approved")] == [(coordinator.id, str(typed.id))]


def test_the_typed_name_is_offered_only_in_its_own_language(browser, coordinator, typed):
    page = browser(coordinator).visit(address(typed, "/new"))

    names = {field.get("name"): field.get("value") for field in page.all("//input[starts-with(@name, 'names-')]")}
    assert names == {"names-ky": "", "names-ru": TYPED, "names-en": ""}


def test_an_institution_may_stand_by_itself(browser, coordinator, typed):
    page = browser(coordinator).visit(address(typed, "/new"))

    names = {"names-ky": TYPED, "names-ru": "Таласский выездной суд", "names-en": "Talas Mobile Court"}
    page.submit("Add to the list", parent="top", **names)

    assert (fresh(typed).state, fresh(typed).parent_id) == (InstitutionState.LISTED, None)


def test_the_same_institution_is_joined_and_people_work_there(browser, coordinator, typed):
    court = make_institution("Талас айыл соту")
    make_institution("Naryn Regional Court")

    page = browser(coordinator).visit(address(typed))
    offered = [option.get("value") for option in page.all("//input[@type='radio']")]
    assert offered[0] == str(court.id)
    assert "Naryn Regional Court" not in page.text
    page.submit("Join to this institution", institution=str(court.id))

    found = fresh(typed)
    assert (found.state, found.merged_into_id) == (InstitutionState.MERGED, court.id)
    assert [place.institution_id for place in db.session.scalars(select(Workplace))] == [court.id]
    assert [row.facts["into_id"] for row in acts("merged")] == [str(court.id)]


def test_the_right_one_is_found_by_another_word(browser, coordinator, typed):
    court = make_institution("Өзгөн прокуратурасы", region="KG-O")
    page = browser(coordinator).visit(address(typed))
    assert "Өзгөн" not in page.text

    nothing = page.submit("Search", words="жок")
    found = page.submit("Search", words="озгон")
    assert "Nothing found" in nothing.text
    assert acts("merged") == []
    found.submit("Join to this institution", institution=str(court.id))

    assert fresh(typed).merged_into_id == court.id


def test_a_search_for_the_place_keeps_what_was_typed(browser, coordinator, typed):
    above = make_institution("Naryn Regional Court", region="KG-N", type_code="police")
    page = browser(coordinator).visit(address(typed, "/new"))

    found = page.submit(
        "Search", words="naryn", **{"names-ky": "Талас соту", "names-ru": "", "names-en": "Talas Court"}
    )

    values = {field.get("name"): field.get("value") for field in found.all("//input[starts-with(@name, 'names-')]")}
    assert values == {"names-ky": "Талас соту", "names-ru": "", "names-en": "Talas Court"}
    assert not found.all("//*[contains(@class, 'error-summary')]")
    assert str(above.id) in [option.get("value") for option in found.all("//input[@type='radio']")]
    assert fresh(typed).state is InstitutionState.PROPOSED


def test_joining_keeps_what_enrolments_have_frozen(browser, coordinator, typed, session):
    court = make_institution("Naryn Regional Court", region="KG-N", type_code="police")
    person = session.scalars(select(Workplace)).one().person
    enrolment = make_enrolment(make_edition(), person)
    frozen_facts = {
        column.name: getattr(enrolment, column.name)
        for column in Enrolment.__table__.columns
        if column.name != "person_id"
    }
    assert enrolment.institution_id == typed.id

    browser(coordinator).visit(address(typed)).submit("Join to this institution", institution=str(court.id))

    session.expire_all()
    after = session.get(Enrolment, frozen_facts["id"])
    assert {name: getattr(after, name) for name in frozen_facts} == frozen_facts
    assert is_below(after.institution_id, [court.id])


def test_only_an_institution_of_the_list_can_be_the_same(browser, coordinator, typed):
    closed = make_institution("Old Court", state=InstitutionState.CLOSED)

    refused = browser(coordinator).visit(address(typed)).submit("Join to this institution", institution=str(closed.id))

    assert refused.status == 422
    assert fresh(typed).state is InstitutionState.PROPOSED


def test_a_name_is_refused_with_a_reason_and_people_choose_again(browser, coordinator, typed):
    page = browser(coordinator).visit(address(typed)).click("Refuse the name")

    assert page.submit("Refuse the name").status == 422
    page.submit("Refuse the name", reason="It is the name of a street.")

    assert fresh(typed).state is InstitutionState.REFUSED
    assert [place.state for place in db.session.scalars(select(Workplace))] == [WorkplaceState.REFUSED]
    assert [row.reason for row in acts("refused")] == ["It is the name of a street."]


def test_a_name_is_decided_once(browser, coordinator, typed):
    page = browser(coordinator).visit(address(typed, "/refusal"))
    page.submit("Refuse the name", reason="First.")

    second = page.submit("Refuse the name", reason="Second.")

    assert "in the meantime" in second.notice
    assert "This name was refused." in second.text
    assert [row.reason for row in acts("refused")] == ["First."]


def test_institutions_that_came_with_the_list_are_not_decided_about(browser, coordinator):
    court = make_institution()
    theirs = browser(coordinator)

    answers = [theirs.visit(address(court, rest)).status for rest in ("", "/new", "/refusal")]
    body = {"csrf_token": token_of(theirs), "reason": "No reason."}
    posts = [theirs.post(address(court, rest), body).status for rest in ("", "/new", "/refusal")]

    assert answers + posts == [404] * 6
    assert fresh(court).state is InstitutionState.LISTED
