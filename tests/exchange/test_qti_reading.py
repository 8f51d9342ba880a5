"""Items as other platforms write them: what comes in, what is said of the rest, and what is refused."""

import io
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.exchange import qti
from lms.exchange.readings import Refused, Weight
from tests.exchange.strategies_xml import PICTURE, plain

USUAL = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
SPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
CORRECT = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"
MAPPED = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response"


def item(declarations, body, more="", language=' xml:lang="en-GB"'):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<assessmentItem xmlns="{SPACE}" identifier="Exam-7" title="Exam 7"'
        f' adaptive="false" timeDependent="false"{language}>\n{declarations}\n'
        '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>\n'
        f"<itemBody>\n{body}\n</itemBody>\n{more}\n</assessmentItem>"
    )


def declared(base, *right, cardinality="single", mapping="", name="RESPONSE"):
    values = "".join(f"<value>{value}</value>" for value in right)
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{base}">'
        f"<correctResponse>{values}</correctResponse>{mapping}</responseDeclaration>"
    )


def processed(address):
    return f'<responseProcessing template="{address}"/>'


def one(*parts, **more):
    return qti.read(item(*parts, **more).encode(), language="ky")


def mapping(**entries):
    inner = "".join(f'<mapEntry mapKey="{key}" mappedValue="{value}"/>' for key, value in entries.items())
    return f'<mapping defaultValue="0">{inner}</mapping>'


CHOICES = (
    "<p>A man is stopped at night.</p>"
    '<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="{most}">'
    "<prompt>What must be <strong>said</strong>?</prompt>"
    '<simpleChoice identifier="ChoiceA">The reason<feedbackInline outcomeIdentifier="FEEDBACK" identifier="ChoiceA" '
    'showHide="show">Indeed.</feedbackInline></simpleChoice>'
    '<simpleChoice identifier="ChoiceB">Nothing</simpleChoice>'
    '<simpleChoice identifier="ChoiceC">A joke</simpleChoice></choiceInteraction>'
)


def test_a_single_choice_has_case_prompt_and_feedback():
    reading = one(declared("identifier", "ChoiceA"), CHOICES.format(most=1), processed(CORRECT))
    question = reading.questions[0]

    assert reading.remarks == []
    assert (question.kind, question.key, question.shuffle) == ("single-choice", "exam-7", True)
    assert plain(question.case) == {"en": "A man is stopped at night."}
    assert plain(question.stem) == {"en": "What must be said?"}
    assert [(option.text["en"], option.correct) for option in question.options] == [
        ("The reason", True),
        ("Nothing", False),
        ("A joke", False),
    ]
    assert question.options[0].feedback["en"] == "Indeed."


@pytest.mark.parametrize(
    ("weights", "address", "credit", "is_exact"),
    [
        ({}, CORRECT, "whole", True),
        ({"ChoiceA": 1, "ChoiceB": -1, "ChoiceC": -1}, MAPPED, "whole", True),
        ({"ChoiceA": 2, "ChoiceB": -1, "ChoiceC": 1}, MAPPED, "minus-wrong", False),
    ],
)
def test_weights_become_a_rule_of_credit(weights, address, credit, is_exact):
    table = mapping(**weights) if weights else ""

    reading = one(
        declared("identifier", "ChoiceA", cardinality="multiple", mapping=table),
        CHOICES.format(most=0),
        processed(address),
    )

    assert reading.questions[0].credit == credit
    assert any("have no like here" in remark.text for remark in reading.remarks) is not is_exact


def test_qti_3_is_read_in_its_own_spelling():
    content = (
        '<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="order" title="Order" '
        'xml:lang="ru"><qti-response-declaration identifier="RESPONSE" cardinality="ordered" base-type="identifier">'
        "<qti-correct-response><qti-value>b</qti-value><qti-value>a</qti-value><qti-value>c</qti-value>"
        '</qti-correct-response></qti-response-declaration><qti-item-body><qti-order-interaction shuffle="true" '
        'response-identifier="RESPONSE"><qti-prompt>По порядку</qti-prompt>'
        '<qti-simple-choice identifier="a">суд</qti-simple-choice><qti-simple-choice identifier="b">обвинение'
        '</qti-simple-choice><qti-simple-choice identifier="c">жалоба</qti-simple-choice></qti-order-interaction>'
        "</qti-item-body></qti-assessment-item>"
    )

    question = qti.read(content.encode(), language="ky").questions[0]

    assert question.kind == "ordering"
    assert [option.text["ru"] for option in question.options] == ["обвинение", "суд", "жалоба"]


