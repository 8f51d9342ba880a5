"""A change after a review asks anew what looks at it, and nothing else."""

import msgspec
import pytest

from lms.accounts.models import Role
from lms.authoring.checklist_queries import checklists
from lms.authoring.checklists import Answer, LooksAt, Said, answers_of
from lms.authoring.errors import NotApproved, VersionNotRaised
from lms.authoring.models import ReviewChecklist, ReviewKind, ReviewState
from lms.authoring.services import drafts, publishing, reviews
from lms.authoring.site_data import load_reference_data
from lms.authoring.touching import touches
from lms.catalogue.documents import module_from_json
from lms.core import clock
from lms.core.site import Publication
from lms.questions.documents import hash_of
from tests.authoring.documents import sound_document, sound_pack
from tests.support.factories import make_account
from tests.support.reviews import YES, all_yes, approve, sign

GENDER, RIGHTS, LAW, KYRGYZ = ReviewKind
STUDIO = "/en/studio"
HOME = f"{STUDIO}/modules/practice"


def with_lesson(document, language, key="first", **changes):
    lesson = document.lessons_by_key[key]
    texts = {**lesson.texts, language: msgspec.structs.replace(lesson.texts[language], **changes)}
    changed = msgspec.structs.replace(lesson, texts=texts)
    lessons = tuple(changed if one is lesson else one for one in document.lessons)
    return msgspec.structs.replace(document, lessons=lessons)


def in_kyrgyz(document):
    return with_lesson(document, "ky", title="Башка аталыш")


@pytest.fixture
def send(session, draft, trainer):
    def sent(document=None, change="content"):
        if document is not None:
            drafts.save(draft, document, by=trainer.id, what="text", at=clock.now())
        review = reviews.request_review(draft, change=change, by=trainer.id, at=clock.now())
        session.commit()
        return review

    return sent


def signed(review):
    return {signature.kind for signature in review.signatures}


def test_a_kyrgyz_text_asks_kyrgyz_anew_and_what_rests_on_it(session, send, draft, gender_reviewer, rights_reviewer):
    review = send(change="first")
    on_first = all_yes(GENDER) | {"women-in-office": Answer(Said.YES, "The judge.", ("lesson:first",))}
    on_second = all_yes(RIGHTS) | {"dignity": Answer(Said.YES, "", ("lesson:second", "questions"))}
    sign(review, GENDER, gender_reviewer, answers=on_first)
    sign(review, RIGHTS, rights_reviewer, answers=on_second)
    approve(review, gender_reviewer, rights_reviewer)
    assert review.state is ReviewState.APPROVED
    days = {signature.kind: signature.signed_at for signature in review.signatures}

    again = send(in_kyrgyz(module_from_json(draft.document)))

    assert (again.state, signed(again)) == (ReviewState.OPEN, {RIGHTS, LAW})
    assert all(one.is_kept and one.signed_at == days[one.kind] for one in again.signatures)
    assert again.kept["kyrgyz"] == {}
    assert set(all_yes(GENDER)) - set(again.kept["gender"]) == {"women-in-office"}
    session.refresh(review)
    assert review.state is ReviewState.OVERTAKEN
    approve(again, gender_reviewer, rights_reviewer)
    assert again.state is ReviewState.APPROVED


def test_what_kyrgyz_is_compared_with_asks_it_anew(session, send, draft, gender_reviewer, rights_reviewer):
    approve(send(change="first"), gender_reviewer, rights_reviewer)

    again = send(with_lesson(module_from_json(draft.document), "en", body="The opposite.\n"))

    assert KYRGYZ not in signed(again)
    assert set(all_yes(KYRGYZ)) - set(again.kept["kyrgyz"]) == {"same-meaning", "questions"}


@pytest.mark.parametrize(
    ("change", "asked"),
    [
        (lambda d: with_lesson(d, "ky", body="Жаңы.\n"), {"ky"}),
        (lambda d: with_lesson(d, "ru", summary="Иначе"), {"ru"}),
        (lambda d: with_lesson(d, "en", body="Otherwise.\n"), {"en", "source"}),
        (lambda d: msgspec.structs.replace(d, minutes=99), {"rules"}),
        (lambda d: msgspec.structs.replace(d, rules=msgspec.structs.replace(d.rules, pass_share="1/2")), {"rules"}),
        (lambda d: msgspec.structs.replace(d, sources=()), {"sources", "ky", "ru", "en", "source"}),
        (lambda d: msgspec.structs.replace(d, law_as_of="2026-01-01"), {"sources"}),
        (lambda d: msgspec.structs.replace(d, lessons=d.lessons[::-1]), {"rest"}),
        (lambda d: msgspec.structs.replace(d, themes=("courts",)), {"rest"}),
        (lambda d: msgspec.structs.replace(d, states={**d.states, "ky": "approved"}), set()),
    ],
)  # fmt: skip
def test_what_a_change_is(change, asked):
    before = sound_document()
    after = change(before)

    assert {what.value for touch in touches(before, after) for what in touch.what} == asked


