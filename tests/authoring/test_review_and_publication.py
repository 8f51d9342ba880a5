"""From the last saved word to the shelf: two reviews, publication, and how an edition or a module ends."""

import pytest
from sqlalchemy import func, select

from lms.accounts.models import Role
from lms.authoring.checklists import Answer, Said, answers_of
from lms.authoring.errors import ChangeUnsaid, MustChangeOpen, NotApproved, NotYourReview, ReviewOpen
from lms.authoring.models import Review, ReviewKind, ReviewState
from lms.authoring.queries import reviewers_to_ask
from lms.authoring.services import drafts, publishing, reviews
from lms.catalogue.models import Edition, EditionChange, ModuleState
from lms.catalogue.queries import document_of, modules_on_shelf
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.site import Publication
from lms.enrolments.models import Enrolment
from tests.authoring.documents import sound_document, sound_pack
from tests.support.factories import make_account, make_enrolment
from tests.support.packs import words
from tests.support.reviews import all_yes, approve, sign

STUDIO = "/en/studio"
HOME = f"{STUDIO}/modules/practice"


def send(draft, trainer, change="first"):
    return reviews.request_review(draft, change=change, by=trainer.id, at=clock.now())


@pytest.fixture
def review(session, draft, trainer):
    made = send(draft, trainer)
    session.commit()
    return made


@pytest.fixture
def approved(session, review, gender_reviewer, rights_reviewer):
    approve(review, gender_reviewer, rights_reviewer)
    session.commit()
    return review


@pytest.fixture
def edition(session, approved, draft, trainer):
    made = publishing.publish(draft, policy=Publication().policy, by=trainer.id, at=clock.now())
    session.commit()
    return made


def test_every_list_approved_by_two_people_approves_the_text(approved):
    assert approved.state is ReviewState.APPROVED
    said = {(one.kind.value, one.role.value, one.version) for one in approved.signatures}
    assert said == {
        ("gender", "gender_reviewer", 1),
        ("kyrgyz", "gender_reviewer", 1),
        ("rights", "rights_reviewer", 1),
        ("law", "rights_reviewer", 1),
    }


@pytest.mark.parametrize("missing", ReviewKind)
def test_a_list_that_is_not_signed_keeps_from_publication(
    session, review, draft, trainer, gender_reviewer, rights_reviewer, missing
):
    for kind in set(ReviewKind) - {missing}:
        sign(review, kind, gender_reviewer if kind in (ReviewKind.GENDER, ReviewKind.KYRGYZ) else rights_reviewer)

    assert review.state is ReviewState.OPEN
    with pytest.raises(NotApproved):
        publishing.publish(draft, policy=Publication().policy, by=trainer.id, at=clock.now())


def test_one_return_ends_the_round(session, review, rights_reviewer):
    sign(review, ReviewKind.RIGHTS, rights_reviewer, is_approval=False)

    assert review.state is ReviewState.RETURNED


@pytest.mark.parametrize("first", [ReviewKind.GENDER, ReviewKind.RIGHTS])
def test_nobody_signs_for_gender_and_for_human_rights(session, review, first):
    both = make_account(Role.GENDER_REVIEWER, Role.RIGHTS_REVIEWER)
    sign(review, first, both)
    [second] = {ReviewKind.GENDER, ReviewKind.RIGHTS} - {first}

    with pytest.raises(NotYourReview):
        sign(review, second, both)
    assert sign(review, ReviewKind.LAW, both).role is Role.RIGHTS_REVIEWER


def test_nobody_signs_a_list_without_its_role(session, review, gender_reviewer, rights_reviewer):
    for kind, person in (
        (ReviewKind.GENDER, rights_reviewer),
        (ReviewKind.RIGHTS, gender_reviewer),
        (ReviewKind.LAW, gender_reviewer),
    ):
        with pytest.raises(NotYourReview):
            sign(review, kind, person)


def test_nobody_signs_what_they_wrote_or_sent(session, review, module, trainer):
    author = make_account(Role.GENDER_REVIEWER)
    drafts.add_author(module, author.id, by=None, at=clock.now())

    for person in (author, trainer):
        with pytest.raises(NotYourReview):
            sign(review, ReviewKind.GENDER, person)


