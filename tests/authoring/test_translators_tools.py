"""Texts leave as XLIFF 2 and PO and come back: whole, where nothing changed meanwhile, never from hostile files."""

import io
from time import process_time

import msgspec
import pytest
from sqlalchemy import select

from lms.authoring.carrying import SourceChange
from lms.authoring.models import QuestionUpload
from lms.authoring.services import drafts
from lms.authoring.translating import Written, base_of, translated
from lms.authoring.translators import READERS, WRITERS, compared, units_of
from lms.authoring.translators.units import is_whole
from lms.catalogue.documents import module_from_json
from lms.catalogue.models import Draft
from lms.catalogue.translation import State, texts_in
from lms.core import clock
from lms.exchange.readings import Refused
from tests.authoring.documents import sound_document

HOME = "/en/studio/modules/practice/languages"
FORMS = ("xliff", "po")
CITING = "lessons/first/body/3"
HARD = "A “quote”, a \\ and \\n, <b>&amp;</b> and\ttab\nsecond line"


def file_of(document, form, language="ru"):
    return WRITERS[form](document.slug, document.source_language, language, units_of(document, language))


def read(content, form, language="ru"):
    return READERS[form](content, "practice", language)


def edited(content, old, new):
    assert old in content.decode(), old
    return content.decode().replace(old, new).encode()


@pytest.mark.parametrize("form", FORMS)
def test_every_text_survives_the_round_trip_letter_by_letter(form):
    document = sound_document()
    texts = {text.identity: text for text in texts_in(document, "ru")}
    rows = [Written("questions/z1/stem", base_of(texts["questions/z1/stem"]), HARD, State.LEGALLY_CHECKED)]
    document = translated(document, "ru", rows).document
    base = next(text for text in texts_in(document, "ru") if text.identity == "questions/z1/stem")
    checked = Written(base.identity, base_of(base), "", State.LEGALLY_CHECKED)
    document = translated(document, "ru", [checked], is_review=True).document
    content = file_of(document, form)
    assert content == file_of(document, form)
    back = {unit.identity: unit for unit in read(content, form)}
    for sent in units_of(document, "ru"):
        got = back[sent.identity]
        assert (got.source, got.target, got.base) == (sent.source, sent.target, sent.base)
    assert len(back) == len(texts)
    assert back["questions/z1/stem"].state is State.TRANSLATED, "a file does not say that a text is checked"
    found = compared(document, "ru", list(back.values()))
    assert (found.changed, found.overtaken, found.broken, found.same) == ([], [], [], len(texts))
    assert found.units == [], "what comes back as it left changes no state"


@pytest.mark.parametrize("form", FORMS)
def test_what_changed_here_meanwhile_and_what_lost_its_citation_stays_out(form):
    document = sound_document()
    content = file_of(document, form)
    units = [
        msgspec_free(unit, target={"title": "Новое", CITING: "Без ссылки.", "summary": "Кратко"}.get(unit.identity))
        for unit in read(content, form)
    ]
    later = msgspec.structs.replace(document, summary=document.summary | {"en": "Another summary"})
    found = compared(later, "ru", units)
    assert [identity for identity, _before, _after in found.changed] == ["title"]
    assert (found.overtaken, found.broken) == (["summary"], [CITING])


def msgspec_free(unit, *, target):
    return type(unit)(unit.identity, unit.base, unit.source, target or unit.target, unit.state)


def test_citations_and_places_must_all_be_there():
    assert is_whole("See [@iccpr art. 19] and {gap}.", "{gap}: [@iccpr art. 19].")
    assert not is_whole("See [@iccpr art. 19].", "[@iccpr art. 20]")
    assert not is_whole("{gap}", "{gap} {gap}")
    box = '::: analysis {about="a call" basis="iccpr art. 19(2)"}'
    assert is_whole(box, box.replace("a call", "призыв"))
    assert not is_whole(box, box.replace("19(2)", "20"))
    assert not is_whole("![A](media/a.png)", "![А](media/b.png)")


