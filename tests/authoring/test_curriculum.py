"""What the curriculum asks of its own modules is said of each that does not have it, and of no other."""

import msgspec
import pytest

from lms.authoring.curriculum import curriculum_advice
from lms.authoring.known_words import LISTS, known_words, said_of_new, take_in, words_in
from lms.authoring.packs.signing import Papers
from lms.catalogue.documents import Handout, HandoutText, Lesson, LessonText, MediaFile
from tests.authoring.documents import sound_document, with_handouts

PAPERS = Papers(open_questions="Which article?", findings="Two.")
KINDS = ("single-choice", "multiple-choice", "matching", "numeric")


def whole(**changes):
    """A module that has everything, but for what is changed."""
    document = with_handouts(sound_document(minutes=60))
    shown = "![One](media/one.svg)\n\n![Two](media/two.svg)\n\n## For yourself\n\nNobody asks for the answer.\n"
    text = {"en": LessonText("L", "S", shown)}
    pattern, keys = document.questions[0], [objective.key for objective in document.objectives]
    questions = [
        msgspec.structs.replace(
            pattern, key=f"q{n}", difficulty=1 + n % 3, kind=KINDS[n % 4], objective=keys[n % len(keys)]
        )
        for n in range(30)
    ]
    facts = {
        "lessons": tuple(Lesson(f"l{n}", 10, (), text) for n in range(4)),
        "media": tuple(MediaFile(f"{name}.svg", "ab" * 32, "image/svg+xml", 9) for name in ("one", "two")),
        "questions": tuple(questions),
    }
    return msgspec.structs.replace(document, **{**facts, **changes})


def advice(document, papers=PAPERS):
    return [one.removeprefix("The curriculum asks for ") for one in curriculum_advice(document, papers)]


def test_nothing_is_said_of_a_module_that_has_everything():
    assert advice(whole()) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"media": whole().media[:1]}, ["at least 2 diagrams; the module shows 1."]),
        ({"lessons": whole().lessons[:3]}, ["4 to 6 lessons; the module has 3."]),
        ({"minutes": 130}, ["60 to 120 minutes; the module takes 130."]),
        ({"minutes": 120}, []),
        ({"handouts": whole().handouts[:1]}, ["a job aid (job-aid.<lang>.md)."]),
        (
            {"handouts": (Handout("job-aid", {"en": HandoutText("A", "B")}),)},
            ["a facilitator pack (facilitator.<lang>.md)."],
        ),
        ({"scenario": None}, ["a branching scenario."]),
        ({"questions": whole().questions[:29]}, ["at least 30 questions; the bank has 29."]),
        (
            {"questions": tuple(msgspec.structs.replace(one, kind="single-choice") for one in whole().questions)},
            ["at least 4 kinds of questions; the bank has 1."],
        ),
        (
            {"questions": tuple(msgspec.structs.replace(one, difficulty=2) for one in whole().questions)},
            [f"one question in 10 of difficulty {level}; of 30 there are 0." for level in (1, 3)],
        ),
        (
            {"objectives": (*whole().objectives, msgspec.structs.replace(whole().objectives[0], key="o9"))},
            ["2 questions on objective o9; there are 0."],
        ),
    ],
)
def test_what_is_wanting_is_said(changes, said):
    assert advice(whole(**changes)) == said


def test_a_reflection_that_others_might_read_is_none():
    text = {"en": LessonText("L", "S", "![One](media/one.svg)\n\n![Two](media/two.svg)\n\nThink of it.\n")}
    lessons = tuple(msgspec.structs.replace(lesson, texts=text) for lesson in whole().lessons)
    assert [one[:20] for one in advice(whole(lessons=lessons))] == ["a private reflection"]


def test_papers_that_say_what_is_doubtful_are_asked_for():
    assert advice(whole(), Papers()) == [
        f"{name}, which says what is doubtful." for name in ("findings.md", "open-questions.md")
    ]


# ── Words ─────────────────────────────────────────────────────────────────────


def saying(text, russian="Слово."):
    return sound_document(summary={"ky": text, "ru": russian, "en": "Word."})


def test_words_are_those_of_kyrgyz_texts_without_marks():
    text = "Эл-жер [@iccpr art. 1] [шилтеме](media/карта.svg), https://сот.kg менен ӨҢ, Latin 15."
    found = words_in(saying(text), "ky")
    assert {"эл-жер", "шилтеме", "менен", "өң"} <= found
    assert not found & {"карта", "сот", "слово", "latin"}


def test_russian_words_are_those_that_no_dictionary_has():
    text = (
        "Суд решил(а) и находился(-лась) рядом; еще и ещё раз судебно-медицинское, кенешу, сздал, решеня, видео-сздал."
    )
    assert words_in(saying("Сот.", text), "ru") == {"кенешу", "сздал", "решеня", "видео-сздал"}


def test_a_new_word_is_named_until_it_is_taken_into_the_list(tmp_path):
    def said(document):
        return list(said_of_new(document, known_words(tmp_path)))

    assert said(saying("Сот.", "Решеня.")) == [], "without a list everything would be new"
    assert "сот" in take_in(tmp_path, [saying("Сот.")])[LISTS["ky"]]
    for name in LISTS.values():
        words = (tmp_path / name).read_text().split()
        assert words == sorted(set(words))
    assert said(saying("Сот!")) == []
    slip = saying("Сто. Сот.", "Решеня.")
    kyrgyz, russian = said(slip)
    assert kyrgyz.startswith("1 Kyrgyz words are new: сто. ")
    assert russian.startswith("1 Russian words are new: решеня. ")
    assert take_in(tmp_path, [slip]) == {LISTS["ky"]: ["сто"], LISTS["ru"]: ["решеня"]}
    assert said(slip) == []
