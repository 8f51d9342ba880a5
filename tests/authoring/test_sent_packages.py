"""A package is sent, read, compared with what is here and taken in: whole, or not at all."""

import io
import zipfile
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import func, select

from lms.authoring.models import PackageUpload, WordingWaiver
from lms.authoring.packs import write_pack
from lms.authoring.packs.signing import Kept, Papers, Signature
from lms.authoring.retention import forget_packages
from lms.authoring.services import drafts
from lms.authoring.services.records import keep_papers, papers_of
from lms.catalogue.documents import Rendition, module_from_json
from lms.catalogue.models import Draft, DraftVersion, Edition, TrainingModule
from lms.core import clock, files, jobs
from lms.core.audit import AuditRecord
from lms.questions.documents import hash_of
from tests.authoring.documents import sound_document
from tests.authoring.packages import PNG, with_picture

NEW = "/en/studio/packages/new"
MODULE = "/en/studio/modules/practice"


def send(browser, content, name="practice.zip"):
    page = browser.visit(NEW).submit("Look at the file", file=(io.BytesIO(content), name))
    jobs.work_off()
    return page.browser.visit(page.path)


def package(document=None, papers=None):
    return write_pack(document or sound_document(), lambda _sha256: PNG, *([papers] if papers else []))


def zipped(name, text):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, text)
    return stream.getvalue()


def stored(session):
    session.expire_all()
    query = select(Draft).join(Draft.module).where(TrainingModule.slug == "practice")
    return session.scalars(query).one_or_none()


def test_a_new_module_comes_in_and_leaves_with_the_same_bytes(browser, session, trainer):
    content = package(with_picture(sound_document()), Papers((), (), "# Open\n\nWho confirms art. 3?\n", "Kept."))
    page = send(browser(trainer), content)
    assert "There is no such module here yet" in page.text
    assert stored(session) is None
    assert session.scalar(select(func.count()).select_from(TrainingModule)) == 0

    page = page.submit("Take the package in")
    assert "is being worked on" in page.text
    jobs.work_off()
    page = page.browser.visit(page.path)
    assert "The module is here" in page.text
    page = page.click("To the module")
    assert page.click("Take the draft away as a package").response.data == content
    assert stored(session).changed_by_id == trainer.id
    assert session.scalar(select(func.count()).select_from(Edition)) == 0
    acts = set(session.scalars(select(AuditRecord.act)))
    assert {"authoring.package.sent", "authoring.package.taken_in", "authoring.package.taken_away"} <= acts


def test_what_differs_is_shown_before_it_replaces_the_draft(browser, session, trainer, module):
    before = hash_of(sound_document())
    words = sound_document().title | {"en": "Another title", "ru": "Другое название"}
    page = send(browser(trainer), package(msgspec.structs.replace(sound_document(), title=words)))

    assert "Another title" in page.text
    assert "Другое название" in page.text
    assert stored(session).document_hash == before
    page.submit("Take the package in")
    jobs.work_off()
    assert module_from_json(stored(session).document).title == words
    assert "From a package" in browser(trainer).visit(f"{MODULE}/history").text


def test_of_a_long_text_only_the_paragraphs_that_differ_are_shown(browser, session, trainer, draft):
    texts = dict(sound_document().lessons[0].texts)
    long = {code: "".join(f"Paragraph {n} of {code}.\n\n" for n in range(1, 40)).rstrip() + "\n" for code in texts}
    texts = {code: msgspec.structs.replace(one, body=long[code]) for code, one in texts.items()}
    here = with_texts(texts)
    drafts.save(draft, here, by=trainer.id, what="lessons:first", at=clock.now())
    session.commit()
    new = texts["en"].body.replace("Paragraph 7 of", "Paragraph seven of")
    there = with_texts(texts | {"en": msgspec.structs.replace(texts["en"], body=new)})

    page = send(browser(trainer), package(there))

    assert [one.text for one in page.all("//main//ins")] == ["seven"]
    assert [one.text for one in page.all("//main//del")] == ["7"]
    assert "Paragraph 8 of en" not in page.text
    assert "How far the translations are is said otherwise" not in page.text


