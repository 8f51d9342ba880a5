"""Whoever may sign is asked by mail, and whoever wrote is told of the decision."""

from sqlalchemy import select

from lms.accounts.models import Role
from lms.authoring.models import ReviewKind
from lms.authoring.services import drafts, reviews
from lms.core import clock
from lms.core.mail import Mail
from tests.support.factories import make_account
from tests.support.reviews import sign


def send(draft, trainer):
    return reviews.request_review(draft, change="first", by=trainer.id, at=clock.now())


def mails(session, kind):
    found = session.execute(select(Mail.recipient, Mail.language, Mail.body).where(Mail.kind == kind))
    return {row.recipient: row for row in found}


def test_every_reviewer_who_may_sign_is_asked(session, draft, trainer, gender_reviewer, rights_reviewer, coordinator):
    review = send(draft, trainer)

    asked = mails(session, "review_asked")

    assert set(asked) == {gender_reviewer.email, rights_reviewer.email}
    assert f"/en/studio/reviews/{review.id}" in asked[gender_reviewer.email].body
    assert "Practice" not in asked[gender_reviewer.email].body


def test_neither_authors_nor_suspended_people_are_asked(session, module, draft, trainer, gender_reviewer):
    suspended = make_account(Role.RIGHTS_REVIEWER)
    suspended.suspended_at = clock.now()
    author = make_account(Role.TRAINER, Role.GENDER_REVIEWER)
    drafts.add_author(module, author.id, by=trainer.id, at=clock.now())
    session.commit()

    send(draft, trainer)

    assert set(mails(session, "review_asked")) == {gender_reviewer.email}


def test_a_reviewer_without_an_address_is_passed_over(session, draft, trainer, rights_reviewer):
    make_account(Role.GENDER_REVIEWER, phone="+996555123456")

    send(draft, trainer)

    assert set(mails(session, "review_asked")) == {rights_reviewer.email}


def test_the_authors_are_told_of_a_return_in_their_own_language(session, draft, trainer, gender_reviewer):
    trainer.person.language = "ky"
    review = send(draft, trainer)

    said = "Read https://example.org once more."
    sign(review, ReviewKind.GENDER, gender_reviewer, is_approval=False, answers={}, comment=said)

    told = mails(session, "review_decided")
    assert set(told) == {trainer.email}
    assert told[trainer.email].language == "ky"
    assert "/ky/studio" in told[trainer.email].body
    assert "once more" not in told[trainer.email].body


def test_one_signature_of_several_decides_nothing_and_tells_nobody(session, draft, trainer, gender_reviewer):
    review = send(draft, trainer)

    sign(review, ReviewKind.GENDER, gender_reviewer)

    assert mails(session, "review_decided") == {}
