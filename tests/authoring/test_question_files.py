"""Questions come into a bank from a file that was looked at first, and go out of it as a file."""

import base64
import io

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sqlalchemy import func, select

from lms.authoring.models import QuestionUpload
from lms.authoring.services import uploads
from lms.catalogue.documents import module_from_json
from lms.catalogue.models import Draft
from lms.core import clock, files
from lms.exchange import workbook

HOME = "/en/studio/modules/practice"
BANK = f"{HOME}/questions"
GIFT = """\
// [tag:easy]
::New one::{mlang ky}Ким?{mlang}{mlang en}Who?{mlang} {=Judge#Yes ~Clerk ~%50%Lawyer}

::New two::[html]A <b>bold</b> word {T}

Only words
"""


def bank(session):
    session.expire_all()
    return module_from_json(session.scalars(select(Draft.document)).one()).questions_by_key


def sent(browser, trainer, content, name="bank.gift", **values):
    page = browser(trainer).visit(f"{BANK}/bring-in")
    content = content.encode() if isinstance(content, str) else content
    return page.submit("Look at the file", file=(io.BytesIO(content), name), **values)


def test_a_file_is_looked_at_then_brought_in_and_can_be_taken_back(browser, session, trainer, module):
    before = bank(session)

    page = sent(browser, trainer, GIFT)

    assert (page.status, page.heading) == (200, "What the file holds")
    for said in (
        "2 new",
        "Who?",
        "Judge",
        "line 2",
        "“Lawyer” earns 50 %",
        "line 6",
        "no answers in braces",
        "Formatting",
    ):
        assert said in page.text
    assert bank(session) == before

    page = page.submit("Bring in 2 questions")

    assert "2 questions came in." in page.text
    assert set(bank(session)) - set(before) == {"new-one", "new-two"}
    assert session.scalar(select(func.count()).select_from(QuestionUpload)) == 0
    history = browser(trainer).visit(f"{HOME}/history")
    assert history.status == 200


def test_the_same_file_again_brings_nothing(browser, session, trainer, module):
    sent(browser, trainer, GIFT).submit("Bring in 2 questions")

    page = sent(browser, trainer, GIFT)

    assert "0 new · 2 already there" in page.text
    assert "Bring in " not in page.html
    assert page.submit("Bring nothing in").heading == "Question bank"


def test_other_words_under_the_same_key_come_in_only_when_ticked(browser, session, trainer, module):
    sent(browser, trainer, GIFT).submit("Bring in 2 questions")
    page = sent(browser, trainer, GIFT.replace("Judge", "The judge"))

    refused = page.submit("Replace what is ticked")
    assert (refused.status, bank(session)["new-one"].options[0].text["en"]) == (422, "Judge")

    page.submit("Replace what is ticked", replace="y")
    assert bank(session)["new-one"].options[0].text["en"] == "The judge"


def test_what_is_not_wanted_is_dropped(browser, session, trainer, module):
    before = bank(session)

    sent(browser, trainer, GIFT).submit("Bring nothing in")

    assert bank(session) == before
    assert session.scalar(select(func.count()).select_from(QuestionUpload)) == 0


