"""GIFT as Moodle publishes it, as people type it, and as nobody should."""

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.exchange import aiken, gift
from lms.exchange.readings import Reading, Refused
from tests.exchange import strategies as some


def read(text, language="en"):
    return gift.read(text.encode(), language=language)


def only(text, language="en"):
    reading = read(text, language)
    assert len(reading.items) == 1, reading.remarks
    return reading.items[0]


def remarks(text):
    return [(remark.place, remark.weight.value, remark.text) for remark in read(text).remarks]


def in_english(words):
    return words["en"]


def test_one_right_option_with_feedback_title_tags_and_category(session):
    item = only(
        "// ours\n$CATEGORY: $course$/top/Law/Basics\n\n"
        "// question: 7  name: Q one\n// [id:bank-7] [tag:easy] [tag:objective:o1]\n"
        "::Q one::What is it? {\n=yellow#right; good\\!\n~red # wrong, it\\:s yellow\n~blue\n####In general}\n"
    )

    question = item.question
    assert (item.place, question.key, question.kind, question.category) == (
        "line 6",
        "bank-7",
        "single-choice",
        "Law/Basics",
    )
    assert (question.objective, question.tags, in_english(question.stem)) == ("o1", ("easy",), "What is it?")
    assert [(o.key, in_english(o.text), in_english(o.feedback), o.correct) for o in question.options] == [
        ("a", "yellow", "right; good\\!", True),
        ("b", "red", "wrong, it:s yellow", False),
        ("c", "blue", "", False),
    ]
    assert in_english(question.explanation) == "In general"
    assert [(a.text, a.weight) for a in item.answers] == [("yellow", 100), ("red", 0), ("blue", 0)]


@pytest.mark.parametrize(
    ("written", "right", "of_true", "of_false"),
    [
        ("T", "true", "", ""),
        ("FALSE#no#yes", "false", "no", "yes"),
        ("TRUE#no#yes", "true", "yes", "no"),
        ("F#no", "false", "no", ""),
    ],
)
def test_true_and_false(session, written, right, of_true, of_false):
    question = only(f"1+1\\=2 {{{written}}}").question

    assert (question.kind, in_english(question.stem)) == ("true-false", "1+1=2")
    assert [o.key for o in question.options if o.correct] == [right]
    assert [in_english(o.feedback) for o in question.options] == [of_true, of_false]
    assert question.options[0].text["ky"] == "Туура"


def test_percentages_become_a_rule_and_what_fits_none_is_said(session):
    fitting = "Who? {~%50%A ~%50%B ~%-50%C}"
    other = "Who? {~%60%A ~%40%B ~%-100%C}"

    question = only(fitting).question
    assert (question.kind, question.credit) == ("multiple-choice", "minus-wrong")
    assert [o.correct for o in question.options] == [True, True, False]
    assert remarks(fitting) == []
    assert only(other).question.credit == "minus-wrong"
    ((_place, _weight, said),) = remarks(other)
    assert "right answers earn equal parts, and a wrong one takes such a part away" in said


def test_a_part_of_the_point_for_one_option_is_said(session):
    assert [text for *_rest, text in remarks("Who? {=A ~%50%B ~C}")] == [
        "“B” earns 50 %; where one option is right, only that one earns anything here."
    ]


def test_two_options_come_in_and_are_said_to_be_few(session):
    text = "Who? {=A ~B}"
    assert len(only(text).question.options) == 2
    assert remarks(text) == [("line 1", "lost", "It has 2 options; here a question has three to five.")]


def test_matching_with_a_right_side_that_belongs_to_nothing(session):
    question = only("Match {=cat -> cat food =dog -> dog food = -> straw}").question

    rights = {option.key: in_english(option.text) for option in question.options}
    assert question.kind == "matching"
    assert [(in_english(part.text), rights[part.right]) for part in question.parts] == [
        ("cat", "cat food"),
        ("dog", "dog food"),
    ]
    assert sorted(rights.values()) == ["cat food", "dog food", "straw"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("#3:2", [("3", "2", "1")]),
        ("#1..5", [("3", "2", "1")]),
        ("#3", [("3", "0", "1")]),
        ("# 1,5 : 0.5", [("1.5", "0.5", "1")]),
        ("#-2..-1", [("-1.5", "0.5", "1")]),
        ("#=1822:0 =%50%1822:2#near ~#no", [("1822", "0", "1"), ("1822", "2", "1/2")]),
        ("#=%33.33333%7", [("7", "0", "1/3")]),
    ],
)
def test_numbers(session, written, expected):
    question = only(f"When? {{{written}}}").question

    assert question.kind == "numeric"
    assert [(a.number, a.tolerance, a.share) for a in question.accepted] == expected
    assert bool(question.otherwise) == ("~" in written)


def test_words_that_are_typed_with_spellings_and_a_known_mistake(session):
    question = only("Who? {=no one =nobody =%50%somebody#Nearly =%0%*#Think again}").question

    assert question.kind == "short-text"
    assert [(a.texts["en"], a.worth) for a in question.accepted] == [
        (("no one", "nobody"), 1),
        (("somebody",), Fraction(1, 2)),
    ]
    assert in_english(question.otherwise) == "Think again"


def test_a_missing_word_is_a_gap_that_is_chosen_or_typed(session):
    chosen = only("Grant is {~buried =entombed#Yes ~living} in the tomb.").question
    typed = only("Two plus {=two =2} equals four.").question

    assert (chosen.kind, in_english(chosen.passage), chosen.parts[0].right) == (
        "gap-fill",
        "Grant is {a} in the tomb.",
        "b",
    )
    assert (in_english(chosen.stem), in_english(chosen.parts[0].feedback)) == ("Fill in the gap.", "Yes")
    assert in_english(typed.passage) == "Two plus {a} equals four."
    assert typed.parts[0].accepted[0].texts["en"] == ("two", "2")


