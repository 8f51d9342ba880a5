"""From the last saved word to the shelf: four lists, two people, publication."""

import msgspec
import pytest
from sqlalchemy import func, select

from lms.accounts.models import Role
from lms.authoring.checklists import Answer, Said, answers_of
from lms.authoring.errors import ChangeUnsaid, MustChangeOpen, NotApproved, NotYourReview, ReviewOpen
from lms.authoring.exports import authoring_part
from lms.authoring.models import BegunAnswers, Review, ReviewKind, ReviewState
from lms.authoring.retention import forget_begun
from lms.authoring.review_queries import reviewers_to_ask
from lms.authoring.services import begun, drafts, publishing, reviews
from lms.authoring.wording import notes_on
from lms.catalogue.documents import module_from_json
from lms.catalogue.errors import CountsOtherwise
from lms.catalogue.models import Edition
from lms.core import clock
from lms.core.site import Publication
from lms.people.merging import merge_people
from tests.authoring.documents import sound_document
from tests.support.factories import make_account
from tests.support.reviews import all_yes, send, sign

STUDIO = "/en/studio"
HOME = f"{STUDIO}/modules/practice"


def test_every_list_approved_by_two_people_approves_the_text(approved):
    assert approved.state is ReviewState.APPROVED
    said = {(one.kind.value, one.role.value, one.version) for one in approved.signatures}
    assert said == {
        ("gender", "gender_reviewer", 1),
        ("kyrgyz", "gender_reviewer", 2),
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
    downloaded = authoring_part(both.person_id)
    assert (downloaded["author_of"], downloaded["once_author_of"]) == ([], ["practice"])


def test_a_person_with_two_accounts_is_one_person(session, review, module, trainer, gender_reviewer, rights_reviewer):
    """Who wrote with one does not sign with the other, and who signs for gender does not sign for human rights."""
    writer, same = make_account(Role.TRAINER), make_account(Role.GENDER_REVIEWER)
    drafts.add_author(module, writer.id, by=None, at=clock.now())
    again = make_account(Role.RIGHTS_REVIEWER)
    for one, other in ((writer, same), (again, gender_reviewer)):
        merge_people(one.person, other.person, reason="One person.", by=trainer.id, at=clock.now())
    session.commit()

    with pytest.raises(NotYourReview):
        sign(review, ReviewKind.GENDER, same)
    sign(review, ReviewKind.GENDER, gender_reviewer)
    session.commit()
    with pytest.raises(NotYourReview):
        sign(review, ReviewKind.RIGHTS, again)
    asked = {account.id for account in reviewers_to_ask(review.id, clock.now())}
    assert same.id not in asked
    assert rights_reviewer.id in asked
    sign(review, ReviewKind.LAW, again)


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


def test_a_list_answered_in_part_is_gone_on_with_later(browser, session, review, gender_reviewer):
    address = f"{STUDIO}/reviews/{review.id}/sign/gender"
    own = browser(gender_reviewer)
    page = own.visit(address).submit(
        "Keep as a draft", **{"item-language": "no", "note-language": "Always he.", "note-care-duties": "Ask."}
    )

    assert page.status == 200
    assert "Only you see it" in page.text
    page = own.visit(address)
    assert page.all("//input[@name='item-language' and @value='no' and @checked]")
    assert "Always he." in page.html
    assert "Ask." in page.html
    assert review.signatures == []
    other = make_account(Role.GENDER_REVIEWER)
    assert "Always he." not in browser(other).visit(address).html
    (row,) = authoring_part(gender_reviewer.person_id)["checklists_begun"]
    assert row["answers"]["note-language"] == "Always he."
    page = own.visit(address).submit("Keep as a draft", **{"note-language": "x" * 1001})
    assert page.status == 422
    page = own.visit(address).submit("Sign the decision", decision="return")
    assert page.status == 200
    session.expire_all()
    assert session.scalars(select(BegunAnswers)).all() == []
    assert review.signatures[0].answers["language"]["note"] == "Always he."


def test_what_was_begun_goes_with_its_round(session, review, draft, trainer, gender_reviewer):
    begun.keep_begun(review, ReviewKind.GENDER, gender_reviewer.id, {"item-language": "yes"}, at=clock.now())
    session.commit()
    assert forget_begun(clock.now()) == 0
    reviews.overtake_review(draft.module_id, at=clock.now())
    session.commit()

    assert forget_begun(clock.now()) == 1


def test_the_page_of_a_review_says_how_many_words_are_open(browser, session, draft, trainer, gender_reviewer):
    document = module_from_json(draft.document)
    clean = browser(gender_reviewer).visit(f"{STUDIO}/reviews/{send(draft, trainer).id}")
    assert "to look at" not in clean.text
    words = {**document.summary, "en": f"{document.summary['en']} The chairman decides."}
    drafts.save(draft, msgspec.structs.replace(document, summary=words), by=trainer.id, what="text", at=clock.now())
    review = send(draft, trainer)
    session.commit()
    count = sum(note.is_to_do for note in notes_on(module_from_json(draft.document), draft.module_id))

    page = browser(gender_reviewer).visit(f"{STUDIO}/reviews/{review.id}")

    assert count > 0
    assert f"Wording: what the check found {count} to look at" in " ".join(page.text.split())


def test_what_would_count_otherwise_is_said_and_not_published(browser, approved, trainer, monkeypatch):
    monkeypatch.setattr(
        "lms.authoring.views.publishing.publishing.publish", lambda *_args, **_more: _raise(CountsOtherwise)
    )

    page = browser(trainer).visit(f"{HOME}/publish").submit("Publish")

    assert page.status == 200
    assert "numbers already reported rest on them" in page.text


def _raise(refusal):
    raise refusal


@pytest.mark.parametrize("kind", ["rights", "gender"])
def test_a_list_that_is_not_the_persons_is_absent(browser, review, gender_reviewer, trainer, kind):
    person = gender_reviewer if kind == "rights" else trainer

    assert browser(person).visit(f"{STUDIO}/reviews/{review.id}/sign/{kind}").status == 404


def test_reviews_are_for_reviewers(browser, review, trainer, coordinator):
    for person in (trainer, coordinator):
        assert browser(person).visit(f"{STUDIO}/reviews").status == 403
        assert browser(person).visit(f"{STUDIO}/reviews/{review.id}").status == 404
