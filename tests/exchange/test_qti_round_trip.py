"""Whatever QTI can hold comes back as it was, in each of its versions; whatever it cannot is said."""

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from lms.exchange import qti
from lms.questions.documents import Option, Question, hash_of
from tests.exchange import strategies_xml as some

USUAL = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
VERSIONS = ("2.1", "2.2", "3.0")
KINDS = (
    "single-choice",
    "multiple-choice",
    "true-false",
    "matching",
    "ordering",
    "numeric",
    "short-text",
    "chosen gaps",
    "typed gaps",
    "essay",
    "error-text",
)


@pytest.mark.parametrize("kind", KINDS)
@USUAL
@given(data=st.data())
def test_each_kind_comes_back_as_it_was(kind, data):
    question = data.draw(some.question(kind))

    written = qti.write([question], media={"map.png": some.PICTURE}, version=data.draw(st.sampled_from(VERSIONS)))
    again = qti.read(written.content, language="en")

    assert some.unexpected(again.remarks, question) == []
    assert [some.plain(one) for one in again.questions] == [some.plain(question)]
    assert again.media == ({"map.png": some.PICTURE} if question.image else {})


def question(**fields):
    usual = {"key": "q1", "kind": "single-choice", "objective": "", "lesson": "", "stem": {"en": "Why?"}}
    return Question(**{**usual, **fields})


def options(*right, reason=""):
    return tuple(Option(key, {"en": f"option {key}"}, {"en": reason}, (), key in right) for key in "abcd")


def files_in(written):
    with zipfile.ZipFile(io.BytesIO(written.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    ("version", "space", "kind", "element"),
    [
        ("2.1", "http://www.imsglobal.org/xsd/imsqti_v2p1", "imsqti_item_xmlv2p1", "choiceInteraction"),
        ("2.2", "http://www.imsglobal.org/xsd/imsqti_v2p2", "imsqti_item_xmlv2p2", "choiceInteraction"),
        ("3.0", "http://www.imsglobal.org/xsd/imsqtiasi_v3p0", "imsqti_item_xmlv3p0", "qti-choice-interaction"),
    ],
)
def test_each_version_has_its_names(version, space, kind, element):
    written = qti.write([question(options=options("a"))], version=version)
    files = files_in(written)
    item = etree.fromstring(files["items/q1-en.xml"])
    resource = etree.fromstring(files["imsmanifest.xml"]).find(".//{*}resource")

    assert etree.QName(item).namespace == space
    assert item.find(f".//{{{space}}}{element}") is not None
    assert (resource.get("type"), resource.get("href")) == (kind, "items/q1-en.xml")


def test_elements_stand_in_the_order_of_the_schema():
    asked = question(
        kind="gap-fill",
        passage={"en": "The {a} decides."},
        options=options(reason="No."),
        parts=(some.Part("a", {"en": "Yes."}, (), right="b"),),
        explanation={"en": "Courts decide."},
    )

    item = etree.fromstring(files_in(qti.write([asked], version="2.1"))["items/q1-en.xml"])
    names = [etree.QName(child).localname for child in item]

    order = ["responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing", "modalFeedback"]
    assert names == sorted(names, key=order.index)
    assert set(names) == set(order)


def test_pictures_are_resources_that_items_depend_on():
    image = some.Image("map.png", {"en": "A map"})

    files = files_in(qti.write([question(options=options("a"), image=image)], media={"map.png": some.PICTURE}))
    manifest = etree.fromstring(files["imsmanifest.xml"])

    assert files["media/map.png"] == some.PICTURE
    assert manifest.find(".//{*}dependency").get("identifierref") == "MEDIA-map.png"
    assert {resource.get("href") for resource in manifest.iterfind(".//{*}resource")} == {
        "items/q1-en.xml",
        "media/map.png",
    }


def test_every_language_is_an_item_and_they_come_back_as_one():
    stem = {"ky": "Эмне үчүн?", "ru": "Почему?", "en": "Why?"}
    because = dict.fromkeys(stem, "Because.")
    full = question(
        kind="multiple-choice",
        credit="minus-wrong",
        stem=stem,
        options=tuple(Option(key, dict.fromkeys(stem, key), because, ("echr",), key in "ac") for key in "abcd"),
    )

    written = qti.write([full])
    again = qti.read(written.content, language="en")

    assert [name for name in files_in(written) if name.startswith("items/")] == [
        "items/q1-ky.xml",
        "items/q1-ru.xml",
        "items/q1-en.xml",
    ]
    assert [hash_of(one) for one in again.questions] == [hash_of(full)]


@pytest.mark.parametrize("version", VERSIONS)
def test_choices_of_a_gap_that_read_alike_in_one_language_stay_two(version):
    words = [{"ky": "соттун", "ru": "суда", "en": ""}, {"ky": "сотко", "ru": "суда", "en": ""}]
    kept = tuple(Option(key, text, {}, ()) for key, text in zip("ab", words, strict=True))
    parts = tuple(some.Part(key, {}, (), right=right) for key, right in (("p", "b"), ("q", "a")))
    passage = {"ky": "Арыз {p}, {q} чечими.", "ru": "Жалоба {p}, решение {q}."}
    asked = question(kind="gap-fill", stem=passage, passage=passage, options=kept, parts=parts, credit="whole")

    again = qti.read(qti.write([asked], version=version).content, language="en")

    assert again.remarks == []
    assert [some.plain(one) for one in again.questions] == [some.plain(asked)]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (question(kind="multiple-choice", credit="each", options=options("a", "b")), "QTI cannot count every option"),
        (question(kind="ordering", credit="each", options=options()), "QTI counts an order as a whole"),
        (question(kind="ordering", credit="whole", options=options(reason="First.")), "other platforms will not show"),
        (question(kind="scenario"), "Left out: QTI has no interaction"),
        (question(options=options("a"), image=some.Image("no.png", {})), "The picture is not there"),
        (question(options=options("a"), image=some.Image("../../x.png", {})), "The picture is not there"),
    ],
)
def test_what_qti_cannot_hold_is_said(asked, sentence):
    written = qti.write([asked], media={"../../x.png": some.PICTURE})

    assert [sentence in remark.text for remark in written.remarks] == [True]
    assert all(".." not in name for name in files_in(written))


def test_the_same_questions_make_the_same_bytes():
    assert qti.write([question(options=options("a"))]).content == qti.write([question(options=options("a"))]).content