def test_what_is_said_of_translations_only_is_not_called_the_same(browser, trainer, draft):
    there = msgspec.structs.replace(sound_document(), states=sound_document().states | {"ru": "machine-draft"})
    page = send(browser(trainer), package(there))
    assert "How far the translations are is said otherwise than here." in page.text
    assert "The two texts are the same." not in page.text


def with_texts(texts):
    document = sound_document()
    first = msgspec.structs.replace(document.lessons[0], texts=texts)
    return msgspec.structs.replace(document, lessons=(first, *document.lessons[1:]))


def test_nobody_answers_any_more_for_a_text_that_a_package_replaced(browser, session, trainer, draft):
    document = sound_document()
    saved = msgspec.structs.replace(document, minutes=33)
    drafts.save(draft, saved, by=trainer.id, what="lessons:first", at=clock.now(), goes_on=True)
    session.commit()
    open_steps = select(func.count()).select_from(DraftVersion).where(DraftVersion.is_unasked)
    assert session.scalar(open_steps) == 1

    send(browser(trainer), package(document)).submit("Take the package in")
    jobs.work_off()

    assert module_from_json(stored(session).document).minutes == document.minutes
    assert session.scalar(open_steps) == 0


def test_what_changed_here_since_it_was_shown_is_not_overwritten(browser, session, trainer, module):
    words = sound_document().title | {"en": "Another title"}
    page = send(browser(trainer), package(msgspec.structs.replace(sound_document(), title=words)))
    browser(trainer).visit(f"{MODULE}/settings").submit("Save", minutes="33")
    now = stored(session).document_hash

    page.submit("Take the package in")
    jobs.work_off()

    assert stored(session).document_hash == now
    page = page.browser.visit(page.path)
    assert "has changed meanwhile" in page.text
    page.submit("Take the package in")
    jobs.work_off()
    assert module_from_json(stored(session).document).title == words


def test_what_only_reviewers_say_does_not_come_in_by_a_package(browser, session, trainer):
    document = sound_document()
    document = msgspec.structs.replace(
        document,
        states=document.states | {"ru": "approved"},
        translation={"title": {"ky": Rendition("legally-checked")}},
    )
    signed = tuple(
        Signature(kind, kind, "2026-11-10", hash_of(document)) for kind in ("gender", "rights", "law", "kyrgyz")
    )
    papers = Papers(signed, (Kept("ab" * 32, "title", "L01", "A quotation."),))

    send(browser(trainer), package(document, papers)).submit("Take the package in")
    jobs.work_off()

    taken = module_from_json(stored(session).document)
    assert taken.states["ru"] == "translated"
    assert taken.translation["title"]["ky"].state == "translated"
    assert session.scalar(select(func.count()).select_from(Edition)) == 0
    waiver = session.scalars(select(WordingWaiver)).one()
    assert (waiver.is_accepted, waiver.asked_by_id) == (None, trainer.id)
    with zipfile.ZipFile(io.BytesIO(browser(trainer).visit(f"{MODULE}/package.zip").response.data)) as archive:
        assert not [name for name in archive.namelist() if name.endswith(("reviews.yaml", "wording.yaml"))]