def test_whoever_wrote_the_text_and_is_no_longer_its_author_signs_nothing_of_it(
    browser, session, review, module, draft, trainer
):
    both = make_account(Role.TRAINER, Role.GENDER_REVIEWER)
    drafts.add_author(module, both.id, by=None, at=clock.now())
    drafts.remove_author(module, both.id, by=both.id, at=clock.now())
    session.commit()

    with pytest.raises(NotYourReview):
        sign(review, ReviewKind.GENDER, both)
    assert both.id not in {account.id for account in reviewers_to_ask(review.id, clock.now())}
    page = browser(both).visit(f"{STUDIO}/reviews/{review.id}")
    assert "Checklist: Gender" not in page.text
    assert browser(both).visit(f"{STUDIO}/reviews/{review.id}/sign/gender").status == 404
    assert browser(both).visit(f"{HOME}/languages/ky/lesson:first").status == 404


def test_approving_needs_every_line_answered_and_nothing_that_must_change(session, review, gender_reviewer):
    lines = all_yes(ReviewKind.GENDER)
    but_one = {key: answer for key, answer in lines.items() if key != "language"}
    for answers in (
        {},
        but_one,
        {**but_one, "language": Answer(Said.NO, "Always he.")},
        {**but_one, "language": Answer(Said.NOT_APPLICABLE)},
        {**but_one, "another": Answer(Said.YES)},
    ):
        with pytest.raises(MustChangeOpen):
            sign(review, ReviewKind.GENDER, gender_reviewer, answers=answers)
    assert review.signatures == []

    with_reason = {**but_one, "language": Answer(Said.NOT_APPLICABLE, "No person is named.", ("lesson:first",))}
    kept = sign(review, ReviewKind.GENDER, gender_reviewer, answers=with_reason)
    session.commit()
    assert answers_of(kept) == with_reason


def test_a_return_says_what_has_to_change(session, review, gender_reviewer):
    for answers in ({}, all_yes(ReviewKind.GENDER), {"language": Answer(Said.NO)}):
        with pytest.raises(ChangeUnsaid):
            sign(review, ReviewKind.GENDER, gender_reviewer, is_approval=False, answers=answers, comment="")

    answers = {"language": Answer(Said.NO, "Always he.")}
    assert not sign(review, ReviewKind.GENDER, gender_reviewer, is_approval=False, answers=answers).is_approval


def test_an_open_comment_that_must_change_holds_approval_up(session, review, trainer, gender_reviewer):
    comment = reviews.add_comment(
        review,
        place="lesson:first",
        category="gender",
        must_change=True,
        text="Always he.",
        by=gender_reviewer.id,
        at=clock.now(),
    )
    session.flush()

    with pytest.raises(MustChangeOpen):
        sign(review, ReviewKind.GENDER, gender_reviewer)
    reviews.resolve_comment(comment, by=trainer.id, at=clock.now())
    session.flush()

    assert sign(review, ReviewKind.GENDER, gender_reviewer).is_approval


def test_a_change_after_approval_needs_a_new_review(session, approved, draft, trainer):
    drafts.save(draft, sound_document(minutes=21), by=trainer.id, what="settings", at=clock.now())
    session.commit()
    session.refresh(approved)

    assert approved.state is ReviewState.OVERTAKEN
    with pytest.raises(NotApproved):
        publishing.publish(draft, policy=Publication().policy, by=trainer.id, at=clock.now())


def test_a_module_is_sent_once(session, review, draft, trainer):
    with pytest.raises(ReviewOpen):
        send(draft, trainer)


def test_publication_puts_the_approved_text_on_the_shelf(session, edition, module, draft):
    assert (edition.number, edition.is_reviewed, str(edition.reviewed_on)) == (1, True, "2026-11-16")
    assert {one["kind"]: (one["role"], one["on"], one["version"]) for one in edition.reviews} == {
        "gender": ("gender_reviewer", "2026-11-16", 1),
        "rights": ("rights_reviewer", "2026-11-16", 1),
        "law": ("rights_reviewer", "2026-11-16", 1),
        "kyrgyz": ("gender_reviewer", "2026-11-16", 1),
    }
    assert edition.document_hash == draft.document_hash
    assert module in modules_on_shelf()


def test_an_edition_never_changes_while_the_draft_does(session, edition, draft, trainer):
    before = edition.document_hash
    drafts.save(draft, sound_document(minutes=99), by=trainer.id, what="settings", at=clock.now())
    session.commit()
    session.refresh(edition)

    assert edition.document_hash == before
    assert document_of(edition.id).minutes == 20


