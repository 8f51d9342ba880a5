"""What becomes of a text that was published: the next edition, what leaves with it, how it ends."""

import msgspec
import pytest
from sqlalchemy import select

from lms.authoring.carrying import SourceChange
from lms.authoring.errors import NotApproved
from lms.authoring.models import ReviewKind, ReviewState
from lms.authoring.services import drafts, publishing
from lms.authoring.services.records import papers_of
from lms.catalogue.models import Edition, EditionChange, ModuleState
from lms.catalogue.queries import document_of, modules_on_shelf
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.site import Publication
from lms.enrolments.models import Enrolment
from tests.authoring.documents import sound_document, sound_pack
from tests.support.factories import make_enrolment
from tests.support.packs import words
from tests.support.reviews import approve, send, sign

STUDIO = "/en/studio"
HOME = f"{STUDIO}/modules/practice"


def test_publication_puts_the_approved_text_on_the_shelf(session, edition, module, draft):
    assert (edition.number, edition.is_reviewed, str(edition.reviewed_on)) == (1, True, "2026-11-16")
    assert {one["kind"]: (one["role"], one["on"], one["version"]) for one in edition.reviews} == {
        "gender": ("gender_reviewer", "2026-11-16", 1),
        "rights": ("rights_reviewer", "2026-11-16", 1),
        "law": ("rights_reviewer", "2026-11-16", 1),
        "kyrgyz": ("gender_reviewer", "2026-11-16", 2),
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


def test_signatures_leave_with_an_edition_though_the_draft_has_moved_on(session, edition, module, draft, trainer):
    drafts.save(draft, sound_document(minutes=99), by=trainer.id, what="settings", at=clock.now())
    session.commit()

    signatures = papers_of(document_of(edition.id), module.id).signatures

    assert {one.kind: one.name for one in signatures} == {"gender": "1", "kyrgyz": "1", "rights": "2", "law": "2"}
    assert papers_of(sound_document(minutes=99), module.id).signatures == ()


def test_what_is_checked_after_publication_is_sent_again_and_all_signatures_stand(
    session, edition, approved, draft, trainer, rights_reviewer
):
    published = sound_document()
    checked = msgspec.structs.replace(published, states={**published.states, "ky": "approved"})
    drafts.save(
        draft, checked, by=rights_reviewer.id, what="translation:ky", at=clock.now(), change=SourceChange.CHECKED
    )
    session.commit()
    session.refresh(approved)

    assert approved.document_hash == edition.document_hash != draft.document_hash
    with pytest.raises(NotApproved):
        publishing.publish(draft, policy=Publication().policy, by=trainer.id, at=clock.now())
    assert send(draft, trainer, "content").state is ReviewState.APPROVED
    second = publishing.publish(draft, policy=Publication().policy, by=trainer.id, at=clock.now())
    assert (second.number, second.change) == (2, EditionChange.CONTENT)


def test_a_withdrawn_text_is_looked_at_again_whoever_signed_it(session, edition, draft, trainer):
    publishing.withdraw(edition, reason="An article was repealed.", by=trainer.id, at=clock.now())
    session.commit()

    with pytest.raises(NotApproved):
        publishing.publish(draft, policy=Publication().policy, by=trainer.id, at=clock.now())
    again = send(draft, trainer)
    assert (again.state, again.signatures, again.kept) == (ReviewState.OPEN, [], {})


# ── In the browser ────────────────────────────────────────────────────────────


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
