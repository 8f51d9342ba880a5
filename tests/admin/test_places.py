"""The coordinator keeps the directory: each page says beforehand what follows, and the history says what was done."""

import pytest
from sqlalchemy import select

from lms.accounts.models import Role
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.institutions import queries, services
from lms.institutions.models import Institution, InstitutionState
from lms.institutions.tasks import apply_changes
from lms.people.models import Workplace
from lms.people.services import take_workplace
from tests.support.csrf import token_of
from tests.support.databases import count_queries
from tests.support.factories import make_account, make_edition, make_enrolment, make_institution, make_person

NAMES = {"names-ky": "Жаңы сот", "names-ru": "Новый суд", "names-en": "New Court"}
FIRST = {"since-day": "1", "since-month": "12", "since-year": "2026"}


@pytest.fixture
def coordinator(session):
    return make_account(Role.COORDINATOR, name="Бейшеналиева Жылдыз")


@pytest.fixture
def court(session, frozen):
    """A court with somebody who works and studies there, and somebody responsible for it."""
    institution = make_institution("Old Court", parent=make_institution("Above"))
    person = make_person("Асанова Айгүл")
    take_workplace(person, institution.id, at=frozen)
    make_enrolment(make_edition(), person)
    make_account(Role.FOCAL_POINT, name="Осмонов Тилек", place=institution)
    session.commit()
    return institution


def address(institution, rest=""):
    return f"/en/admin/institutions/listed/{institution.id}{rest}"


def fresh(institution):
    db.session.expire_all()
    return db.session.get(Institution, institution.id)


def listed(page):
    """Term to value of all description lists."""
    return {
        " ".join("".join(pair.xpath("dt")[0].itertext()).split()): " ".join(
            "".join(pair.xpath("dd")[0].itertext()).split()
        )
        for pair in page.all("//dl/div")
    }


def reasons():
    return dict(db.session.execute(select(AuditRecord.act, AuditRecord.reason)).all())


def test_the_page_shows_what_it_is_and_what_depends_on_it(browser, coordinator, court):
    page = browser(coordinator).visit("/en/admin/institutions", {"name": "old court"}).click("Old Court")

    facts = listed(page)
    assert page.heading == "Old Court"
    assert (facts["Кыргызча"], facts["Belongs to"]) == ("Old Court (ky)", "Above")
    assert (facts["People who work there"], facts["Enrolments recorded there"], facts["Roles held for it"]) == (
        "1", "1", "1",
    )  # fmt: skip
    assert "Nothing has been changed since it came with the list." in page.text


def test_the_page_asks_a_bounded_number_of_questions(app, browser, coordinator, court, frozen):
    facts = {"by": coordinator.id, "at": frozen}
    for number in range(6):
        names = {"ky": f"Сот {number}", "ru": f"Суд {number}", "en": f"Court {number}"}
        services.confirm_names(court, names, reason="Spelling.", **facts)
    db.session.commit()
    theirs = browser(coordinator)

    with count_queries(app) as statements:
        theirs.visit(address(court))

    assert len(statements) < 40


def test_an_institution_is_added_with_its_place_and_reason(browser, coordinator):
    parent = make_institution("Talas Regional Court")
    page = browser(coordinator).visit("/en/admin/institutions").click("Add an institution")
    empty = page.submit("Add to the list")
    assert empty.status == 422
    assert "Choose the kind of institution." in empty.text

    found = page.submit("Search", words="talas regional", **NAMES)
    answers = {**NAMES, "kind": "court", "region": "KG-T", "parent": str(parent.id), "reason": "A new law."}
    elsewhere = found.submit("Add to the list", district="41705214", **answers)
    assert elsewhere.status == 422
    assert "lies in another region" in elsewhere.text
    done = elsewhere.submit("Add to the list", **{**answers, "district": "41707232"})

    added = db.session.scalars(select(Institution).where(Institution.parent_id == parent.id)).one()
    assert done.heading == "New Court"
    assert "Added to the list" in done.text
    assert (added.state, added.district_code, added.names_confirmed) == (InstitutionState.LISTED, "41707232", True)
    assert queries.is_below(added.id, [parent.id])
    assert reasons()["institutions.institution.added"] == "A new law."