HOSTILE = {
    "bomb": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><xliff version="2.0" trgLang="ru">&a;</xliff>',
    "other kind": b'<?xml version="1.0"?><xliff version="1.2"/>',
    "other language": b'<xliff version="2.0" trgLang="ky"/>',
    "other module": b'<xliff version="2.0" trgLang="ru"><file original="other"/></xliff>',
    "no xml": b"hello",
    "broken": b"<xliff",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_hostile_and_foreign_xliff_is_refused_whole(app, content):
    with app.test_request_context("/en/"), pytest.raises(Refused):
        read(content, "xliff")


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b"msgid", b'msgid ""\nmsgstr "Language: ru\\n"\n', b"x" * 100], ids=range(4)
)
def test_hostile_and_foreign_po_is_refused_whole(app, content):
    with app.test_request_context("/en/"), pytest.raises(Refused):
        read(content, "po")


CUT = 'msgid ""\nmsgstr ""\n"Project-Id-Version: practice\\n"\n"Language: ru\\n"\n\nmsgctxt "title"\n'


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('msgid "Practice"\nmsgstr Практика\n', "Line 8 cannot be read"),
        ('msgid "Practice"\nmsgstr "Практ\nика"\n', "Line 8 cannot be read"),
        ('msgid "Practice"\nmsgstr "a "quotation" in it"\n', "Line 8 cannot be read"),
        ('msgid "Practice"\nPractice\n', "Line 8 cannot be read"),
    ],
    ids=["no marks", "cut", "marks inside", "no entry"],
)
def test_a_line_that_would_lose_letters_is_named_and_nothing_comes_in(app, lines, said):
    with app.test_request_context("/en/"), pytest.raises(Refused, match=said):
        read((CUT + lines).encode(), "po")
    sound = (
        CUT
        + '# a remark\r\n#, fuzzy\nmsgid "Practice"\r\nmsgstr ""\n  "Практика \\"1\\""  \n'
        + '\n#~ msgid "gone"\n#~ msgstr ""\n'
    )
    assert [unit.target for unit in read(sound.encode(), "po")] == ['Практика "1"']


def test_a_file_without_a_module_is_told_so(app):
    with app.test_request_context("/en/"), pytest.raises(Refused, match="does not say to which module"):
        read(b"", "po")


@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_lost_its_notes_fills_what_is_empty_and_overwrites_nothing(form):
    document = sound_document()
    document = msgspec.structs.replace(document, summary=document.summary | {"ru": ""})
    units = [
        type(unit)(unit.identity, "", unit.source, {"title": "Новое", "summary": "Кратко"}.get(unit.identity, ""), None)
        for unit in read(file_of(document, form), form)
    ]
    found = compared(document, "ru", units)
    assert [identity for identity, _before, _after in found.changed] == ["summary"]
    assert found.overtaken == ["title"]
    rows = [Written(unit.identity, unit.base, unit.target, unit.state) for unit in found.units]
    assert translated(document, "ru", rows).document.summary["ru"] == "Кратко"


def test_a_tool_may_cut_a_text_into_sentences_and_the_least_state_holds():
    content = file_of(sound_document(), "xliff").decode()
    start = content.index("<segment", content.index('name="title"'))
    end = content.index("</segment>", start) + len("</segment>")
    cut = (
        '<segment state="final"><source>One.</source><target>Раз.</target></segment><ignorable><source> </source>'
        '</ignorable><segment state="initial"><source>Two.</source><target>Два <mrk id="m">и</mrk>.</target></segment>'
    )
    (unit,) = [
        one for one in read((content[:start] + cut + content[end:]).encode(), "xliff") if one.identity == "title"
    ]
    assert (unit.source, unit.target, unit.state) == ("One. Two.", "Раз. Два и.", State.MACHINE_DRAFT)


def twice_in_xliff(content):
    start = content.index(b"<unit")
    end = content.index(b"</unit>") + len(b"</unit>")
    return content[:end] + content[start:end] + content[end:]