def next_edition(session, draft, trainer, reviewers, document, change):
    drafts.save(draft, document, by=trainer.id, what="text", at=clock.now())
    review = send(draft, trainer, change)
    session.flush()
    if len(reviewers) == 1:
        sign(review, ReviewKind.GENDER, *reviewers)
    else:
        approve(review, *reviewers)
    session.flush()
    return publishing.publish(draft, policy=Publication().policy, by=trainer.id, at=clock.now())


def test_people_in_the_middle_finish_the_edition_they_began(
    session, edition, draft, trainer, gender_reviewer, rights_reviewer
):
    enrolment = make_enrolment(edition)
    people = (gender_reviewer, rights_reviewer)

    second = next_edition(session, draft, trainer, people, sound_document(minutes=30), "content")

    session.refresh(enrolment)
    assert (second.number, second.change) == (2, EditionChange.CONTENT)
    assert enrolment.edition_id == edition.id


def test_a_corrected_wording_needs_one_reviewer_and_reaches_everybody(
    session, edition, draft, trainer, gender_reviewer
):
    enrolment = make_enrolment(edition)
    people = (gender_reviewer,)

    second = next_edition(session, draft, trainer, people, sound_document(summary=words("Better")), "wording")

    session.refresh(enrolment)
    assert second.change is EditionChange.WORDING
    assert enrolment.edition_id == second.id


def test_wording_is_only_offered_while_keys_and_answers_are_the_same(session, edition, module):
    raw = sound_pack()
    raw["questions"][0]["options"][0]["correct"] = False
    raw["questions"][0]["options"][1]["correct"] = True

    assert publishing.may_be_wording(module, sound_document(summary=words("Better")))
    assert not publishing.may_be_wording(module, sound_document(questions=raw["questions"]))


# ── In the browser ────────────────────────────────────────────────────────────


def test_whoever_has_reviews_to_do_is_not_told_that_none_waits(browser, review, gender_reviewer):
    """Two sentences that contradict each other are worse than none."""
    page = browser(gender_reviewer).visit("/en/studio")

    assert "1 module waits for review" in page.text
    assert "No module is waiting for you." not in page.text


def test_the_whole_way_in_the_browser(browser, session, trainer, module, gender_reviewer, rights_reviewer):
    page = browser(trainer).visit(HOME).click("Send for review").submit("Send for review")
    assert "Sent for review." in page.notice
    assert "Take back from review" in page.html

    for person, list_name in (
        (gender_reviewer, "Gender"),
        (gender_reviewer, "Kyrgyz language"),
        (rights_reviewer, "Human rights and do-no-harm"),
        (rights_reviewer, "National law"),
    ):
        page = browser(person).visit(f"{STUDIO}/reviews").click("M91. Title of practice")
        assert page.click("Lesson first en").status == 200
        page = page.click(f"Checklist: {list_name}")
        lines = {f.get("name"): "yes" for f in page.all("//input[@type='radio']") if f.get("name").startswith("item-")}
        page = page.submit("Sign the decision", **lines, decision="approve")
        assert "Your decision is kept." in page.notice

    page = browser(trainer).visit(STUDIO).click("Title of practice").click("Publish")
    assert "Edition" in page.text
    page = page.submit("Publish")

    assert "Edition 1 is published." in page.notice
    page = browser(trainer).visit("/en/modules/practice")
    assert "National law: 16 November 2026 (Human-rights reviewer)" in page.text
    assert browser(trainer).visit(HOME).status == 200
    assert session.scalar(select(func.count()).select_from(Edition)) == 1


def test_sending_an_unfinished_module_is_refused(browser, session, trainer, module, draft):
    drafts.save(draft, sound_document(summary={"ky": "", "ru": "", "en": "x"}), by=trainer.id, what="s", at=clock.now())
    session.commit()
    person = browser(trainer)
    token = person.visit(f"{HOME}/settings").all("//input[@name='csrf_token']")[0].get("value")

    page = person.post(f"{HOME}/send", {"csrf_token": token})

    assert page.status == 422
    assert session.scalar(select(func.count()).select_from(Review)) == 0


