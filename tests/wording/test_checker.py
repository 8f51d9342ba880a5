"""Texts are looked at: rules in three languages, letters, people, sources, length; with exact places."""

from pathlib import Path
from time import process_time

import pytest
import yaml

from lms.wording import Checker, People, Rule, Severity, Text, balance_of, rules_from, rules_of_terms
from lms.wording.tokens import russian_stem

CONTENT = Path(__file__).resolve().parents[2] / "content"


def data(name):
    return yaml.load((CONTENT / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@pytest.fixture(scope="module")
def shipped():
    rules, misfits = rules_from(data("language-rules.yaml"))
    assert misfits == []
    words = (CONTENT / "kyrgyz-words.txt").read_text(encoding="utf-8").split()
    people = People.from_data(data("people-words.yaml"))
    return Checker([*rules, *rules_of_terms(data("glossary.yaml"))], kyrgyz_words=words, people=people)


@pytest.fixture(autouse=True)
def english(app):
    with app.test_request_context("/en/"):
        yield


def found(checker, words, language, **facts):
    """(rule, severity, the words themselves as the places tell them)."""
    text = Text(words, language, **facts)
    return [(one.rule, one.severity.value, words[one.start : one.end]) for one in checker.look(text)]


@pytest.mark.parametrize(
    ("language", "words", "rule", "marked"),
    [
        ("ru", "Это сказано о террористах.", "L01", "террористах"),
        ("ru", "Он говорил с экстремисткой.", "L02", "экстремисткой"),
        ("ru", "Речь о РЕЛИГИОЗНОМ экстремизме.", "L04", "РЕЛИГИОЗНОМ экстремизме"),
        ("ru", "Видели черную вдову.", "L22", "черную вдову"),
        ("ru", "В отчёте о ЗЭК.", "L28", "ЗЭК"),
        ("ky", "Ал экстремисттердин бири.", "L02", "экстремисттердин"),
        ("ky", "Үй-булолук чырга келишти.", "L44", "Үй-булолук чырга"),  # written without ү and ө
        ("ky", "Диний экстремизмди токтотуу.", "L04", "Диний экстремизмди"),
        ("en", "Two Terrorists’ names.", "L01", "Terrorists"),
        ("en", "They were de-radicalized.", "L12", "de-radicalized"),
        ("en", "A deradicalised youth.", "L12", "deradicalised"),
        ("en", "Jihadi\nbrides came home.", "L17", "Jihadi\nbrides"),
        ("en", "Everyone knows that he is right.", "L36", "he"),
        ("en", "The chairman spoke.", "L37", "chairman"),
    ],
)
def test_a_rule_finds_its_words_in_every_form(shipped, language, words, rule, marked):
    assert (rule, marked) in [(name, said) for name, _severity, said in found(shipped, words, language)]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "Террористический акт и экстремистская деятельность названы в законе."),
        ("ru", "Сектор экономики, человек с инвалидностью, зачёт."),
        ("ky", "Экстремисттик материалдар жөнүндө. Майыптыгы бар адам. Зекет төлөндү."),
        ("en", "A terrorist act, criminal law, extremist materials and pros and CONs, section 3, targets for 2026."),
        ("en", "The inspector writes what he saw."),
        ("en", "Everybody is heard if he or she asks, in his or her language."),
        ("ru", "Каждый знает, что он или она пишет."),
        ("en", "Girls and boys were asked."),
    ],
)
def test_words_that_only_look_alike_are_left_alone(shipped, language, words):
    assert [one for one in found(shipped, words, language) if one[1] != "info"] == []