def twice_in_po(content):
    start = content.index(b"#. sabak:base")
    return content + b"\n" + content[start:]


@pytest.mark.parametrize(("form", "doubled"), [("xliff", twice_in_xliff), ("po", twice_in_po)])
def test_a_file_that_says_two_things_of_one_text_is_refused(app, form, doubled):
    content = doubled(file_of(sound_document(), form))
    with app.test_request_context("/en/"), pytest.raises(Refused):
        read(content, form)


def test_a_header_that_asks_for_millions_of_forms_is_read_like_any_other():
    content = file_of(sound_document(), "po")
    header = rb'"Language: ru\n"' + b"\n"
    hostile = content.replace(header, header + rb'"Plural-Forms: nplurals=99999999; plural=0;\n"' + b"\n")
    assert hostile != content
    begun = process_time()
    assert read(hostile, "po") == read(content, "po")
    assert process_time() - begun < 2


@pytest.mark.parametrize("form", FORMS)
def test_a_file_is_taken_away_looked_at_and_brought_in(browser, session, trainer, module, draft, form):
    person = browser(trainer)
    page = person.visit(f"{HOME}/ru/bring-back")
    taken = page.click("XLIFF 2" if form == "xliff" else "PO")
    assert taken.status == 200
    content = taken.response.get_data()
    assert b"EMAIL@ADDRESS" not in content, "nothing in it waits to be filled in"
    ending = "xlf" if form == "xliff" else "po"
    content = edited(content, "Stem of z1 (ru)", "Основа первого вопроса")
    page = person.visit(f"{HOME}/ru/bring-back").submit(
        "Look at the file", file=(io.BytesIO(content), f"back.{ending}")
    )
    assert "1 changed" in page.text
    assert "Question z1 › Question questions/z1/stem" in page.text
    assert "Основа первого вопроса" in page.text
    assert "Stem of z1 (ru)" in page.text
    assert stored(session, draft).translation == {}
    page = page.submit("Bring in")
    assert stored(session, draft).questions_by_key["z1"].stem["ru"] == "Основа первого вопроса"
    assert {name: set(one) for name, one in stored(session, draft).translation.items()} == {"questions/z1/stem": {"ru"}}
    assert session.scalars(select(QuestionUpload)).all() == []


def test_a_file_is_looked_at_beside_the_draft_as_it_is_then(browser, session, trainer, module, draft):
    person = browser(trainer)
    content = edited(file_of(stored(session, draft), "xliff"), "Stem of z1 (ru)", "Основа")
    page = person.visit(f"{HOME}/ru/bring-back").submit("Look at the file", file=(io.BytesIO(content), "back.xlf"))
    question = stored(session, draft).questions_by_key["z1"]
    other = msgspec.structs.replace(question, stem=question.stem | {"ru": "Чужое"})
    document = stored(session, draft)
    questions = tuple(other if one.key == "z1" else one for one in document.questions)
    after = msgspec.structs.replace(document, questions=questions)
    drafts.save(draft, after, by=trainer.id, what="s", at=clock.now(), change=SourceChange.MEANING)
    session.commit()
    page.submit("Bring in")
    assert stored(session, draft).questions_by_key["z1"].stem["ru"] == "Чужое"
    assert person.visit(f"{HOME}/ru/bring-back/file").path.endswith("/bring-back")


def test_a_refused_file_says_why_and_leaves_nothing(browser, session, trainer, module):
    page = browser(trainer).visit(f"{HOME}/ru/bring-back")
    page = page.submit("Look at the file", file=(io.BytesIO(HOSTILE["bomb"]), "back.xlf"))
    assert page.status == 422
    assert "document type" in page.text
    assert session.scalars(select(QuestionUpload)).all() == []


def stored(session, draft):
    session.expire_all()
    return module_from_json(session.scalars(select(Draft.document).where(Draft.module_id == draft.module_id)).one())
