"""Who may see: authors and the coordinator; foreign modules look absent."""

import pytest
from sqlalchemy import insert

from lms.accounts.models import Role
from lms.catalogue.models import ModuleAuthor
from lms.core.extensions import db
from lms.enrolments.requirements import FINAL_KEY
from tests.insight.crowds import Sat, write
from tests.insight.test_pages import FILE, WHOLE, one
from tests.support.factories import make_account, make_enrolment

PAGES = (WHOLE, one("q1"), FILE)


@pytest.mark.parametrize("role", [Role.TRAINER, Role.GENDER_REVIEWER, Role.RIGHTS_REVIEWER, Role.ADMINISTRATOR, None])
def test_foreign_modules_are_absent(browser, sixty, role):
    stranger = make_account(*([role] if role else []))

    assert {browser(stranger).visit(path).status for path in PAGES} == {404}


def test_nobody_is_asked_to_sign_in_twice(browser, sixty, trainer, coordinator):
    assert {browser(trainer).visit(path).status for path in PAGES} == {200}
    assert {browser(coordinator).visit(path).status for path in PAGES} == {200}


def test_a_module_or_a_question_that_is_not_there(browser, sixty, trainer):
    assert browser(trainer).visit("/en/studio/modules/none/statistics").status == 404
    assert browser(trainer).visit(one("q9")).status == 404
    assert browser(trainer).visit(f"{one('q1')}?edition=9").status == 404


def test_a_coordinator_who_studies_the_module_sees_nothing_before_passing(browser, edition, sixty, coordinator):
    write(edition, [Sat({"q1": ["b"]}, set(), person=coordinator.person_id)])
    assert browser(coordinator).visit(one("q1")).status == 404

    make_enrolment(edition, coordinator.person, done=[FINAL_KEY])
    assert browser(coordinator).visit(one("q1")).status == 200


def test_explanations_are_for_those_who_read_figures(browser, session):
    assert browser(make_account(Role.TRAINER)).visit("/en/studio/statistics/explained").status == 200
    assert browser(make_account(Role.GENDER_REVIEWER)).visit("/en/studio/statistics/explained").status == 403


def test_an_author_without_the_role_sees_nothing(browser, edition, sixty):
    former = make_account()
    db.session.execute(insert(ModuleAuthor), [{"module_id": edition.module_id, "account_id": former.id}])
    db.session.commit()
    assert browser(former).visit(WHOLE).status == 404