def test_pairs_with_their_weights_count_each_for_itself():
    body = (
        '<matchInteraction responseIdentifier="RESPONSE" shuffle="false" maxAssociations="2"><prompt>Match</prompt>'
        '<simpleMatchSet><simpleAssociableChoice identifier="J" matchMax="1">judge</simpleAssociableChoice>'
        '<simpleAssociableChoice identifier="P" matchMax="1">prosecutor</simpleAssociableChoice></simpleMatchSet>'
        '<simpleMatchSet><simpleAssociableChoice identifier="D" matchMax="1">decides</simpleAssociableChoice>'
        '<simpleAssociableChoice identifier="A" matchMax="1">accuses</simpleAssociableChoice></simpleMatchSet>'
        "</matchInteraction>"
    )
    table = '<mapping><mapEntry mapKey="J D" mappedValue="1"/><mapEntry mapKey="P A" mappedValue="1"/></mapping>'

    reading = one(
        declared("directedPair", "J D", "P A", cardinality="multiple", mapping=table), body, processed(MAPPED)
    )
    question = reading.questions[0]

    assert (question.kind, question.credit) == ("matching", "each")
    assert [question.option(part.right).text["en"] for part in question.parts] == ["decides", "accuses"]


def test_a_field_alone_is_a_short_answer_with_its_shares():
    table = mapping(York=1, york=0.5)
    body = '<p>Which town?</p><p><textEntryInteraction responseIdentifier="RESPONSE" expectedLength="15"/></p>'

    question = one(declared("string", "York", mapping=table), body, processed(MAPPED)).questions[0]

    assert question.kind == "short-text"
    assert question.stem["en"] == "Which town?"
    assert [(answer.texts["en"], answer.share) for answer in question.accepted] == [
        (("York",), "1"),
        (("york",), "1/2"),
    ]


def test_a_number_has_the_tolerance_of_its_condition():
    processing = (
        '<responseProcessing><responseCondition><responseIf><equal toleranceMode="absolute" tolerance="0.5 0.5">'
        '<variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></equal><setOutcomeValue identifier="SCORE">'
        '<baseValue baseType="float">2</baseValue></setOutcomeValue></responseIf><responseElseIf><equal '
        'toleranceMode="exact"><variable identifier="RESPONSE"/><baseValue baseType="float">2</baseValue></equal>'
        '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue>'
        '<setOutcomeValue identifier="FEEDBACK"><baseValue baseType="identifier">days</baseValue></setOutcomeValue>'
        "</responseElseIf></responseCondition></responseProcessing>"
        '<modalFeedback outcomeIdentifier="FEEDBACK" identifier="days" showHide="show">In hours.</modalFeedback>'
    )
    body = '<p>How long?</p><p><textEntryInteraction responseIdentifier="RESPONSE"/></p>'

    question = one(declared("float", "48"), body, processing).questions[0]

    assert question.kind == "numeric"
    assert [(answer.number, answer.tolerance, answer.share) for answer in question.accepted] == [
        ("48", "0.5", "1"),
        ("2", "0", "1/2"),
    ]
    assert question.accepted[1].feedback["en"] == "In hours."


def test_fields_inside_a_sentence_are_gaps():
    choices = '<inlineChoice identifier="G">guilty</inlineChoice><inlineChoice identifier="F">free</inlineChoice>'
    body = (
        "<p>Fill in.</p><p>Whoever is not convicted is not "
        f'<inlineChoiceInteraction responseIdentifier="R1" shuffle="false">{choices}</inlineChoiceInteraction> and may '
        'stay <textEntryInteraction responseIdentifier="R2"/>.</p>'
    )

    question = one(declared("identifier", "G", name="R1") + declared("string", "silent", name="R2"), body).questions[0]

    assert question.kind == "gap-fill"
    assert question.stem["en"] == "Fill in."
    assert question.passage["en"] == "Whoever is not convicted is not {o1} and may stay {o2}."
    assert question.option(question.parts[0].right).text["en"] == "guilty"
    assert question.parts[1].accepted[0].texts["en"] == ("silent",)