def test_a_reviewer_reads_everything_in_each_language(browser, session, review, gender_reviewer):
    for language in ("en", "ky", "ru"):
        for place in ("", "/lessons/first", "/questions", "/scenario", "/sign/gender"):
            page = browser(gender_reviewer).visit(f"/{language}/studio/reviews/{review.id}{place}")
            assert page.status == 200, place
            assert "iccpr" not in page.text, place


def test_a_reviewer_comments_on_a_place_and_the_author_settles_it(browser, session, review, trainer, gender_reviewer):
    page = browser(gender_reviewer).visit(f"{STUDIO}/reviews/{review.id}")

    page = page.submit("Add the comment", place="lesson:first", category="gender", must_change="y", text="Always he.")
    assert "Always he." in page.text
    page = browser(trainer).visit(HOME).click("What reviewers ask for")
    assert "Lesson: Lesson first en" in page.text
    page = page.submit("Mark as settled")

    assert "Settled" in page.text


def test_what_is_said_without_a_place_is_kept_in_the_form(browser, review, gender_reviewer):
    page = browser(gender_reviewer).visit(f"{STUDIO}/reviews/{review.id}")

    page = page.submit("Add the comment", text="About nothing.")

    assert page.status == 422
    assert "About nothing." in page.html


def test_approving_with_a_line_unanswered_is_refused_with_the_answers_kept(browser, session, review, gender_reviewer):
    page = browser(gender_reviewer).visit(f"{STUDIO}/reviews/{review.id}/sign/gender")

    page = page.submit("Sign the decision", **{"item-language": "yes"}, decision="approve")

    assert page.status == 422
    assert "Approving needs every line answered" in page.text
    assert page.all("//input[@name='item-language' and @value='yes' and @checked]")


@pytest.mark.parametrize("kind", ["rights", "gender"])
def test_a_list_that_is_not_the_persons_is_absent(browser, review, gender_reviewer, trainer, kind):
    person = gender_reviewer if kind == "rights" else trainer

    assert browser(person).visit(f"{STUDIO}/reviews/{review.id}/sign/{kind}").status == 404


def test_reviews_are_for_reviewers(browser, review, trainer, coordinator):
    for person in (trainer, coordinator):
        assert browser(person).visit(f"{STUDIO}/reviews").status == 403
        assert browser(person).visit(f"{STUDIO}/reviews/{review.id}").status == 404


def test_an_edition_is_withdrawn_in_two_steps_and_with_a_reason(browser, session, edition, module, trainer):
    page = browser(trainer).visit(f"{HOME}/editions").click("Withdraw – Edition 1")
    page = page.submit("Continue")
    assert page.status == 422

    page = page.submit("Continue", reason="An article was repealed.")
    assert session.scalar(select(Edition.withdrawn_at)) is None
    page = page.submit("Withdraw the edition")

    session.expire_all()
    assert "Edition 1 is withdrawn." in page.notice
    assert edition.withdrawn_reason == "An article was repealed."
    assert module.state is ModuleState.DRAFT
    act = session.scalars(select(AuditRecord).where(AuditRecord.act == "authoring.edition.withdrawn")).one()
    assert act.reason == "An article was repealed."


def test_a_module_is_retired_by_the_coordinator(browser, session, edition, module, coordinator):
    enrolment = make_enrolment(edition)
    page = browser(coordinator).visit(f"{HOME}/editions").click("Retire the module")
    day = {"finish_until-day": "31", "finish_until-month": "12", "finish_until-year": "2026"}

    page = page.submit("Continue", reason="The law has changed.", **day)
    page = page.submit("Retire the module")

    session.expire_all()
    assert "The module is retired." in page.notice
    assert (module.state, str(module.finish_until)) == (ModuleState.RETIRED, "2026-12-31")
    assert module not in modules_on_shelf()
    assert session.get(Enrolment, enrolment.id).edition_id == edition.id


def test_a_day_that_has_passed_is_refused(browser, edition, coordinator):
    page = browser(coordinator).visit(f"{HOME}/retire")

    page = page.submit("Continue", reason="Old.", **{
        "finish_until-day": "1", "finish_until-month": "1", "finish_until-year": "2026"})  # fmt: skip

    assert page.status == 422
    assert "The day has passed." in page.text


def test_reviewers_end_nothing(browser, edition, gender_reviewer, other_trainer):
    for person in (gender_reviewer, other_trainer):
        for place in ("/editions", "/editions/1/withdraw", "/retire", "/authors"):
            assert browser(person).visit(HOME + place).status == 404
