"""A role for one module opens that module and no other."""

import pytest

from lms.accounts import services as accounts
from lms.accounts.models import Role
from lms.accounts.scopes import Scope
from lms.authoring.review_queries import reviewers_to_ask
from lms.authoring.services import drafts, reviews
from lms.catalogue.models import Draft, ModuleAuthor
from lms.core import clock
from tests.authoring.documents import sound_document
from tests.support.factories import make_account

STUDIO = "/en/studio"


@pytest.fixture
def other_module(session, trainer):
    made = drafts.create_module(sound_document(slug="other", code="M92"), by=trainer.id, at=clock.now())
    session.commit()
    return made


def with_role(session, role, slug, by=None):
    account = make_account()
    accounts.give_role(account, role, by=by, reason="For one module", at=clock.now(), scope=Scope(module_slug=slug))
    session.commit()
    account.judged_at = clock.now()
    return account


def test_a_trainer_named_for_a_module_writes_it(browser, session, module):
    someone = with_role(session, Role.TRAINER, "practice")

    page = browser(someone).visit(STUDIO)

    assert page.click("M91").status == 200
    assert session.get(ModuleAuthor, (module.id, someone.id)) is not None


def test_a_trainer_of_one_module_sees_no_other_even_as_its_author(browser, session, module, other_module):
    someone = with_role(session, Role.TRAINER, "practice")
    drafts.add_author(other_module, someone.id, by=None, at=clock.now())
    session.commit()

    theirs = browser(someone)

    assert "M92" not in theirs.visit(STUDIO).text
    assert theirs.visit(f"{STUDIO}/modules/other").status == 404
    assert theirs.visit(f"{STUDIO}/modules/practice").status == 200


def test_a_trainer_of_one_module_begins_no_new_one(browser, session, module, trainer):
    assert browser(with_role(session, Role.TRAINER, "practice")).visit(f"{STUDIO}/new").status == 403
    assert browser(trainer).visit(f"{STUDIO}/new").status == 200


def test_a_role_for_a_module_that_there_is_not_opens_nothing(browser, session, module):
    someone = with_role(session, Role.TRAINER, "nowhere")

    assert browser(someone).visit(f"{STUDIO}/modules/practice").status == 404


def test_a_trainer_of_one_module_loses_it_with_the_role(browser, session, module):
    someone = with_role(session, Role.TRAINER, "practice")
    accounts.end_role(someone.grants[0], by=make_account(Role.ADMINISTRATOR), reason="Left", at=clock.now())
    session.commit()

    assert browser(someone).visit(f"{STUDIO}/modules/practice").status == 404


def test_a_reviewer_of_one_module_sees_and_signs_no_other(browser, session, trainer, module, other_module):
    rounds = {
        made.slug: reviews.request_review(
            session.get_one(Draft, made.id), change="first", by=trainer.id, at=clock.now()
        )
        for made in (module, other_module)
    }
    session.commit()
    theirs = browser(with_role(session, Role.GENDER_REVIEWER, "practice"))

    page = theirs.visit(f"{STUDIO}/reviews")

    assert "M91" in page.text or "Title of practice" in page.text
    assert "Title of other" not in page.text
    assert theirs.visit(f"{STUDIO}/reviews/{rounds['practice'].id}").status == 200
    assert theirs.visit(f"{STUDIO}/reviews/{rounds['other'].id}").status == 404
    assert theirs.visit(f"{STUDIO}/reviews/{rounds['other'].id}/sign/gender").status == 404


def test_a_reviewer_of_another_module_is_not_asked(session, trainer, module, draft):
    here = with_role(session, Role.GENDER_REVIEWER, "practice")
    with_role(session, Role.GENDER_REVIEWER, "other")

    review = reviews.request_review(draft, change="first", by=trainer.id, at=clock.now())

    assert [account.id for account in reviewers_to_ask(review.id, clock.now())] == [here.id]


def test_whoever_was_named_as_trainer_of_a_module_never_reviews_it(session, trainer, module, draft):
    someone = with_role(session, Role.TRAINER, "practice")
    accounts.end_role(someone.grants[0], by=make_account(Role.ADMINISTRATOR), reason="Left", at=clock.now())
    accounts.give_role(someone, Role.GENDER_REVIEWER, by=None, reason="Now reviews", at=clock.now())
    session.commit()

    review = reviews.request_review(draft, change="first", by=trainer.id, at=clock.now())

    assert not reviews.may_sign(review, "gender", someone.id)