def test_words_to_mark_are_a_text_with_errors():
    body = (
        '<hottextInteraction responseIdentifier="RESPONSE" maxChoices="0"><prompt>Mark what is wrong.</prompt><p>The '
        'court <hottext identifier="A">found</hottext> that the law {sic} <hottext identifier="B">forbids</hottext> '
        "it.</p></hottextInteraction>"
    )

    reading = one(declared("identifier", "B", cardinality="multiple"), body, processed(CORRECT))
    question = reading.questions[0]

    assert question.kind == "error-text"
    assert question.passage["en"] == "The court {o1} that the law (sic) {o2} it."
    assert [(option.text["en"], option.correct) for option in question.options] == [("found", False), ("forbids", True)]
    assert [remark.text for remark in reading.remarks] == [
        "Curly brackets in the text became round ones: here they mark gaps."
    ]


def test_a_long_answer_is_an_essay_whose_scorers_are_told_something():
    body = (
        '<rubricBlock view="scorer"><p>Look for proportionality.</p></rubricBlock>'
        '<extendedTextInteraction responseIdentifier="RESPONSE"><prompt>Plead.</prompt></extendedTextInteraction>'
    )

    question = one(declared("string"), body).questions[0]

    assert (question.kind, question.stem["en"]) == ("essay", "Plead.")
    assert question.rubric.guidance["en"] == "Look for proportionality."


@pytest.mark.parametrize(
    ("declarations", "body", "place", "reason"),
    [
        ("", "<p>Read.</p>", "line 2, <assessmentItem>", "nothing to answer"),
        (
            declared("point", "1 1"),
            '<hotspotInteraction responseIdentifier="RESPONSE"/>',
            "<hotspotInteraction>",
            "no like",
        ),
        (declared("identifier"), CHOICES.format(most=1), "<choiceInteraction>", "does not say what is right"),
        (declared("identifier", "ChoiceA"), CHOICES.format(most=1) * 2, "<choiceInteraction>", "Several interactions"),
        (
            declared("float", "many"),
            '<p><textEntryInteraction responseIdentifier="RESPONSE"/></p>',
            "<textEntry",
            "number",
        ),
    ],
)
def test_an_item_that_cannot_be_held_is_left_out_with_line_and_element(declarations, body, place, reason):
    reading = one(declarations, body)

    assert reading.questions == []
    assert [remark.weight for remark in reading.remarks] == [Weight.LEFT_OUT]
    assert place in reading.remarks[0].place
    assert reason in reading.remarks[0].text


# ── Packages ─────────────────────────────────────────────────────────────────


def manifest(*hrefs):
    resources = "".join(
        f'<resource identifier="r{place}" type="imsqti_item_xmlv2p1" href="{href}"><file href="{href}"/></resource>'
        for place, href in enumerate(hrefs)
    )
    return f'<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>{resources}</resources></manifest>'