def test_another_right_answer_is_a_change_of_the_keys():
    raw = sound_pack()
    question = raw["questions"][0]
    question["options"][0]["correct"], question["options"][1]["correct"] = False, True
    question["tags"] = ["x"]

    changed = touches(sound_document(), sound_document(questions=raw["questions"]))
    found = {(what, touch.part) for touch in changed for what in touch.what}

    assert found == {(LooksAt.KEYS, "questions"), (LooksAt.REST, "questions")}


def test_an_option_that_is_called_like_a_language_is_no_text_in_it():
    raw = sound_pack()
    question = raw["questions"][0]
    for option, key in zip(question["options"], ("en", "ru", "ky"), strict=False):
        option["key"] = key
    before = sound_document(questions=raw["questions"])
    options = raw["questions"][0]["options"]
    options[0]["correct"], options[1]["correct"] = not options[0]["correct"], not options[1]["correct"]

    changed = touches(before, sound_document(questions=raw["questions"]))

    assert {what for touch in changed for what in touch.what} == {LooksAt.KEYS}


def test_a_removed_question_is_a_change_of_all_that_it_was():
    before = sound_document()
    after = msgspec.structs.replace(before, questions=before.questions[1:])

    found = {what.value for touch in touches(before, after) for what in touch.what}

    assert {"ky", "ru", "en", "source", "keys"} <= found
    assert {touch.part for touch in touches(before, after)} == {"questions"}


def test_the_same_text_again_is_approved_at_once(session, send, draft, trainer, gender_reviewer, rights_reviewer):
    first = sound_document()
    approve(send(change="first"), gender_reviewer, rights_reviewer)
    changed = in_kyrgyz(first)
    drafts.save(draft, changed, by=trainer.id, what="text", at=clock.now())
    with pytest.raises(NotApproved):
        publishing.publish(draft, policy=Publication().policy, by=trainer.id, at=clock.now())

    again = send(first)

    assert (again.state, signed(again)) == (ReviewState.APPROVED, set(ReviewKind))
    edition = publishing.publish(draft, policy=Publication().policy, by=trainer.id, at=clock.now())
    assert edition.document_hash == hash_of(first) == again.document_hash


def test_what_must_change_is_not_passed_over_where_all_signatures_stand(
    session, send, draft, trainer, gender_reviewer, rights_reviewer
):
    review = send(change="first")
    approve(review, gender_reviewer, rights_reviewer)
    reviews.add_comment(
        review, place="lesson:first", category="law", must_change=True, text="!", by=rights_reviewer.id, at=clock.now()
    )
    reviews.overtake_review(draft.module_id, at=clock.now())
    session.commit()

    again = send()

    assert (again.state, signed(again)) == (ReviewState.OPEN, set(ReviewKind) - {RIGHTS})


def test_who_writes_the_module_now_has_signed_nothing(session, send, module, gender_reviewer, rights_reviewer):
    approve(send(change="first"), gender_reviewer, rights_reviewer)
    drafts.add_author(module, rights_reviewer.id, by=None, at=clock.now())
    reviews.overtake_review(module.id, at=clock.now())
    session.commit()

    assert signed(send()) == {GENDER, KYRGYZ}


def test_a_corrected_wording_needs_somebody_who_looks(session, send, draft, trainer, gender_reviewer, rights_reviewer):
    approve(send(change="first"), gender_reviewer, rights_reviewer)
    publishing.publish(draft, policy=Publication().policy, by=trainer.id, at=clock.now())

    again = send(in_kyrgyz(module_from_json(draft.document)), change="wording")

    assert again.state is ReviewState.OPEN
    sign(again, KYRGYZ, rights_reviewer)
    assert again.state is ReviewState.APPROVED


def test_a_line_that_says_something_else_is_asked_anew(session, send, draft, gender_reviewer, rights_reviewer):
    approve(send(change="first"), gender_reviewer, rights_reviewer)
    old = session.query(ReviewChecklist).filter_by(kind=LAW, version=1).one()
    items = [dict(item) for item in old.data["items"]]
    items[0] = {**items[0], "text": dict.fromkeys(("ky", "ru", "en"), "Other words.")}
    session.add(ReviewChecklist(kind=LAW, version=2, data={"title": old.data["title"], "items": items}))
    reviews.overtake_review(draft.module_id, at=clock.now())
    session.commit()

    again = send()

    assert checklists()[LAW].version == 2
    assert signed(again) == {GENDER, RIGHTS, KYRGYZ}
    assert set(again.kept["law"]) == {item["key"] for item in items[1:]}
    assert sign(again, LAW, rights_reviewer).version == 2
    assert again.state is ReviewState.APPROVED


def test_a_list_that_changes_without_a_new_version_is_not_loaded(session):
    row = session.query(ReviewChecklist).filter_by(kind=LAW, version=1).one()
    row.data = {**row.data, "title": dict.fromkeys(("ky", "ru", "en"), "Law")}
    session.commit()

    with pytest.raises(VersionNotRaised, match="law"):
        load_reference_data()