def test_other_peoples_words_weigh_less(shipped):
    said = "The report calls him an extremist."
    quoted = "The report says: “He is an extremist.”"
    cited = "The report says: “He is an extremist.” [@report p. 4]"
    law = '::: law-text {source="law" at="art. 1"}\nAn extremist is liable.\n:::\n'

    def weight(words, **facts):
        return next(severity for rule, severity, _ in found(shipped, words, "en", **facts) if rule == "L02")

    assert weight(said) == "error"
    assert weight(quoted) == "warn"
    assert (weight(cited), weight(law)) == ("info", "info")
    assert (weight(said, is_example=True), weight(said, is_title=True)) == ("info", "info")
    assert weight(quoted, is_sourced=True) == "info"


@pytest.mark.parametrize(
    ("language", "words", "better"),
    [
        ("ru", "Против религиозного экстремизма", "насильственного экстремизма"),
        ("ru", "Религиозному экстремизму", "Насильственному экстремизму"),
        ("ky", "диний экстремизмди", "зомбулуктуу экстремизмди"),
        ("en", "policeman", "police officer"),
        ("ru", "О женщине-судье", None),  # the form cannot be told, so a person writes it
        ("en", "He was brainwashed", None),
    ],
)
def test_a_wording_is_offered_only_where_it_fits_as_it_is(shipped, language, words, better):
    offered = [one.replacement for one in shipped.look(Text(words, language)) if one.severity is not Severity.INFO]

    assert offered == [better]


def test_letters_of_the_wrong_alphabet(shipped):
    [one] = shipped.look(Text("Бул cыноо.", "ky"))
    assert (one.rule, one.words, one.replacement) == ("letters-mixed", "cыноо", "сыноо")
    right = {found.words: found.replacement for found in shipped.look(Text("Бул жонундо сүйлөшүү.", "ky"))}
    assert right == {"жонундо": "жөнүндө"}
    assert found(shipped, "Бул болуп жатат, эки кол.", "ky") == []  # both spellings are words


@pytest.mark.parametrize(
    ("language", "words", "rule", "marked"),
    [
        ("ru", "С Ивановым Петром Сергеевичем говорили.", "person-name", "Ивановым Петром Сергеевичем"),
        ("ru", "К нам приходила Айнура Маратовна.", "person-name", "Айнура Маратовна"),
        ("ky", "Бул Бакыт Асан уулу болчу.", "person-name", "Бакыт Асан уулу"),
        ("ky", "Жамийла Эсенкан кызы келди.", "person-name", "Жамийла Эсенкан кызы"),
        ("en", "They met Petr Ivanov Sergeevich there.", "person-name", "Petr Ivanov Sergeevich"),
        ("en", "PIN 21502199901234.", "person-number", "21502199901234"),
        ("ru", "Звоните 0555 12-34-56.", "person-phone", "0555 12-34-56"),
        ("en", "Write to aibek@mail.kg.", "person-email", "aibek@mail.kg"),
        ("ru", "По делу № 2024/15-К.", "person-case", "делу № 2024/15-К"),
        ("en", "In case No. 17/2024 it was said.", "person-case", "case No. 17/2024"),
        ("ru", "Житель села Кызыл-Суу, 34 лет, осуждён.", "person-together", "Житель села Кызыл-Суу, 34 лет, осуждён."),
        ("ky", "Арал айылынын 34 жаштагы тургуну соттолгон.", "person-together", None),
        ("en", "A man of 34 years old, from the village of Aral, was convicted.", "person-together", None),
    ],
)
def test_traces_of_people_are_errors_wherever_they_stand(shipped, language, words, rule, marked):
    hits = [one for one in shipped.look(Text(words, language, is_example=True)) if one.is_personal]

    assert [(one.rule, one.severity) for one in hits] == [(rule, Severity.ERROR)]
    assert marked in (None, hits[0].words)


@pytest.mark.parametrize(
    "words", ["Анын уулу келди.", "Айгүлдүн уулу мектепте.", "Resolution 1566 (2004), para. 3", "Кыргыз Республикасы"]
)
def test_nobody_is_seen_where_nobody_is(shipped, words):
    assert [one for one in shipped.look(Text(words, "ky")) if one.is_personal] == []