@pytest.mark.parametrize(
    ("content", "name", "form", "said"),
    [
        ("Что это?\n".encode("cp1251"), "a.txt", "aiken", "Windows-1251"),
        ("Что это? {=a}".encode("utf-16"), "a.gift", "gift", "UTF-16"),
        (b"nothing at all", "../../etc/passwd", "recognised", "not recognised"),
        (b"PK\x03\x04 broken xl/workbook.xml", "a.xlsx", "recognised", "damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(
    browser, session, trainer, module, content, name, form, said
):
    page = sent(browser, trainer, content, name, form=form)

    assert (page.status, said in page.text) == (422, True), page.text
    assert session.scalar(select(func.count()).select_from(QuestionUpload)) == 0


def test_formats_are_recognised_and_the_template_comes_in(browser, session, trainer, module):
    aiken = sent(browser, trainer, "Who?\nA. a\nB. b\nC. c\nANSWER: B\n", "x.txt")
    filled = sent(browser, trainer, workbook.template(), "q.xlsx")

    assert browser(trainer).visit(f"{BANK}/template.xlsx").status == 200
    assert "Aiken" in aiken.text
    assert "Excel workbook" in filled.text
    assert "10 new" in filled.text


def test_the_bank_is_taken_away_in_each_format(browser, session, trainer, module):
    page = browser(trainer).visit(f"{BANK}/take-away")
    assert (page.status, page.heading) == (200, "Take questions away")
    assert "Aiken has no place for reasons and sources." in page.text
    for form in ("gift", "aiken", "xlsx"):
        assert browser(trainer).visit(f"{BANK}/take-away/{form}").status == 200
    assert browser(trainer).visit(f"{BANK}/take-away/word").status == 404


def test_foreign_modules_and_files_look_absent(browser, session, trainer, other_trainer, coordinator, module):
    sent(browser, trainer, GIFT)
    upload = session.scalars(select(QuestionUpload)).one()
    for stranger in (other_trainer, coordinator):
        for place in ("bring-in", f"bring-in/{upload.id}", "take-away", "take-away/gift", "template.xlsx"):
            assert browser(stranger).visit(f"{BANK}/{place}").status == 404
    assert browser(trainer).visit(f"{BANK}/bring-in/{module.id}").status == 404


def test_pages_are_sound_in_every_language(browser, session, trainer, module):
    sent(browser, trainer, GIFT)
    upload = session.scalars(select(QuestionUpload)).one()
    for code in ("ky", "ru", "en"):
        for place in ("", "/bring-in", f"/bring-in/{upload.id}", "/take-away"):
            assert browser(trainer).visit(f"/{code}/studio/modules/practice/questions{place}").status == 200


def test_a_file_that_nobody_brought_in_goes_after_two_weeks(browser, session, trainer, module):
    sent(browser, trainer, GIFT)

    assert uploads.forget_old(at=clock.now()) == 0
    assert uploads.forget_old(at=clock.now() + uploads.STAY + (uploads.STAY / 100)) == 1


def moodle_xml_with(picture, name="a-door.png"):
    """A question as Moodle exports it, with a picture inside."""
    encoded = base64.b64encode(picture).decode()
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<quiz><question type="truefalse"><name><text>The door</text></name>
<questiontext format="html"><text>
<![CDATA[<p>Is it shut?</p><p><img src="@@PLUGINFILE@@/{name}" alt="A door"></p>]]></text>
<file name="{name}" path="/" encoding="base64">{encoded}</file></questiontext>
<answer fraction="100"><text>true</text><feedback><text>It is.</text></feedback></answer>
<answer fraction="0"><text>false</text><feedback><text>Look again.</text></feedback></answer>
</question></quiz>"""


def test_a_picture_comes_along_and_is_drawn_anew(browser, session, trainer, module):
    buffer = io.BytesIO()
    drawn = Image.new("RGB", (40, 30), "navy")
    drawn.save(buffer, "PNG", pnginfo=told("Comment", "taken at home"))

    page = sent(browser, trainer, moodle_xml_with(buffer.getvalue()), "bank.xml")
    assert "1 picture comes along" in page.text
    page.submit("Bring in 1 question")

    document = module_from_json(session.scalars(select(Draft.document)).one())
    question = document.questions_by_key["the-door"]
    file = document.media_by_name[question.image.name]
    kept = files.get(f"media/{file.sha256}")
    assert question.image.alt["en"] == "A door"
    assert (file.width, file.height) == (40, 30)
    assert b"taken at home" in buffer.getvalue()
    assert b"taken at home" not in kept


def test_a_picture_that_is_none_stays_out_and_its_question_comes(browser, session, trainer, module):
    page = sent(browser, trainer, moodle_xml_with(b"\x89PNG\r\n\x1a\n no picture"), "bank.xml")
    page = page.submit("Bring in 1 question")

    assert "This is not a picture" in page.text
    assert bank(session)["the-door"].image is None


def told(name, text):
    facts = PngInfo()
    facts.add_text(name, text)
    return facts