class Desk:
    """A person at the reviews of the module."""

    def __init__(self, browser, person):
        self.browser = browser(person)

    def waiting(self):
        return self.browser.visit(f"{STUDIO}/reviews").click("M91. Title of practice")

    def lists(self):
        return [text.split(": ")[1] for text in self.waiting().all("//a[starts-with(., 'Checklist: ')]/text()")]

    def answer(self, title, **values):
        page = self.waiting().click(f"Checklist: {title}")
        lines = dict.fromkeys(page.all("//input[starts-with(@name,'item-')]/@name"), "yes")
        page = page.submit("Sign the decision", **(lines | values))
        assert page.status == 200, page.text


@pytest.fixture
def gender(browser, gender_reviewer):
    return Desk(browser, gender_reviewer)


@pytest.fixture
def rights(browser, rights_reviewer):
    return Desk(browser, rights_reviewer)


def test_from_rejection_to_a_change_after_publication(browser, session, module, draft, trainer, gender, rights):
    """Sent, returned, mended, signed by two people, published, changed, asked anew: each as who they are."""
    author = browser(trainer)
    author.visit(HOME).click("Send for review").submit("Send for review")
    return_it(gender, author)
    change(session, draft, trainer, lambda document: with_lesson(document, "en", title="She or he"))
    send_again(author)
    approve_it(gender, rights)
    assert "Edition 1 is published." in author.visit(HOME).click("Publish").submit("Publish").notice

    change(session, draft, trainer, in_kyrgyz)
    author.visit(HOME).click("Send for review").submit("Send for review", change="content")
    assert gender.lists() == ["Kyrgyz language"]
    assert "nothing that it looks at has changed since" in gender.waiting().text
    assert "Asked anew" in gender.waiting().click("Checklist: Kyrgyz language").text
    gender.answer("Kyrgyz language", decision="approve")
    assert "Edition 2 is published." in author.visit(f"{HOME}/publish").submit("Publish").notice
    page = author.visit("/en/modules/practice")
    assert "Kyrgyz language: 16 November 2026 (Gender reviewer)" in page.text


def change(session, draft, person, work):
    drafts.save(draft, work(module_from_json(draft.document)), by=person.id, what="s", at=clock.now())
    session.commit()


def return_it(gender, author):
    """One list is signed, the other sends the module back; the author reads why and is led to the lesson."""
    assert gender.lists() == ["Gender", "Kyrgyz language"]
    gender.answer("Kyrgyz language", decision="approve")
    no = {"item-language": "no", "note-language": "The judge is always he.", "about-language": ["lesson:first"]}
    gender.answer("Gender", **no, decision="return")

    page = author.visit(HOME)
    assert "Reviewers have returned the module." in page.text
    page = page.click("What reviewers ask for")
    for said in ("The language does not assume that a person is a man.", "The judge is always he."):
        assert said in page.text
    assert page.click("Lesson: Lesson first en").heading == "Lesson first en"


def send_again(author):
    page = author.visit(f"{HOME}/send")
    rows = [" ".join(row.text_content().split()) for row in page.all("//ul[@class='requirement-list']/li")]
    assert rows == [
        "Gender 6 lines are asked anew",
        "Human rights and do-no-harm Not answered yet",
        "National law Not answered yet",
        "Kyrgyz language 2 lines are asked anew",
    ]
    page.submit("Send for review")


def approve_it(gender, rights):
    assert rights.lists() == ["Human rights and do-no-harm", "National law", "Kyrgyz language"]
    for person, title in (
        (gender, "Kyrgyz language"),
        (gender, "Gender"),
        (rights, "National law"),
        (rights, "Human rights and do-no-harm"),
    ):
        person.answer(title, decision="approve")


def test_answers_of_before_stand_in_the_form(browser, session, send, draft, gender_reviewer, rights_reviewer):
    review = send(change="first")
    lines = all_yes(GENDER) | {"care-duties": Answer(Said.NOT_APPLICABLE, "No tasks.", ("scenario",))}
    sign(review, GENDER, gender_reviewer, answers=lines)
    document = with_lesson(module_from_json(draft.document), "ru", title="Иначе")

    again = send(document)
    page = browser(gender_reviewer).visit(f"{STUDIO}/reviews/{again.id}/sign/gender")

    assert set(all_yes(GENDER)) - set(again.kept["gender"]) == {"language"}
    assert page.all("//input[@name='item-care-duties' and @value='not-applicable' and @checked]")
    assert page.all("//input[@name='about-care-duties' and @value='scenario' and @checked]")
    assert not page.all("//input[@name='item-language' and @checked]")
    page = page.submit("Sign the decision", **{"item-language": "yes"}, decision="approve")
    assert "Your decision is kept." in page.notice
    session.expire_all()
    [signature] = again.signatures
    assert answers_of(signature) == lines | {"language": YES}
    assert make_account(Role.GENDER_REVIEWER).id != signature.reviewer_id == gender_reviewer.id