def test_figures_and_provisions_need_a_source(shipped):
    bare = "Thousands of people left, 40 % of them women.\n\nArticle 20 forbids it.\n"
    sourced = "Thousands of people left [@un-2020 p. 4].\n\nArticle 20 forbids it [@iccpr art. 20].\n"
    story = "::: case\nUp to 30 people came.\n:::\n"

    assert [rule for rule, *_ in found(shipped, bare, "en")] == ["figure", "figure", "source-missing"]
    assert found(shipped, sourced, "en") == []
    assert found(shipped, bare, "en", is_sourced=True) == []
    assert found(shipped, story, "en") == []
    dated = found(shipped, "Статья 315 УК КР говорит об этом [@kg-code].", "ru", law_is_dated=False)
    assert [rule for rule, *_ in dated] == ["law-undated"]


def test_long_sentences_are_found_and_the_longest_is_marked(shipped):
    long = "Слово " * 29 + "конец."
    short = "Это очень короткое предложение. "
    words = short + long + " " + " ".join(["Слово " * 24 + "конец."] * 6)

    [one] = shipped.look(Text(words, "ru"))

    assert (one.rule, one.words) == ("reading-long", long)
    assert found(shipped, short * 8, "ru") == []


def test_women_and_men_are_counted_over_stories():
    people = People.from_data(data("people-words.yaml"))
    men = ["The judge enters. He reads the file.", "An officer calls his chief.", "The judge asks; he waits."]

    balance = balance_of([*men, "A judge decides what he must.", "She asks.", "A man waits."], "en", people)

    assert (balance.women, balance.men, balance.is_even) == (1, 5, False)
    assert (balance.always_men, balance.always_women) == (("judge",), ())
    assert balance_of(["She asks."] * 3 + ["He asks."] * 3, "en", people).is_even


def test_a_rule_of_ones_own_and_a_rule_that_does_not_fit():
    own = {
        "id": "X1",
        "severity": "warn",
        "avoid": {"en": ["in order to"]},
        "prefer": {"en": "to"},
        "reason": {"en": "Short."},
    }
    rules, misfits = rules_from([own, {**own, "severity": "grave"}, {**own, "id": "X2", "avoid": {}}, own, "nonsense"])

    assert [rule.id for rule in rules] == ["X1"]
    assert [(misfit.row, misfit.field) for misfit in misfits] == [(1, "severity"), (2, "avoid"), (3, "id"), (4, "id")]
    assert found(Checker(rules), "He went in order to see.", "en") == [("X1", "warn", "in order to")]
    assert found(Checker([Rule(**{**vars(rules[0]), "is_on": False})]), "in order to", "en") == []


def test_russian_stems_are_those_of_all_cases():
    for forms in (
        "террорист террориста террористу террористом террористе террористы террористов террористам террористами",
        "насильственный насильственного насильственной насильственную насильственные насильственных насильственными",
        "признался призналась признались",
        "партия партии партию партией партиями",
    ):
        assert len({russian_stem(form) for form in forms.split()}) == 1, forms
    assert russian_stem("террорист") != russian_stem("террористический")


@pytest.mark.parametrize(
    ("language", "piece", "rules"),
    [
        ("en", "a", set()),
        ("ky", "ө", {"letters-mixed"}),
        ("en", "every he ", {"L36"}),
        ("en", "“sect” [@a]\n\n", {"L15"}),
        ("ru", "[@", set()),
        ("ru", "![", set()),
        ("ru", "](", set()),
        ("ru", "::: law-text\n", set()),
        ("ky", "\n ", set()),
    ],
)
def test_a_text_made_to_be_slow_is_read_as_fast_as_any_other(shipped, language, piece, rules):
    words = "x" + (piece * 50_000)[:50_000]
    begun = process_time()

    assert {one.rule for one in shipped.look(Text(words, language))} == rules
    assert process_time() - begun < 2  # where time grows with the square of the length it is many times that
