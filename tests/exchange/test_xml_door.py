"""XML of strangers reads no file, asks nobody in the network, and grows to nothing large."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.exchange import moodle_xml
from lms.exchange.readings import Refused
from lms.exchange.xml_door import MOST_DEPTH, parsed

USUAL = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
LONG = "a" * 50_000
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>', "Line 1: .*DOCTYPE"),
        (f'<?xml version="1.0"?>\n<!-- hello -->\n<!DOCTYPE q [<!ENTITY l0 "ha">{LAUGHS}]><quiz>&l9;</quiz>', "Line 3"),
        (f'<!DOCTYPE q [<!ENTITY x "{LONG}">]><quiz>{"&x;" * 20_000}</quiz>', "Line 1: .*DOCTYPE"),
        ('<!DOCTYPE quiz SYSTEM "http://127.0.0.1:9/x.dtd"><quiz/>', "Line 1: .*DOCTYPE"),
        ('<!DOCTYPE q [<!ENTITY % p SYSTEM "http://127.0.0.1:9/">%p;]><quiz/>', "Line 1: .*DOCTYPE"),
        ("<quiz>\n&nbsp;</quiz>", "Line 2: this is not well-formed XML .*nbsp"),
        ("<quiz>\n<question></quiz>", "Line 2: this is not well-formed XML .*question"),
        ("<quiz>" + "<a>" * MOST_DEPTH + "</a>" * MOST_DEPTH + "</quiz>", "Line 1, <a>: the elements are nested"),
        ("<quiz>" + "<a>" * 100_000, "Line 1"),
        ("<quiz>" + "<a/>" * 410_000 + "</quiz>", "too many elements"),
        ("<quiz " + " ".join(f'a{n}="1"' for n in range(700_000)) + "/>", "too many elements"),
        ("", "Line 1: this is not XML"),
        ("::Q:: What {=this}", "Line 1: this is not XML"),
        ("<?xml version='1.0'", "Line 1"),
        ("<!-- never closed", "Line 1"),
        ("<![CDATA[x]]>", "Line 1"),
        ('<?xml version="1.0" encoding="windows-1251"?><quiz/>', "encoding windows-1251"),
        ('<?xml version="1.0" encoding="UTF-7"?><quiz/>', "encoding UTF-7"),
    ],
)
def test_dangerous_and_broken_files_are_refused_with_a_sentence(content, sentence):
    began = time.perf_counter()

    with pytest.raises(Refused, match=sentence):
        moodle_xml.read(content.encode(), language="en")

    assert time.perf_counter() - began < 2


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "koi8-r", "latin-1"])
def test_another_encoding_than_utf_8_is_refused_and_said(encoding):
    text = "<quiz><question>Суд вынес решение по делу о собраниях</question></quiz>"
    if encoding == "latin-1":
        text = "<quiz>café</quiz>"

    with pytest.raises(Refused, match="UTF-8"):
        parsed(text.encode(encoding))


def test_kyrgyz_letters_that_were_lost_are_said():
    with pytest.raises(Refused, match=r"lost before the file came here: .*с\?з"):
        parsed("<quiz>\n<question>Эркин с?з</question></quiz>".encode())


def test_thirty_megabytes_are_refused():
    with pytest.raises(Refused, match="20 MB"):
        parsed(b"<quiz>" + b" " * 30 * 1024 * 1024 + b"</quiz>")


def test_the_declaration_comments_and_a_mark_of_byte_order_are_no_hindrance():
    content = '\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<!-- <!DOCTYPE x> --><?pi x?>\n<quiz>Ө</quiz>'

    assert parsed(content.encode()).text == "Ө"


def test_a_document_type_inside_a_text_is_a_text():
    assert parsed(b"<quiz><![CDATA[<!DOCTYPE html>]]></quiz>").text == "<!DOCTYPE html>"


PIECES = st.sampled_from(
    [
        "<quiz>", "</quiz>", '<question type="multichoice">', '<question type="cloze">', '<question type="numerical">',
        '<question type="matching">', '<question type="essay">', "</question>", "<text>", "</text>", "<![CDATA[", "]]>",
        '<answer fraction="100">', '<answer fraction="-1e999">', "</answer>", "<subquestion>", "</subquestion>",
        '<questiontext format="html">', "</questiontext>", "{1:SA:=a", "}", "~%50%", "#", "[[1]]", "{mlang ky}",
        "<tags>", "</tags>", "<tag>", "</tag>", "gaps:1.a", "language:ky", "key:q", "\x00", "ө", "1e999999999", "*",
    ]
)  # fmt: skip


def _read(content):
    began = time.perf_counter()
    try:
        return moodle_xml.read(content, language="ky")
    except Refused:
        return None
    finally:
        assert time.perf_counter() - began < 2


@USUAL
@given(content=st.binary(max_size=400))
def test_bytes_by_chance_never_crash_the_door(content):
    _read(content)


@USUAL
@given(pieces=st.lists(PIECES, max_size=40))
def test_pieces_by_chance_never_crash_the_reader(pieces):
    _read("".join(["<quiz>", *pieces, "</quiz>"]).encode())


@USUAL
@given(
    kind=st.sampled_from(sorted(moodle_xml.reader.READERS)),
    names=st.lists(
        st.tuples(
            st.sampled_from(
                ["questiontext", "answer", "subquestion", "dragbox", "tags", "units", "graderinfo", "single"]
            ),
            st.text(alphabet="ab{}[]1:SA=~#%*\\&;<>. \n", max_size=60),
            st.sampled_from(["100", "0", "-50", "x", "33.33333", "1e5", "9" * 30, ""]),
        ),
        max_size=8,
    ),
)
def test_questions_by_chance_never_crash_the_reader(kind, names):
    body = "".join(
        f'<{name} fraction="{weight}"><text><![CDATA[{text.replace("]]>", "")}]]></text></{name}>'
        for name, text, weight in names
    )

    assert _read(f'<quiz><question type="{kind}">{body}</question></quiz>'.encode()) is not None


@pytest.mark.parametrize(
    "text",
    ["{1:SA:=" * 50_000, "~" * 300_000, "\\" * 300_000, "[[1]]" * 60_000, "{mlang ky}" * 30_000,
     '<span class="multilang" lang="ky">' * 10_000, "<div>" * 80_000, "{1:SA:=a}" * 40_000, "<!--" * 70_000,
     "{1:SA:" + "~" * 200_000 + "}", "$$" * 100_000, "\\(" * 100_000, " \n" * 150_000, "[sources: " * 30_000],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["cloze", "gapselect", "shortanswer"])
def test_long_texts_made_to_be_slow_are_not(kind, text):
    text = text[:99_000]
    content = (
        f'<quiz><question type="{kind}"><questiontext format="html"><text><![CDATA[{text}]]></text></questiontext>'
        f'<selectoption><text>a</text></selectoption><answer fraction="100"><text>a</text></answer></question></quiz>'
    )

    assert _read(content.encode()) is not None