@pytest.mark.parametrize("language", ["en", "ky", "ru"])
def test_what_was_added_by_mistake_is_taken_back_with_a_reason(browser, coordinator, frozen, language):
    new = services.NewInstitution({"ky": "Жаңы сот", "ru": "Новый суд", "en": "New Court"}, "court", "KG-T")
    [added] = services.add_to_list([new], reason="A new law.", by=coordinator.id, at=frozen)
    db.session.commit()
    theirs = browser(coordinator)
    [undo] = theirs.visit(address(added).replace("/en/", f"/{language}/")).all("//table[@id='history']//a/@href")

    page = theirs.visit(undo)
    refused = theirs.post(undo, {"csrf_token": token_of(theirs), "reason": " "})
    done = theirs.post(undo, {"csrf_token": token_of(theirs), "reason": "Twice in the list."})

    assert (page.status, refused.status, done.status) == (200, 422, 200)
    assert page.tree.getroot().get("lang") == language
    assert fresh(added).state is InstitutionState.REFUSED
    assert reasons()["institutions.change.undone"] == "Twice in the list."
    assert not done.all("//table[@id='history']//a")
    assert [link for link in done.all("//main//a/@href") if link.endswith(("/rename", "/move", "/merge"))] == []
    assert theirs.post(address(added, "/rename"), {"csrf_token": token_of(theirs), "reason": "So."}).status == 404


def test_what_somebody_works_in_is_not_taken_back(browser, coordinator, frozen):
    new = services.NewInstitution({"ky": "Жаңы сот", "ru": "Новый суд", "en": "New Court"}, "court", "KG-T")
    [added] = services.add_to_list([new], reason="A new law.", by=coordinator.id, at=frozen)
    db.session.commit()
    form = browser(coordinator).visit(address(added)).click("Undo – Added to the list")
    assert "It can be added again." in form.text
    take_workplace(make_person(), added.id, at=frozen)
    db.session.commit()

    done = form.submit("Undo the change", reason="Twice in the list.")

    assert "This can no longer be undone" in done.notice
    assert fresh(added).state is InstitutionState.LISTED
    assert "Undo – Added to the list" not in done.links()


def test_the_same_institution_is_not_added_twice(browser, coordinator, court):
    answers = {"names-ky": "Башка", "names-ru": "Другой", "names-en": "Old Court", "kind": "court", "region": "KG-T"}

    page = browser(coordinator).visit("/en/admin/institutions/new")
    refused = page.submit("Add to the list", parent="top", reason="Law.", **answers)

    assert refused.status == 422
    assert "has this name already" in refused.text


def test_names_are_confirmed_with_the_spelling_put_right(browser, coordinator, court):
    page = browser(coordinator).visit(address(court)).click("Confirm the names")
    assert page.submit("Confirm the names").status == 422

    done = page.submit("Confirm the names", reason="The statute.", **{"names-ky": "Эски сот"})

    assert "The names are confirmed." in done.notice
    assert [name.name_ky for name in fresh(court).names] == ["Эски сот"]
    assert listed(done)["Names of the institution"] == "Confirmed"
    again = done.click("Correct the spelling").submit("Confirm the names", reason="Again.")
    assert (again.status, "It is so already" in again.text) == (422, True)


def test_names_to_be_confirmed_can_be_listed_alone(browser, coordinator, court):
    make_institution("Young Court").names_confirmed = True
    db.session.commit()

    page = browser(coordinator).visit(
        "/en/admin/institutions", {"name": "court", "names": "unconfirmed", "region": "KG-T"}
    )

    assert "Old Court" in page.text
    assert "Young Court" not in page.text


def test_a_new_name_has_its_first_day(browser, coordinator, court):
    page = browser(coordinator).visit(address(court)).click("Rename")
    assert page.submit("Rename", reason="Decree.", **NAMES).status == 422

    done = page.submit("Rename", reason="Decree.", **NAMES, **FIRST)

    assert done.heading == "Old Court"
    assert [row.text.strip() for row in done.all("//table[@id='names']//th[@scope='row']")] == [
        "New Court",
        "Old Court",
    ]
    too_early = page.submit("Rename", reason="Again.", **{**NAMES, **FIRST, "names-en": "Newest Court"})
    assert (too_early.status, "Choose a later day" in too_early.text) == (422, True)


def test_a_year_that_is_none_is_no_day(browser, coordinator, court):
    page = browser(coordinator).visit(address(court, "/rename"))

    refused = page.submit("Rename", reason="Decree.", **{**NAMES, **FIRST, "since-year": "1"})

    assert (refused.status, "There is no such day." in refused.text) == (422, True)