def zip_of(**files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


ITEM = item(
    declared("identifier", "ChoiceA"),
    '<p><img src="../img/map.png" alt="A map"/></p>' + CHOICES.format(most=1),
    processed(CORRECT),
)


def test_a_package_brings_items_and_their_pictures():
    content = zip_of(**{"imsmanifest.xml": manifest("items/a.xml"), "items/a.xml": ITEM, "img/map.png": PICTURE})

    reading = qti.read(content, language="ky")

    assert plain(reading.questions[0].image) == {"name": "map.png", "alt": {"en": "A map"}}
    assert reading.media == {"map.png": PICTURE}
    assert reading.items[0].place == "items/a.xml, line 2, <assessmentItem>"


@pytest.mark.parametrize(
    "source", ["../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "http://127.0.0.1/a.png"]
)
def test_a_picture_comes_from_the_package_or_not_at_all(source):
    content = zip_of(**{"imsmanifest.xml": manifest("a.xml"), "a.xml": ITEM.replace("../img/map.png", source)})

    reading = qti.read(content, language="ky")

    assert reading.media == {}
    assert [remark.text for remark in reading.remarks] == ["The picture is not in the file, so it is left out."]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"a.xml": ITEM}, "There is no imsmanifest.xml"),
        ({"imsmanifest.xml": manifest("a.xml")}, "names the file a.xml, which is not there"),
        ({"imsmanifest.xml": manifest("../a.xml"), "../a.xml": ITEM}, "leads out"),
        ({"imsmanifest.xml": manifest("a.xml"), "a.xml": "<!DOCTYPE x>" + ITEM}, "^a.xml: Line 1: .*DOCTYPE"),
        ({"imsmanifest.xml": "<manifest>"}, "^imsmanifest.xml: Line 1"),
        ({"imsmanifest.xml": manifest("a.xml"), "a.xml": ITEM, "bomb": "0" * 3_000_000}, "more than 100 times"),
        ({f"f{n}": "" for n in range(8001)}, "more than 8000 files"),
    ],
)
def test_a_package_that_is_wrong_or_hostile_is_refused_with_a_sentence(files, sentence):
    with pytest.raises(Refused, match=sentence):
        qti.read(zip_of(**files), language="en")


def test_a_zip_inside_is_passed_over():
    content = zip_of(**{"imsmanifest.xml": manifest("a.xml"), "a.xml": ITEM, "more.zip": b"PK not opened"})

    assert len(qti.read(content, language="en").questions) == 1


def test_nothing_is_ever_written_to_the_disk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    content = zip_of(**{"imsmanifest.xml": manifest("items/a.xml"), "items/a.xml": ITEM, "img/map.png": PICTURE})

    qti.read(content, language="en")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04" + b"\x00" * 40, b"GIFT ::a:: b", b"<quiz/>"])
def test_what_is_no_qti_is_refused(content):
    with pytest.raises(Refused):
        qti.read(content, language="en")


NAMES = ["choiceInteraction", "orderInteraction", "matchInteraction", "hottextInteraction", "textEntryInteraction",
         "inlineChoiceInteraction", "extendedTextInteraction", "gapMatchInteraction"]  # fmt: skip
INNER = ["simpleChoice", "hottext", "inlineChoice", "simpleMatchSet", "simpleAssociableChoice", "prompt", "p", "div"]


@USUAL
@given(
    base=st.sampled_from(["identifier", "string", "float", "directedPair", "", "x"]),
    cardinality=st.sampled_from(["single", "multiple", "ordered", ""]),
    right=st.lists(st.sampled_from(["a", "b", "a b", "b a", "", "1e9", "9" * 60, "{g1}"]), max_size=3),
    interactions=st.lists(
        st.tuples(
            st.sampled_from(NAMES), st.lists(st.tuples(st.sampled_from(INNER), st.sampled_from("abA.{")), max_size=4)
        ),
        max_size=3,
    ),
    most=st.sampled_from(["0", "1", "x", ""]),
    scores=st.dictionaries(st.sampled_from("ab"), st.sampled_from(["1", "-1", "0.5", "x", "1e400"]), max_size=2),
)
def test_items_by_chance_never_crash_the_reader(base, cardinality, right, interactions, most, scores):
    body = "".join(
        f'<p><{name} responseIdentifier="RESPONSE" maxChoices="{most}">'
        + "".join(f'<{one} identifier="{key}">{key}</{one}>' for one, key in inner)
        + f"</{name}></p>"
        for name, inner in interactions
    )
    began = time.perf_counter()

    one(declared(base, *right, cardinality=cardinality, mapping=mapping(**scores)), body, processed(MAPPED))

    assert time.perf_counter() - began < 2


@USUAL
@given(flips=st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), max_size=6))
def test_packages_with_changed_bytes_never_crash_the_reader(flips):
    content = bytearray(
        zip_of(**{"imsmanifest.xml": manifest("items/a.xml"), "items/a.xml": ITEM, "img/map.png": PICTURE})
    )
    for place, value in flips:
        content[place % len(content)] = value
    began = time.perf_counter()

    try:
        qti.read(bytes(content), language="en")
    except Refused:
        pass
    finally:
        assert time.perf_counter() - began < 2
