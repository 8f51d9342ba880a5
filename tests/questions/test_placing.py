"""Matching, ordering, gaps, texts with errors: things that are put in places."""

from fractions import Fraction
from itertools import permutations, product
from random import Random

import pytest

from lms.questions.kinds import KINDS
from tests.questions.changing import answer_key, changed, problems, reworded, share

STEPS = ("words", "statute", "aim", "balance")


def in_order(*steps):
    return [f"{step}:{place}" for place, step in enumerate(steps, start=1)]


# ── Matching ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("credit", "earned"), [("each", Fraction(2, 3)), ("whole", 0)])
def test_pairs_earn_by_the_rule(credit, earned):
    assert share(changed("matching", credit=credit), "liberty:art-9", "trial:art-14", "expression:art-18") == earned


def test_the_last_value_of_a_left_side_stands_and_a_script_sends_one():
    kind, question = KINDS["matching"], changed("matching")

    assert kind.read(question, ["liberty:art-14", "liberty:art-9", "liberty:"]) == []
    assert kind.read(question, ["liberty:art-14", "liberty:art-9", "x:art-9", "trial:x"]) == ["liberty:art-9"]
    assert not kind.knows(question, ["liberty:art-14", "liberty:art-9"])


@pytest.mark.parametrize("credit", ["each", "whole"])
def test_a_guess_at_pairs_is_the_mean_over_all(credit):
    question = changed("matching", credit=credit)
    ways = list(product(question.options_by_key, repeat=3))
    tried = [
        share(question, *(f"{part.key}:{key}" for part, key in zip(question.parts, way, strict=True))) for way in ways
    ]

    assert KINDS["matching"].guess(question) == sum(tried) / len(tried)


def test_a_wrong_pair_waits_with_its_reason():
    kind, question = KINDS["matching"], changed("matching")
    right, wrong = kind.explain(question, ["liberty:art-9", "trial:art-18"])

    assert (right.is_right, right.tells, right.feedback) == (True, False, question.parts[0].feedback)
    assert (wrong.is_right, wrong.tells, wrong.feedback) == (False, True, question.option("art-18").feedback)
    assert wrong.given["en"] == "A fair trial – article 18"
    assert [one.place for one in kind.missing(question, ["liberty:art-9", "trial:art-18"])] == ["trial", "expression"]


def test_a_left_side_without_its_option_is_a_problem():
    question = changed("matching", lambda document: document["parts"][0].update(right="art-99"))

    assert problems(question) == ["Every left side of a matching question names the option that belongs to it."]
    assert problems(changed("matching", credit="minus-wrong"))


# ── Ordering ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("answer", "each", "whole"),
    [
        (in_order(*STEPS), 1, 1),
        (in_order("words", "aim", "statute", "balance"), Fraction(1, 2), 0),
        (in_order("statute", "aim", "balance", "words"), 0, 0),
        (["words:1"], Fraction(1, 4), 0),
        ([f"{step}:1" for step in STEPS], 0, 0),
        (["words:1", "statute:1", "aim:3", "balance:4"], Fraction(1, 2), 0),
        (["words:0", "statute:5", "aim:x", "balance:٤"], 0, 0),
    ],
)
def test_an_order_earns_by_the_rule(answer, each, whole):
    assert share(changed("ordering", credit="each"), *answer) == each
    assert share(changed("ordering", credit="whole"), *answer) == whole


@pytest.mark.parametrize("credit", ["each", "whole"])
def test_a_guess_at_an_order_is_the_mean_over_all(credit):
    question = changed("ordering", credit=credit)
    tried = [share(question, *in_order(*way)) for way in permutations(STEPS)]

    assert KINDS["ordering"].guess(question) == sum(tried) / len(tried)


def test_steps_in_one_place_are_both_explained_as_wrong():
    kind, question = KINDS["ordering"], changed("ordering")
    answer = kind.read(question, ["words:1", "statute:1", "aim:3"])

    assert [(one.place, one.is_right) for one in kind.explain(question, answer)] == [
        ("words", False),
        ("statute", False),
        ("aim", True),
    ]
    assert [one.place for one in kind.missing(question, answer)] == ["words", "statute", "balance"]


def test_a_draft_with_equal_keys_is_shown_too():
    question = changed("ordering", lambda document: [option.update(key="a") for option in document["options"]])

    assert KINDS["ordering"].order(question, Random(1)) == ["a"] * 4
    assert "Two options have the same key." in problems(question)


@pytest.mark.parametrize("code", ["matching", "ordering", "error-text"])
def test_spelling_leaves_the_key_of_what_is_placed(code):
    def reword(document):
        for option in document["options"]:
            option["text"], option["feedback"] = reworded(option["text"]), reworded(option["feedback"])

    assert answer_key(changed(code, reword)) == answer_key(changed(code))
    assert answer_key(changed(code, credit="whole")) != answer_key(changed(code))
    assert answer_key(changed(code, lambda document: document["options"].pop())) != answer_key(changed(code))


