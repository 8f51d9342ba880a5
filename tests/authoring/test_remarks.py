"""Comments on paragraphs stay with them: through insertions, moves and changes, until they are settled."""

import msgspec
import pytest

from lms.authoring.anchors import found_now, texts_of_part
from lms.authoring.errors import MustChangeOpen
from lms.authoring.models import ReviewComment, ReviewKind, ReviewReply
from lms.authoring.services import drafts, reviews
from lms.catalogue.documents import module_from_json
from lms.core import clock
from tests.authoring.documents import sound_document
from tests.authoring.test_reopened_reviews import with_lesson
from tests.support.reviews import sign

HOME = "/en/studio/modules/practice"
BODIES = {
    "ky": "Биринчи абзац.\n\nСот чечимди өзү кабыл алат жана түшүндүрөт.\n\nҮчүнчү.\n",
    "en": "The first paragraph.\n\nThe court decides for itself and says why.\n\nThe third.\n",
}


def document(**bodies):
    made = sound_document()
    for language, body in (BODIES | bodies).items():
        made = with_lesson(made, language, body=body)
    return made


@pytest.fixture
def review(session, draft, trainer):
    drafts.save(draft, document(), by=trainer.id, what="lessons:first", at=clock.now())
    made = reviews.request_review(draft, change="first", by=trainer.id, at=clock.now())
    session.commit()
    return made


def comment_on(words, language, part="lesson:first"):
    [text] = [text for text in texts_of_part(document(), part, language) if words in text.words]
    return ReviewComment(place=part, identity=text.identity, language=language, quote=text.words)


@pytest.mark.parametrize(
    ("body", "now", "has_changed"),
    [
        (BODIES["en"], "The court decides for itself and says why.", False),
        ("New.\n\nAnd new.\n\n" + BODIES["en"], "The court decides for itself and says why.", False),
        (
            "The third.\n\nThe first paragraph.\n\nThe court decides for itself and says why.\n",
            "The court decides for itself and says why.",
            False,
        ),
        (
            "A new one.\n\nThe first paragraph.\n\nEvery court decides for itself and must say why.\n",
            "Every court decides for itself and must say why.",
            True,
        ),
        ("Something about prisons.\n\nNothing else at all.\n", None, True),
    ],
)
def test_where_a_paragraph_is(body, now, has_changed):
    found = found_now(document(en=body), comment_on("court", "en"))

    assert ((found.now.words if found.now else None), found.has_changed) == (now, has_changed)


def test_a_text_with_a_name_is_found_by_it():
    before = sound_document()
    comment = comment_on(before.questions[0].stem["ru"], "ru", f"question:{before.questions[0].key}")
    question = msgspec.structs.replace(before.questions[0], stem={**before.questions[0].stem, "ru": "Совсем иначе?"})
    after = msgspec.structs.replace(before, questions=(question, *before.questions[1:]))

    found = found_now(after, comment)
    assert (found.now.words, found.has_changed) == ("Совсем иначе?", True)
    gone = found_now(msgspec.structs.replace(before, questions=before.questions[1:]), comment)
    assert (gone.now, gone.has_changed) == (None, True)
    assert found_now(after, ReviewComment(place="lesson:first")) is None


def test_a_comment_on_a_paragraph_is_answered_settled_and_opened_again(
    browser, session, review, draft, trainer, gender_reviewer
):
    page = browser(gender_reviewer).visit(f"/ky/studio/reviews/{review.id}/texts/lesson:first")
    [link] = page.all("//li[contains(., 'Сот чечимди')]//a[contains(@href, '/comment')]/@href")
    page = browser(gender_reviewer).visit(link)
    assert page.all("//blockquote[@lang='ky' and contains(., 'Сот чечимди')]")
    refused = page.submit("Пикирди кошуу", category="gender")
    assert refused.status == 422
    page = refused.submit("Пикирди кошуу", category="gender", text="Кайсы сот?", must_change="y")
    assert page.all("//li[contains(., 'Сот чечимди')]//div[contains(., 'Кайсы сот?')]")

    with pytest.raises(MustChangeOpen):
        sign(review, ReviewKind.GENDER, gender_reviewer)
    session.rollback()

    page = browser(trainer).visit(f"{HOME}/comments")
    assert page.all("//blockquote[@lang='ky' and contains(., 'Сот чечимди')]")
    assert page.all("//a[contains(@href, '/languages/ky/lesson:first')]")
    assert "Write an answer" in page.submit("Send the answer", reply=" ").text
    page = page.submit("Send the answer", reply="The court of first instance.")
    assert "The court of first instance." in page.text
    mended = BODIES["ky"].replace("Сот чечимди", "Биринчи инстанциядагы сот чечимди")
    changed = with_lesson(module_from_json(draft.document), "ky", body=mended)
    drafts.save(draft, changed, by=trainer.id, what="translation:ky:lessons:first", at=clock.now())
    session.commit()
    page = browser(trainer).visit(f"{HOME}/comments")
    assert "The paragraph has changed since" in page.text
    assert page.all("//p[@lang='ky' and contains(., 'Биринчи инстанциядагы')]")
    page.submit("Mark as settled")

    again = reviews.request_review(draft, change="first", by=trainer.id, at=clock.now())
    session.commit()
    page = browser(gender_reviewer).visit(f"/en/studio/reviews/{again.id}")
    assert "The court of first instance." in page.text
    page = page.submit("Not settled: open it again")
    session.expire_all()
    comment = session.query(ReviewComment).one()
    assert (comment.resolved_at, comment.language, comment.identity) == (None, "ky", "lessons/first/body/2")
    page.submit("Send the answer", reply="Which one?")
    page = browser(gender_reviewer).visit(f"/ky/studio/reviews/{again.id}/texts/lesson:first")
    assert page.all("//li[contains(., 'Биринчи инстанциядагы сот')]//div[contains(., 'Which one?')]")
    assert session.query(ReviewReply).count() == 2


def test_what_there_is_not_is_absent(browser, session, review, trainer, gender_reviewer, rights_reviewer):
    place = f"/en/studio/reviews/{review.id}/texts"
    for wrong in ("lesson:none", "lesson:first/comment?text=lessons/first/body/99", "lesson:first/comment?code=de"):
        assert browser(gender_reviewer).visit(f"{place}/{wrong}").status == 404
    assert browser(trainer).visit(f"{place}/lesson:first").status == 404
    [text, *_] = texts_of_part(document(), "lesson:first", "en")
    remark = {"place": "lesson:first", "category": "law", "must_change": False, "text": "!", "paragraph": text}
    comment = reviews.add_comment(review, **remark, by=gender_reviewer.id, at=clock.now())
    session.commit()
    reviews.resolve_comment(comment, by=trainer.id, at=clock.now())
    session.commit()
    person = browser(rights_reviewer)
    token = person.visit(f"/en/studio/reviews/{review.id}").all("//input[@name='csrf_token']/@value")[0]
    assert (
        person.post(f"/en/studio/reviews/{review.id}/comments/{comment.id}/open", {"csrf_token": token}).status == 404
    )