def test_a_move_says_who_will_see_it_before_it_is_made(browser, coordinator, court):
    above = db.session.get(Institution, court.parent_id)
    new = make_institution("Elsewhere")
    make_account(Role.FOCAL_POINT, name="А Б", place=above)
    make_account(Role.FOCAL_POINT, name="В Г", place=new)
    make_account(Role.FOCAL_POINT, name="Д Е", place=new)
    page = browser(coordinator).visit(address(court)).click("Move").submit("Search", words="elsewhere")

    sure = page.submit("Continue", parent=str(new.id), reason="A law.")
    assert sure.heading == "What follows"
    assert "2 focal points will see it" in sure.text
    assert "1 focal point will no longer see it." in sure.text
    assert listed(sure)["Will belong to"] == "Elsewhere"
    assert fresh(court).parent_id == above.id

    done = sure.submit("Move the institution")

    assert queries.is_below(court.id, [new.id])
    assert "Belongs to: Elsewhere" in done.text
    assert reasons()["institutions.institution.moved"] == "A law."


def test_a_move_waits_for_its_day_and_can_be_called_off(browser, coordinator, court):
    new = make_institution("Elsewhere")
    page = browser(coordinator).visit(address(court, "/move")).submit("Search", words="elsewhere")

    done = page.submit("Continue", parent=str(new.id), reason="A law.", **FIRST).submit("Move the institution")
    assert "Waits for its day" in done.text
    done.click("Undo – Belongs to: Elsewhere").submit("Undo the change", reason="Not passed.")

    assert apply_changes("2026-12-01") == {"changes": 0}
    assert not queries.is_below(court.id, [new.id])


def test_an_institution_does_not_move_below_itself(browser, coordinator, court):
    child = make_institution("Child", parent=court)
    page = browser(coordinator).visit(address(court, "/move")).submit("Search", words="child")

    refused = page.submit("Continue", parent=str(child.id), reason="A slip.").submit("Move the institution")

    assert refused.status == 422
    assert "Move that one first." in refused.text


def test_two_lines_become_one_and_two_again(browser, coordinator, court):
    same = make_institution("Old Court of Talas")
    page = browser(coordinator).visit(address(court)).click("Merge")

    sure = page.submit("Continue", institution=str(same.id), reason="Twice in the list.")
    assert "People who work here work there" in sure.text
    assert fresh(court).state is InstitutionState.LISTED
    done = sure.submit("Merge the institution")

    assert "Merged into another institution:" in done.text
    assert db.session.scalars(select(Workplace)).one().institution_id == same.id
    back = done.click("Undo – Merged into: Old Court of Talas").submit("Undo the change", reason="They are two.")
    assert "What was before holds again." in back.notice
    assert fresh(court).state is InstitutionState.LISTED
    assert db.session.scalars(select(Workplace)).one().institution_id == court.id


@pytest.mark.parametrize("page", ["names", "rename", "move", "merge", "close"])
def test_what_was_merged_is_changed_no_more(browser, coordinator, court, frozen, page):
    assert browser(coordinator).visit(address(court, f"/{page}")).status == 200
    services.merge_institutions(court, make_institution("Court"), reason="Twice.", by=coordinator.id, at=frozen)
    db.session.commit()

    assert browser(coordinator).visit(address(court, f"/{page}")).status == 404
    assert browser(coordinator).visit(address(court)).status == 200


def test_a_closed_institution_is_offered_no_more(browser, coordinator, court):
    page = browser(coordinator).visit(address(court)).click("Close")
    assert page.submit("Close the institution", reason="Decree.").status == 422

    done = page.submit(
        "Close the institution", reason="Decree.", **{"since-day": "1", "since-month": "11", "since-year": "2026"}
    )

    assert "This institution is closed." in done.text
    assert fresh(court).state is InstitutionState.CLOSED
    assert "Rename" not in done.links()


def test_what_is_newer_has_to_be_undone_first(browser, coordinator, court, frozen):
    facts = {"reason": "Law.", "by": coordinator.id, "at": frozen}
    first = services.confirm_names(court, {"ky": "А", "ru": "Б", "en": "C"}, **facts)
    services.close_institution(court, on=frozen.date(), **facts)
    db.session.commit()

    page = browser(coordinator).visit(address(court, f"/changes/{first.id}/undo"))

    assert "can no longer be undone" in page.text
    assert not page.all("//main//form")


def test_a_change_of_another_institution_is_absent(browser, coordinator, court, frozen):
    other = make_institution("Other")
    change = services.close_institution(other, on=frozen.date(), reason="Law.", by=coordinator.id, at=frozen)
    db.session.commit()

    assert browser(coordinator).visit(address(court, f"/changes/{change.id}/undo")).status == 404


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_every_page_speaks_the_other_languages(browser, coordinator, court, language):
    theirs = browser(coordinator)

    for rest in ("", "/names", "/rename", "/move", "/merge", "/close"):
        assert theirs.visit(f"/{language}/admin/institutions/listed/{court.id}{rest}").status == 200