def test_another_order_is_another_key():
    assert answer_key(changed("ordering", lambda document: document["options"].reverse())) != answer_key(
        changed("ordering")
    )


# ── Gaps ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("answer", "each", "whole"),
    [
        (["body:court", "pace:promptly"], 1, 1),
        (["body:Суд.", "pace:promptly"], 1, 1),
        (["body:court"], Fraction(1, 2), 0),
        (["body:prosecutor", "pace:promptly"], Fraction(1, 2), 0),
        (["body:court: of law", "pace:promptly"], Fraction(1, 2), 0),
        (["body:promptly", "pace:court"], 0, 0),
        (["pace:promptly", "pace:promptly"], Fraction(1, 2), 0),
    ],
)
def test_gaps_earn_by_the_rule(answer, each, whole):
    assert share(changed("gap-fill", credit="each"), *answer) == each
    assert share(changed("gap-fill", credit="whole"), *answer) == whole


def test_a_gap_keeps_a_colon_and_takes_one_text():
    kind, question = KINDS["gap-fill"], changed("gap-fill")

    assert kind.read(question, ["body: a: b \x00"]) == ["body:a: b"]
    assert kind.knows(question, ["body:a: b"])
    assert not kind.knows(question, ["body:a", "body:b"])
    assert not kind.knows(question, ["pace:never"])
    assert not kind.knows(question, ["nowhere:a"])
    assert not kind.knows(question, [f"body:{'x' * 201}"])


def test_a_form_names_typed_gaps_by_their_part():
    form = {"q-review-of-detention": ["pace:1"], "q-review-of-detention.body": ["first", "court"]}
    read = KINDS["gap-fill"].posted(changed("gap-fill"), lambda name: form.get(name, []), ("promptly",))

    assert read == ["body:court", "pace:promptly"]


def test_what_belongs_into_a_gap_is_told_in_each_language():
    kind, question = KINDS["gap-fill"], changed("gap-fill")
    body, pace = kind.missing(question, [])

    assert body.given == {"ky": "сотко", "ru": "суд", "en": "court"}
    assert pace.given["en"] == "without delay"
    assert kind.buckets(question, ["body:my own words", "pace:on-request"]) == ["body:other", "pace:on-request"]


def test_a_gap_may_take_a_number():
    def count(document):
        document["parts"][0]["accepted"] = [{"key": "two", "number": "2", "feedback": {}, "sources": []}]

    question = changed("gap-fill", count)

    assert problems(question) == []
    assert share(question, "body:2,0") == Fraction(1, 2)
    assert answer_key(question) != answer_key(changed("gap-fill"))


@pytest.mark.parametrize(
    "facts", [{"number": "abc"}, {"number": "1e999999999"}, {"texts": {}}, {"share": "1e999999999"}]
)
def test_a_gap_with_a_broken_key_is_refused_and_still_answers(facts):
    question = changed("gap-fill", lambda document: document["parts"][0]["accepted"][1].update(facts))

    assert problems(question)
    assert share(question, "body:1") == 0


@pytest.mark.parametrize("code", ["gap-fill", "error-text"])
def test_every_language_names_every_place_once(code):
    for change in (lambda text: text + " {when}{pace}", lambda text: text.replace("{", "(")):
        question = changed(
            code, lambda document, change=change: document["passage"].update(en=change(document["passage"]["en"]))
        )

        assert problems(question) == ["The text names each of its places exactly once, in every language, as {key}."]


# ── A text with errors ───────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("marked", "minus", "whole"),
    [
        (["who", "group"], 1, 1),
        (["who"], Fraction(1, 2), 0),
        (["who", "group", "court"], Fraction(1, 2), 0),
        (["when"], 0, 0),
        (["when", "who", "group", "court", "lawyer"], 0, 0),
    ],
)
def test_marked_words_earn_by_the_rule(marked, minus, whole):
    assert share(changed("error-text"), *marked) == minus
    assert share(changed("error-text", credit="whole"), *marked) == whole


def test_marking_every_word_never_pays():
    more = changed("error-text", lambda document: document["options"][0].update(correct=True))

    assert problems(more) == ["Where wrong options take points away, at least as many options are wrong as right."]
    assert problems(changed("error-text", credit="each")) == [
        "Points cannot be given by this rule in a question of this kind."
    ]


def test_a_text_is_shown_in_its_own_order():
    question = changed("error-text")

    assert KINDS["error-text"].order(question, Random(3)) == ["when", "who", "group", "court", "lawyer"]
    assert [piece.place for piece in KINDS["error-text"].words(question, "ky")["passage"]][:2] == ["when", "who"]
