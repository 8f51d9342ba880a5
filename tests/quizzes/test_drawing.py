"""What an attempt asks is drawn by rule and fixed by its seed."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.catalogue.documents import DrawRule
from lms.quizzes.drawing import draw_final, draw_first_final, draw_pre_test, other_form
from tests.support.packs import question, small_module

seeds = st.integers(min_value=0, max_value=2**31 - 1)
forms = st.sampled_from("AB")


@st.composite
def banks(draw):
    """Modules with any bank between two and forty questions, in one to five objectives."""
    count = draw(st.integers(2, 40))
    questions = [
        question(
            f"q{n}",
            form=draw(st.sampled_from(["A", "B", None])),
            objective=f"o{draw(st.integers(1, 5))}",
            difficulty=draw(st.integers(1, 3)),
        )
        for n in range(count)
    ]
    return small_module(questions=questions)


def keys(drawn):
    return [key for key, _options in drawn]


def test_the_pre_test_asks_the_eight_of_its_form():
    assert sorted(keys(draw_pre_test(small_module(), "A", seed=3))) == [f"a{n}" for n in range(1, 9)]


def test_the_first_final_asks_the_other_eight_and_four_without_a_form():
    drawn = keys(draw_first_final(small_module(), other_form("A"), seed=3))

    assert Counter(key[0] for key in drawn) == {"b": 8, "z": 4}


@given(banks(), forms, seeds)
@settings(max_examples=150)
def test_no_question_is_asked_twice_and_a_small_bank_gives_what_it_has(document, form, seed):
    rules, bank = document.rules, document.questions
    of_form = sum(q.form == form for q in bank)
    free = sum(q.form is None for q in bank)
    expected = {
        "pre": min(of_form, rules.pre_test_questions),
        "first": min(of_form, rules.pre_test_questions)
        + min(free, max(0, rules.final_questions - min(of_form, rules.pre_test_questions))),
        "later": min(len(bank), rules.final_questions),
    }
    draws = {
        "pre": draw_pre_test(document, form, seed=seed),
        "first": draw_first_final(document, form, seed=seed),
        "later": draw_final(document, seen={}, seed=seed),
    }

    for name, drawn in draws.items():
        assert len(set(keys(drawn))) == len(drawn) == expected[name]
        for key, options in drawn:
            asked = document.questions_by_key[key]
            assert sorted(options) == sorted(option.key for option in asked.options)


@given(banks(), forms, seeds)
@settings(max_examples=50)
def test_the_same_seed_draws_the_same(document, form, seed):
    assert draw_pre_test(document, form, seed=seed) == draw_pre_test(document, form, seed=seed)
    assert draw_first_final(document, form, seed=seed) == draw_first_final(document, form, seed=seed)
    assert draw_final(document, seen={}, seed=seed) == draw_final(document, seen={}, seed=seed)


@given(banks(), seeds)
@settings(max_examples=100)
def test_a_later_final_is_spread_over_the_objectives(document, seed):
    drawn = keys(draw_final(document, seen={}, seed=seed))
    bank = Counter(q.objective for q in document.questions)
    asked = Counter(document.questions_by_key[key].objective for key in drawn)

    for objective, count in bank.items():
        others = [asked[other] for other in bank if other != objective]
        # Behind the others only when the objective has no question left.
        assert asked[objective] == count or all(other <= asked[objective] + 1 for other in others)


@given(banks(), seeds)
@settings(max_examples=100)
def test_within_an_objective_what_was_not_seen_comes_first(document, seed):
    seen = Counter(keys(draw_final(document, seen={}, seed=seed)))
    drawn = keys(draw_final(document, seen=seen, seed=seed + 1))

    for objective in {q.objective for q in document.questions}:
        of_it = [q.key for q in document.questions if q.objective == objective]
        asked = [key for key in of_it if key in drawn]
        unseen = [key for key in of_it if not seen[key]]
        repeated = [key for key in asked if seen[key]]
        assert not repeated or set(unseen) <= set(asked)


def test_options_stay_in_place_where_the_order_matters():
    questions = [{**question(f"q{n}", form="A"), "shuffle": False} for n in range(8)]
    drawn = draw_pre_test(small_module(questions=questions), "A", seed=5)

    assert all(options == ["a", "b", "c", "d"] for _key, options in drawn)


def test_options_change_places_between_attempts():
    orders = {tuple(options) for seed in range(5) for _key, options in draw_pre_test(small_module(), "A", seed=seed)}

    assert len(orders) > 5


# ── By the author's rules ────────────────────────────────────────────────────

TAGS = ("principle", "procedure")


@st.composite
def ruled(draw):
    """Modules with rules of drawing that never ask for more questions than the final quiz has."""
    questions = [
        {
            **question(
                f"q{n}",
                form=draw(st.sampled_from(["A", "B", None, None])),
                objective=f"o{draw(st.integers(1, 3))}",
                difficulty=draw(st.integers(1, 3)),
                lesson=draw(st.sampled_from(["first", "second"])),
            ),
            "tags": draw(st.lists(st.sampled_from(TAGS), unique=True)),
        }
        for n in range(draw(st.integers(12, 40)))
    ]
    left, rules = 12, []
    for _number in range(draw(st.integers(1, 4))):
        rule = {
            "count": draw(st.integers(1, 4)),
            "objective": draw(st.sampled_from([None, "o1", "o2", "o3"])),
            "difficulty": draw(st.sampled_from([None, 1, 2, 3])),
            "lesson": draw(st.sampled_from([None, "first", "second"])),
            "tag": draw(st.sampled_from([None, *TAGS])),
        }
        if rule["count"] <= left:
            left -= rule["count"]
            rules.append(rule)
    return small_module(questions=questions, rules={"draw": rules})


def fitting(rule, questions):
    return sum(map(rule.fits, questions))


@given(ruled(), seeds)
@settings(max_examples=150)
def test_every_rule_is_satisfied_when_the_bank_can(document, seed):
    drawn = keys(draw_final(document, seen={}, seed=seed))
    asked = [document.questions_by_key[key] for key in drawn]

    assert len(set(drawn)) == len(drawn) == document.rules.final_questions
    for rule in document.rules.draw:
        assert fitting(rule, asked) >= min(rule.count, fitting(rule, document.questions))


@given(ruled(), forms, seeds)
@settings(max_examples=150)
def test_the_first_final_holds_its_form_and_satisfies_the_rules_in_the_room_that_is_left(document, form, seed):
    drawn = keys(draw_first_final(document, form, seed=seed))
    asked = [document.questions_by_key[key] for key in drawn]
    of_form = [q for q in document.questions if q.form == form]
    free = [q for q in document.questions if q.form is None]
    held = [q for q in asked if q.form == form]
    room = document.rules.final_questions - len(held)
    wanted = sum(max(0, rule.count - fitting(rule, held)) for rule in document.rules.draw)

    assert {q.form for q in asked} <= {form, None}
    assert len(held) == min(len(of_form), document.rules.pre_test_questions)
    assert len(set(drawn)) == len(drawn) == len(held) + min(len(free), room)
    if wanted <= room:
        for rule in document.rules.draw:
            assert fitting(rule, asked) >= min(rule.count, fitting(rule, held) + fitting(rule, free))


@given(ruled(), forms, seeds)
@settings(max_examples=50)
def test_rules_and_the_same_seed_draw_the_same(document, form, seed):
    assert draw_first_final(document, form, seed=seed) == draw_first_final(document, form, seed=seed)
    assert draw_final(document, seen={}, seed=seed) == draw_final(document, seen={}, seed=seed)


def test_a_question_that_is_drawn_already_counts_for_a_rule():
    """The form holds eight of the first lesson, so that this rule asks for no more of it."""
    document = small_module(rules={"draw": [{"count": 8, "lesson": "first"}, {"count": 4, "lesson": "second"}]})
    asked = [document.questions_by_key[key] for key in keys(draw_first_final(document, "A", seed=1))]

    assert fitting(DrawRule(1, lesson="first"), asked) == 8
    assert fitting(DrawRule(1, lesson="second"), asked) == 4


def test_the_order_of_the_bank_is_kept_where_the_author_says_so():
    document = small_module(rules={"shuffle_questions": False})
    order = list(document.questions_by_key)
    for drawn in (draw_pre_test(document, "A", seed=7), draw_final(document, seen={}, seed=7)):
        assert keys(drawn) == sorted(keys(drawn), key=order.index)
    assert keys(draw_final(small_module(), seen={}, seed=7)) != sorted(
        keys(draw_final(small_module(), seen={}, seed=7)), key=order.index
    )