def test_the_length_of_a_package_is_said_before_it_comes(browser, draft, trainer):
    answer = browser(trainer).visit(f"{MODULE}/package.zip").response

    assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_signatures_that_were_loaded_outlive_the_same_text_sent_again(browser, session, trainer, module, draft):
    signed = tuple(Signature(kind, kind, "2026-11-10", draft.document_hash) for kind in ("gender", "law"))
    keep_papers(draft, Papers(signed), at=clock.now())
    session.commit()

    send(browser(trainer), package(papers=Papers(open_questions="Which article?"))).submit("Take the package in")
    jobs.work_off()

    papers = papers_of(sound_document(), module.id)
    assert (set(papers.signatures), papers.open_questions.strip()) == (set(signed), "Which article?")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"PK not", "not a zip file"),
        (package().replace(b"practice/module.yaml", b"practice/../../x.yml"), "leads out"),
        (package(msgspec.structs.replace(sound_document(), minutes=0)), "module.yaml"),
    ],
    ids=["no zip", "leads out", "wrong"],
)
def test_what_is_wrong_is_refused_whole_with_its_reason(browser, session, trainer, content, why):
    lay = set(files.listed())
    page = send(browser(trainer), content, "hostile <b>.zip")

    assert "nothing of it was stored" in page.text
    assert why in page.text
    assert "Take the package in" not in page.text
    assert stored(session) is None
    assert not [key for key, _size in set(files.listed()) - lay if key.startswith("media/")]
    upload = session.scalars(select(PackageUpload)).one()
    page.browser.post(page.path, {"csrf_token": token(page), "act": "take"})
    jobs.work_off()
    assert stored(session) is None
    page.submit("Take nothing in")
    session.expire_all()
    assert session.get(PackageUpload, upload.id) is None
    assert upload.file_key not in dict(files.listed())


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"PK not", "practice.zip: Это не zip-файл, который можно прочитать."),
        (package().replace(b"practice/module.yaml", b"practice/../../x.yml"), "ведёт за пределы zip-файла."),
        (zipped("module.yaml", "slug: x\nslug: y\n"), "practice.zip/module.yaml:2: Ключ «slug» стоит здесь дважды."),
        (zipped("module.yaml", "colour: red\n"), "practice.zip/module.yaml:1: Отсутствует «slug»."),
    ],
    ids=["no zip", "leads out", "twice", "missing"],
)
def test_why_it_is_refused_is_told_in_the_language_of_whoever_sent_it(browser, trainer, content, why):
    page = browser(trainer).visit(NEW.replace("/en/", "/ru/"))
    page = page.submit("Посмотреть файл", file=(io.BytesIO(content), "practice.zip"))
    jobs.work_off()

    assert why in page.browser.visit(page.path).text


def token(page):
    return page.all("//input[@name='csrf_token']")[0].get("value")


def test_a_module_of_others_is_neither_shown_nor_replaced(browser, session, module, other_trainer):
    words = sound_document().title | {"en": "Mine now"}
    before = stored(session).document_hash
    page = send(browser(other_trainer), package(msgspec.structs.replace(sound_document(), title=words)))

    assert "written by others" in page.text
    assert sound_document().title["en"] not in page.text
    assert stored(session).document_hash == before


def test_a_code_that_another_module_has_leaves_nothing_behind(browser, session, module, trainer):
    other = msgspec.structs.replace(with_picture(sound_document()), slug="other", code=module.code)
    page = send(browser(trainer), package(other), "other.zip")
    lay = set(files.listed())

    page.submit("Take the package in")
    jobs.work_off()

    assert f"Another module has the code {module.code}." in page.browser.visit(page.path).text
    assert session.scalar(select(func.count()).select_from(TrainingModule)) == 1
    assert set(files.listed()) == lay


def test_nobody_else_sees_it_and_it_does_not_stay(browser, session, trainer, other_trainer, coordinator):
    lay = set(files.listed())
    page = send(browser(trainer), package())
    for account in (other_trainer, coordinator):
        assert browser(account).visit(page.path).status == 404
    first = session.scalars(select(PackageUpload.id)).one()
    send(browser(trainer), package())
    (second,) = session.scalars(select(PackageUpload.id))
    assert second != first
    assert forget_packages(clock.now()) == 0
    assert forget_packages(clock.now() + timedelta(days=15)) == 1
    assert set(files.listed()) == lay
