"""Loading: once is enough, unsigned text waits, what the studio wrote is never overwritten."""

import msgspec
import pytest
from sqlalchemy import func, select

from lms.authoring.checklist_queries import all_versions, checklists
from lms.authoring.errors import LoadRefused
from lms.authoring.models import ReviewChecklist, ReviewKind
from lms.authoring.packs.problems import Report
from lms.authoring.packs.reading import Pack
from lms.authoring.packs.signing import Papers, Signature
from lms.authoring.services.loading import load_pack
from lms.catalogue.models import Draft, Edition, EditionChange, ModuleState, TrainingModule
from lms.catalogue.services import save_draft, withdraw_edition
from lms.core import clock
from lms.questions.documents import hash_of
from tests.support.packs import small_module, words


def package(document=None, *, signatures=(), is_wording=False):
    document = document or small_module()
    return Pack("practice", document.slug, document, {}, Papers(signatures), is_wording, Report())


def signed(document, names=("A. B.", "C. D.", "C. D.", "A. B.")):
    return tuple(
        Signature(kind, name, f"2026-11-{day}", hash_of(document), f"role of {kind}", 3)
        for day, (kind, name) in enumerate(zip(("gender", "rights", "law", "kyrgyz"), names, strict=True), start=10)
    )


def load(pack, *, is_demonstration=False):
    return load_pack(pack, is_demonstration=is_demonstration, at=clock.now()).sentences


def module_of(session):
    return session.scalars(select(TrainingModule).where(TrainingModule.slug == "practice")).one()


def editions(session):
    return session.scalars(
        select(Edition).join(Edition.module).where(TrainingModule.slug == "practice").order_by(Edition.number)
    ).all()


def test_an_unsigned_package_becomes_a_draft_that_waits_for_review(session):
    assert load(package()) == ["new module", "not signed by its reviewers: the draft waits for review"]

    assert module_of(session).state is ModuleState.DRAFT
    assert editions(session) == []


def test_a_list_is_called_as_it_was_in_the_version_that_was_answered(session):
    newest = checklists()[ReviewKind.GENDER]
    before = all_versions()[ReviewKind.GENDER][newest.version].title
    later = {"title": {code: f"Later {code}" for code in before}, "items": []}
    session.add(ReviewChecklist(kind=ReviewKind.GENDER, version=newest.version + 1, data=later))
    session.flush()
    document = small_module()
    versions = (msgspec.structs.replace(one, version=newest.version) for one in signed(document))

    load(package(document, signatures=tuple(versions)))

    titles = {said["kind"]: said["title"] for said in editions(session)[0].reviews}
    assert titles["gender"] == before


def test_a_package_with_every_list_signed_is_published_with_days_and_roles(session):
    document = small_module()

    load(package(document, signatures=signed(document)))

    [edition] = editions(session)
    assert edition.is_reviewed
    assert str(edition.reviewed_on) == "2026-11-13"
    said = [(one["kind"], one["role"], one["on"], one["version"]) for one in edition.reviews]
    assert said[0] == ("gender", "role of gender", "2026-11-10", 3)
    assert [one[0] for one in said] == ["gender", "rights", "law", "kyrgyz"]
    assert "A. B." not in str(edition.reviews)


@pytest.mark.parametrize("fault", ["another document", "one person twice", "one list is missing"])
def test_signatures_must_be_two_people_on_exactly_this_document(session, fault):
    document = small_module()
    signatures = {
        "another document": signed(small_module(minutes=21)),
        "one person twice": signed(document, ("A. B.", "A. B.", "C. D.", "C. D.")),
        "one list is missing": signed(document)[:3],
    }[fault]

    load(package(document, signatures=signatures))

    assert editions(session) == []


def test_in_a_demonstration_an_unsigned_package_is_published_as_not_reviewed(session):
    load(package(), is_demonstration=True)

    [edition] = editions(session)
    assert not edition.is_reviewed


def test_loading_twice_changes_nothing(session):
    load(package(), is_demonstration=True)
    session.flush()
    rows = session.scalar(select(func.count()).select_from(Edition))

    assert load(package(), is_demonstration=True) == []
    assert session.scalar(select(func.count()).select_from(Edition)) == rows


def test_a_newer_package_makes_a_new_edition(session):
    load(package(), is_demonstration=True)

    load(package(small_module(minutes=30)), is_demonstration=True)

    assert [(e.number, e.change) for e in editions(session)] == [(1, EditionChange.FIRST), (2, EditionChange.CONTENT)]


def test_a_package_may_say_that_only_the_wording_changed(session):
    load(package(), is_demonstration=True)

    load(package(small_module(summary=words("Better")), is_wording=True), is_demonstration=True)

    assert editions(session)[1].change is EditionChange.WORDING


def test_wording_cannot_change_answers(session):
    load(package(), is_demonstration=True)
    document = small_module()
    shorter = package(small_module(questions=[]), is_wording=True)

    assert len(document.questions) > 0
    with pytest.raises(LoadRefused, match="cannot change keys"):
        load(shorter, is_demonstration=True)


def test_a_draft_edited_in_the_studio_stops_the_load_and_is_left_as_it_is(session):
    load(package(), is_demonstration=True)
    draft = session.get_one(Draft, module_of(session).id)
    edited = small_module(minutes=99)
    save_draft(draft, edited, based_on=draft.revision, by=None, what="studio", at=clock.now())
    session.flush()

    with pytest.raises(LoadRefused) as refusal:
        load(package(small_module(minutes=30)), is_demonstration=True)

    assert "  minutes" in refusal.value.sentences
    assert draft.document_hash == hash_of(edited)
    assert len(editions(session)) == 1


def test_a_withdrawn_text_is_not_published_again(session):
    load(package(), is_demonstration=True)
    withdraw_edition(editions(session)[0], reason="A wrong article.", at=clock.now())

    assert load(package(), is_demonstration=True) == [
        "this text was withdrawn as an edition, so it is not published again"
    ]
    assert len(editions(session)) == 1


def test_a_code_belongs_to_one_module(session):
    load(package())

    with pytest.raises(LoadRefused, match="belongs to the module practice"):
        load(package(small_module(slug="other")))
