"""What is wrong in what a module says, in a package as in the studio: each is told in one sentence."""

import pytest

from lms.authoring.packs import Level
from lms.authoring.packs.checks import check_document
from tests.authoring.packages import KNOWN, pack, small_module
from tests.support.packs import question, words


@pytest.fixture(autouse=True)
def speaking_english(app):
    with app.app_context():
        yield


def problems_of(**changes):
    return [p.text for p in check_document(small_module(**changes), KNOWN) if p.level is Level.ERROR]


def test_national_law_is_described_as_of_a_day():
    said = "National law is described here, so the module must say as of which day."
    lessons = pack()["lessons"]
    for text in lessons[0]["texts"].values():
        text["body"] += '\n::: law-in-force {as_of="2026-11-01" applies="acts after that day"}\nThe law.\n:::\n'

    assert problems_of(lessons=lessons) == [said] * 3
    assert problems_of(lessons=lessons, law_as_of="2026-11-01") == []
    assert any("is not a day" in sentence for sentence in problems_of(law_as_of="1 November"))


def test_a_place_that_kyrgyz_and_russian_pages_would_show_in_english_is_found():
    said = "“Findings”: Kyrgyz and Russian pages have no words for “Findings”."
    lessons, questions = pack()["lessons"], pack()["questions"]
    for text in lessons[0]["texts"].values():
        text["body"] += "\nIt is so [@iccpr Findings].\n"
    questions[0]["options"][0]["sources"] = ["iccpr Findings"]

    assert [sentence[: len(said)] for sentence in problems_of(lessons=lessons)] == [said] * 2
    assert [sentence[: len(said)] for sentence in problems_of(questions=questions)] == [said]
    for text in lessons[0]["texts"].values():
        text["body"] = text["body"].replace("Findings", "annex II, para. 3")
    assert problems_of(lessons=lessons) == []


def test_letters_of_two_alphabets_in_one_word_are_found():
    title = {"ky": "Сыноo", "ru": "Проверка SIM-карты", "en": "Trial"}  # the last letter of the first word is Latin

    assert problems_of(title=title) == ["“Сыноo” mixes two alphabets: look at o."]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("His number is 21502199901234.", "personal number"),
        ("Call +996 555 123 456.", "telephone"),
        ("Call 0555 12-34-56.", "telephone"),
        ("Write to aibek@mail.kg.", "e-mail"),
        ("Ask {name} about it.", "was not replaced"),
    ],
)
def test_personal_data_and_leftover_marks_are_found(text, why):
    assert any(why in sentence for sentence in problems_of(summary={**words("Summary"), "en": text}))


def test_years_paragraphs_and_symbols_are_no_personal_data():
    assert (
        problems_of(summary={**words("s"), "en": "A/RES/60/288 of 2006, UNTS vol. 999, p. 171, 1000000 people."}) == []
    )


def test_the_two_forms_are_matched_pair_by_pair():
    raw = pack()
    raw["questions"][0]["pair"] = "p2"

    found = problems_of(questions=raw["questions"])

    assert "The pair “p2” is not one question of form A and one of form B." in found
    assert "The pair “p1” is not one question of form A and one of form B." in found


def test_a_pair_on_two_objectives_is_found():
    raw = pack()
    raw["questions"][0]["objective"] = "o2"
    objectives = [*raw["objectives"], {"key": "o2", "text": words("Another.")}]

    found = problems_of(questions=raw["questions"], objectives=objectives)

    assert found == ["The two questions of the pair “p1” have different objectives."]


def test_a_scenario_that_runs_in_a_circle_is_found():
    raw = pack()
    raw["scenario"]["nodes"][1]["choices"][0]["next"] = "n1"

    found = problems_of(scenario=raw["scenario"])

    assert "From “n1” one can come back to it, so the path need not end." in found
    assert "No choice leads to “good”." in found


def test_references_inside_the_module_are_checked():
    questions = [*pack()["questions"], question("zz", lesson="absent", objective="o9")]

    assert problems_of(questions=questions) == ["There is no objective “o9”.", "There is no lesson “absent”."]


def test_a_small_bank_is_advice_and_a_bank_below_the_quiz_an_error():
    raw = pack()["questions"]

    small = check_document(small_module(questions=raw[:20]), KNOWN)
    tiny = check_document(small_module(questions=raw[:4]), KNOWN)

    assert [p.text for p in small if p.level is Level.WARNING and "24 or more" in p.text]
    assert [p.text for p in tiny if p.level is Level.ERROR and "The final quiz needs 12 questions" in p.text]


@pytest.mark.parametrize(("how_many", "is_told"), [(5, False), (6, True)])
@pytest.mark.parametrize(("right", "said"), [(" and the reason for it", "longest"), ("", "shortest")])
def test_a_key_that_is_always_the_longest_or_the_shortest_is_told(how_many, is_told, right, said):
    """Of twelve questions; in the others all options are alike."""
    questions = [question(f"q{number:02d}") for number in range(12)]
    for one in questions[:how_many]:
        for option in one["options"]:
            option["text"] = words("Yes" + right if option["correct"] else f"No, {option['key']}")
    sentence = f"The correct option is the {said} in {how_many} of 12 questions."
    told = [p.text for p in check_document(small_module(questions=questions), KNOWN) if sentence in p.text]
    assert bool(told) is is_told