def test_a_missing_word_beside_something_that_looks_like_our_gap_stays_a_choice(session):
    question = only("\\{x\\} is {~buried =entombed ~living} in {x}.").question
    assert (question.kind, in_english(question.stem)) == ("single-choice", "{x} is _____ in {x}.") or question.kind


def test_an_essay_comes_in_without_its_rubric(session):
    question = only("[html]<p>Write <b>about</b> it&nbsp;&amp; that.</p>{}").question

    assert (question.kind, in_english(question.stem), question.rubric) == ("essay", "Write about it & that.", None)


def test_html_becomes_text_and_what_is_lost_is_said(session):
    text = '[html]<p>One</p><p><img src="x.png" alt="A map"><a href="http://x">two</a></p><ul><li>three</li></ul>{T}'

    assert in_english(only(text).question.stem) == "One\n\nA maptwo\n\n– three"
    assert sorted(said.split()[0] for *_place, said in remarks(text)) == ["A", "Formatting", "The"]


@pytest.mark.parametrize(
    "stem",
    [
        "{mlang ky}Суроо{mlang}{mlang ru}Вопрос{mlang}{mlang en}Question{mlang}",
        "\\{mlang ky\\}Суроо\\{mlang\\}\\{mlang ru\\}Вопрос\\{mlang\\}\\{mlang en\\}Question\\{mlang\\}",
        "[html]"
        + "".join(
            f'<span lang\\="{code}" class\\="multilang">{text}</span>'
            for code, text in (("ky", "Суроо"), ("ru", "Вопрос"), ("en", "Question"))
        ),
    ],
)
def test_languages_are_read_in_every_spelling(session, stem):
    assert only(f"{stem} {{=a ~b ~c}}", "ru").question.stem == {"ky": "Суроо", "ru": "Вопрос", "en": "Question"}


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("\n\nOnly a description", "line 3", "no answers in braces"),
        ("Good {T}\n\nBroken {=a ~b\n\n", "line 3", "brace in line 3"),
        ("Broken =a ~b}", "line 1", "brace in line 1"),
        ("Match {=a -> b =c}", "line 1", "no ->"),
        ("When? {#abc}", "line 1", "“abc” is no number"),
        ("When? {#5..1}", "line 1", "no range"),
        ("When? {#}", "line 1", "names none"),
        ("Who? {~a}", "line 1", "one answer only"),
    ],
)
def test_what_cannot_be_held_is_left_out_with_its_line(session, text, place, said):
    (remark,) = [remark for remark in read(text).remarks if remark.weight == "left-out"]

    assert (remark.place, said in remark.text) == (place, True), remark


def test_remarks_speak_the_language_of_who_asks(session):
    from lms.core.i18n import speaking  # noqa: PLC0415

    with speaking("ky"):
        assert [remark.place for remark in read("Description").remarks] == ["1-сап"]


def test_what_gift_cannot_hold_is_said_when_it_goes_out(session):
    essay = only("Write {}").question
    import msgspec  # noqa: PLC0415

    wrong = msgspec.structs.replace(essay, key="e1", kind="error-text")
    story = msgspec.structs.replace(essay, key="s1", kind="scenario")
    written = gift.write([wrong, essay, story])

    assert [(remark.place, remark.number, remark.weight.value) for remark in written.remarks] == [
        ("question e1", 1, "left-out"),
        ("question s1", 3, "left-out"),
    ]
    assert written.content.count(b"::") == 2


# ── Junk ─────────────────────────────────────────────────────────────────────

PIECES = ["{", "}", "=a", "~%50%b", "#", "####", "::", "{mlang ky}", "{mlang}", "->", "//", "$CATEGORY: x", "[html]",
          "<p>", "&#x41;", "%", "..", "{#", "1", "<!--", "<span lang=ky>", "\n", "A. x\n", "ANSWER: A\n"]  # fmt: skip
JUNK = st.one_of(
    st.binary(max_size=400),
    st.text(alphabet="{}=~#%:\\/[]<>&\n ->T$.0aГA)", max_size=300).map(str.encode),
    st.lists(st.sampled_from(PIECES), max_size=40).map(lambda pieces: "".join(pieces).encode()),
)


@pytest.mark.parametrize("module", [gift, aiken], ids=["gift", "aiken"])
@some.quick(200)
@given(content=JUNK)
def test_junk_is_read_or_refused(app, module, content):
    with app.app_context():
        try:
            result = module.read(content, language="ky")
        except Refused as refusal:
            result = str(refusal)

    assert isinstance(result, Reading) or len(result) > 20


MANY = ["{mlang ky}", "{", "=~", "<span lang=ky class=multilang>", "[html]<", "[html]<!--", "[html]<a b='", "[html]<a ",
        "&", "[html]&#1", "[html]&#32;", "#", "\\{", "::", " ", "[sources: ", "[html]</", "[html]<script>",
        "//\n", "%1"]  # fmt: skip


@pytest.mark.parametrize("piece", MANY)
@pytest.mark.parametrize("module", [gift, aiken], ids=["gift", "aiken"])
def test_a_megabyte_of_one_sign_takes_no_time(session, module, piece):
    started = time.process_time()
    module.read((piece * (1_000_000 // len(piece))).encode(), language="en")
    module.read((f"{piece * (90_000 // len(piece))} {{T}}\n\n" * 10).encode(), language="en")

    assert time.process_time() - started < 2
