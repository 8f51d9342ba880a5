"""Who answers for people sees that they finished, never how many points they had; and only the own people."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts.models import Role
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.enrolments.services import record_step
from tests.support.factories import make_account, make_certificate, make_edition, make_enrolment, make_institution
from tests.support.factories.attempts import READY, hand_in, make_attempt
from tests.support.packs import small_module

#: Sixteen questions, thirteen right at the second try: no other number on these pages is 13 or 7.
RULES = {"final_questions": 16}


class Court:
    """A court with a chamber beneath it, another court elsewhere, and one person in each who passed."""

    def __init__(self):
        self.court = make_institution("Талас соту")
        self.chamber = make_institution("Палата", parent=self.court)
        self.elsewhere = make_institution("Нарын соту", region="KG-N")
        edition = make_edition(small_module(rules=RULES))
        places = {"Чыныбаев Талас": self.court, "Чаргынова Палата": self.chamber, "Четтеги Нарын": self.elsewhere}
        self.learners = {name: passed(edition, name, place) for name, place in places.items()}
        self.focal = make_account(Role.FOCAL_POINT, place=self.court, name="Байланышчы Бир")
        self.coordinator = make_account(Role.COORDINATOR)


def passed(edition, name, place):
    account = make_account(name=name, institution=place)
    enrolment = make_enrolment(edition, account.person, done=READY)
    hand_in(make_attempt(enrolment, seed=1), 7)
    hand_in(make_attempt(enrolment, seed=2), 13, at=clock.now() + timedelta(minutes=5))
    record_step(enrolment, "final", at=clock.now())
    db.session.commit()
    return enrolment


@pytest.fixture
def courts(session):
    return Court()


def record(place):
    return f"/en/reports/institutions/{place.id}"


def pages_of(visitor, courts, place):
    """Every page of the room that says something of one institution."""
    addresses = [record(place), f"{record(place)}/people"]
    addresses += [f"{record(place)}/people/{enrolment.id}" for enrolment in courts.learners.values()]
    return [visitor.visit(address) for address in addresses]


#: The points and the share as numbers of their own: codes and the addresses of the test people hold any digits.
NUMBERS = re.compile(r"(?<![\w@.+-])(?:13|81)(?![\w@-])")


def tells_points(page):
    """Points, the share they are, the number of the try, or the answers."""
    words = " ".join(" ".join(part.itertext()) for part in page.all("//main")).replace("\xa0", " ")
    told = [said for said in ("of 16", "Option", "Try 2", "2 of 3") if said in words]
    told += NUMBERS.findall(words)
    results = page.all("//table[.//th[contains(., 'At attempt')]]//td")
    return told + [cell.text for cell in results if (cell.text or "").strip().isdigit()]


def test_a_focal_point_sees_names_and_completion_but_no_points(browser, courts):
    visitor = browser(courts.focal)

    pages = [page for page in pages_of(visitor, courts, courts.court) if page.status == 200]

    assert "Чыныбаев Талас" in pages[1].text
    assert "Чаргынова Палата" in pages[1].text
    assert [tells_points(page) for page in pages] == [[]] * len(pages)
    assert len(pages) >= 3


def test_a_focal_point_sees_nothing_of_other_places(browser, courts):
    visitor = browser(courts.focal)

    assert {page.status for page in pages_of(visitor, courts, courts.elsewhere)} == {404}
    foreign = courts.learners["Четтеги Нарын"]
    assert visitor.visit(f"{record(courts.court)}/people/{foreign.id}").status == 404
    assert "Четтеги" not in visitor.visit(f"{record(courts.court)}/people").html


def test_a_focal_point_of_a_chamber_does_not_see_the_court_above(browser, courts):
    visitor = browser(make_account(Role.FOCAL_POINT, place=courts.chamber))

    assert visitor.visit(record(courts.court)).status == 404
    assert visitor.visit(f"{record(courts.court)}/people").status == 404
    assert "Чыныбаев" not in visitor.visit(f"{record(courts.chamber)}/people").html


def test_a_role_that_has_ended_opens_nothing_any_more(browser, courts, frozen):
    visitor = browser(courts.focal)
    assert visitor.visit(record(courts.court)).status == 200

    courts.focal.grants[0].ends_at = clock.now()
    db.session.commit()

    assert visitor.visit(record(courts.court)).status == 404


@pytest.mark.parametrize(
    "path", ["/en/reports", "/en/reports/people", "/en/reports/institutions", "/en/reports/persons"]
)
def test_the_coordinator_sees_no_points_of_a_named_person(browser, courts, path):
    page = browser(courts.coordinator).visit(path)

    assert page.status == 200
    assert [name for name in courts.learners if name in page.html] == []


def test_the_coordinators_named_pages_tell_no_points(browser, courts):
    pages = pages_of(browser(courts.coordinator), courts, courts.court)

    assert [tells_points(page) for page in pages] == [[]] * len(pages)


@pytest.mark.parametrize("ending", ["csv", "json"])
@pytest.mark.parametrize("slug", ["a", "b", "long", "participation"])
def test_no_file_names_anybody(browser, courts, slug, ending):
    answer = browser(courts.coordinator).visit(f"/en/reports/files/{slug}.{ending}").response
    text = answer.get_data(as_text=True)

    assert answer.status_code == 200
    for enrolment in courts.learners.values():
        account_names = [name.full_name for name in enrolment.person.names]
        assert not [word for word in (*account_names, str(enrolment.person_id), str(enrolment.id)) if word in text]


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.TRAINER, Role.ADMINISTRATOR, Role.GENDER_REVIEWER, None])
def test_files_are_for_the_coordinator_alone(browser, courts, role):
    account = make_account(*([role] if role else []), place=courts.court)
    visitor = browser(account)

    statuses = {
        visitor.visit(f"/en/reports/files/{slug}.{ending}").status
        for slug in ("a", "b", "long", "participation")
        for ending in ("xlsx", "csv", "json")
    }
    assert statuses == {404}


@pytest.mark.parametrize("role", list(Role))
def test_nobody_with_a_role_reads_another_persons_attempt(browser, courts, role):
    enrolment = next(iter(courts.learners.values()))
    attempt = make_attempt_of(enrolment)
    visitor = browser(make_account(role, place=courts.court))

    for rest in ("", "/check", "/result"):
        assert visitor.visit(f"/en/modules/practice/quiz/{attempt.id}{rest}").status == 404


def make_attempt_of(enrolment):
    from lms.quizzes.models import Attempt  # noqa: PLC0415

    return db.session.scalars(select(Attempt).where(Attempt.enrolment_id == enrolment.id)).first()


def test_the_administrator_sees_roles_and_no_learning(browser, courts):
    learner = db.session.merge(courts.learners["Чыныбаев Талас"])
    from lms.accounts.queries import account_of_person  # noqa: PLC0415

    account = account_of_person(learner.person_id)

    page = browser(make_account(Role.ADMINISTRATOR)).visit(f"/en/admin/people/{account.id}")

    assert "Чыныбаев Талас" in page.text
    assert tells_points(page) == []
    assert "Title of practice" not in page.text


def looks(*, by):
    db.session.rollback()
    query = select(AuditRecord).where(AuditRecord.actor_id == by.id, AuditRecord.act.like("%.seen"))
    return list(db.session.scalars(query))


def test_each_look_at_a_persons_completion_is_noted_and_shown_to_the_person(browser, courts):
    browser(courts.focal).visit(f"{record(courts.court)}/people")

    seen = {row.subject_id for row in looks(by=courts.focal) if row.act == "reporting.completion.seen"}
    inside = [courts.learners[name] for name in ("Чыныбаев Талас", "Чаргынова Палата")]
    assert seen == {str(enrolment.person_id) for enrolment in inside}

    from lms.accounts.queries import account_of_person  # noqa: PLC0415

    own = browser(account_of_person(inside[0].person_id)).visit("/en/profile/looks")
    assert "Байланышчы Бир" in own.text


def test_a_look_is_noted_though_the_page_only_reads(browser, courts):
    visitor = browser(courts.coordinator)
    before = len(looks(by=courts.coordinator))

    visitor.client.head(record(courts.court))

    assert len(looks(by=courts.coordinator)) > before


def test_who_opens_a_certificate_that_is_not_the_own_finds_nothing(browser, courts):
    certificate = make_certificate(make_account(), make_edition(small_module("other", "M93")))

    for account in (courts.coordinator, courts.focal):
        address = f"/en/my-learning/certificates/{certificate.id}/certificate.pdf"
        assert browser(account).visit(address).status == 404
