"""Questions by chance for Moodle XML and QTI, with signs in their texts that mean something in XML, HTML or Cloze."""

from fractions import Fraction
from string import ascii_lowercase

import msgspec
from hypothesis import strategies as st

from lms.core.i18n import LANGUAGES
from lms.exchange.standard import truth
from lms.questions.documents import Accepted, Criterion, Image, Level, Option, Part, Question, Rubric
from lms.questions.kinds import KINDS, kind_of

PICTURE = b"\x89PNG\r\n\x1a\n" + b"not drawn here"
SIGNS = "abcАБВабвгңөү 019 <>&\"'{}[]#~=%\\:*/;|$!.,()@+^-–\u00a0"
NOTHING = dict.fromkeys(LANGUAGES, "")


def lines(size=24):
    """One line, without blanks around it or twice, and with a letter in it."""
    return (
        st.text(alphabet=SIGNS, min_size=1, max_size=size)
        .map(lambda text: " ".join(text.split()))
        .filter(lambda text: any(letter.isalpha() for letter in text))
    )


def paragraphs():
    return st.tuples(st.lists(lines(), min_size=1, max_size=3), st.sampled_from(["\n", "\n\n"])).map(
        lambda pair: pair[1].join(pair[0])
    )


@st.composite
def words(draw, codes=LANGUAGES, texts=None):
    return {**NOTHING, **{code: draw(lines() if texts is None else texts) for code in codes}}


def spoken():
    """Which languages a question is in."""
    return st.sampled_from([("en",), ("ky", "ru"), LANGUAGES])


def sources():
    return st.lists(st.sampled_from(["iccpr art. 19(3)", "un-plan-2015 para. 2", "echr"]), unique=True, max_size=2).map(
        tuple
    )


def reasons(codes):
    return st.one_of(st.just(NOTHING), words(codes, paragraphs()))


@st.composite
def options(draw, codes, count, right=(), reasoned=True):
    texts = draw(st.lists(words(codes), min_size=count, max_size=count, unique_by=lambda said: str(said).casefold()))
    return tuple(
        Option(
            ascii_lowercase[place],
            text,
            draw(reasons(codes)) if reasoned else NOTHING,
            draw(sources()) if reasoned else (),
            place in right,
        )
        for place, text in enumerate(texts)
    )


@st.composite
def frame(draw, codes, kind):
    """What a question has whatever its kind."""
    explained = draw(st.booleans())
    return {
        "key": "q1",
        "kind": kind,
        "objective": draw(st.sampled_from(["", "o1"])),
        "lesson": draw(st.sampled_from(["", "words-matter"])),
        "difficulty": draw(st.sampled_from([1, 2, 3])),
        "form": draw(st.sampled_from([None, "A"])),
        "pair": draw(st.sampled_from([None, "p1"])),
        "origin": draw(st.sampled_from([None, "other/q2"])),
        "shuffle": draw(st.booleans()),
        "credit": draw(st.sampled_from(KINDS[kind].credits)),
        "stem": draw(words(codes, paragraphs())),
        "case": draw(st.one_of(st.none(), words(codes, paragraphs()))),
        "image": draw(st.one_of(st.none(), words(codes).map(lambda alt: Image("map.png", alt)))),
        "explanation": draw(words(codes, paragraphs())) if explained else None,
        "explanation_sources": draw(sources()) if explained else (),
        "tags": tuple(draw(st.lists(lines(12).filter(lambda tag: ":" not in tag), unique=True, max_size=2))),
        "category": draw(st.sampled_from([None, "Threshold", "Закон/Ниет"])),
    }


@st.composite
def choices(draw, codes, kind):
    count = draw(st.integers(3, 5))
    most = 1 if kind == "single-choice" else count - 1
    right = draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=most))
    return Question(options=draw(options(codes, count, right)), **draw(frame(codes, kind)))


@st.composite
def true_false(draw, codes):
    is_true = draw(st.booleans())
    return Question(
        options=tuple(
            Option(
                "true" if value else "false",
                truth(is_true=value),
                draw(reasons(codes)),
                draw(sources()),
                value == is_true,
            )
            for value in (True, False)
        ),
        **draw(frame(codes, "true-false")),
    )


@st.composite
def matching(draw, codes):
    count, more = draw(st.integers(2, 4)), draw(st.integers(0, 2))
    kept = draw(options(codes, count + more, reasoned=False))
    lefts = draw(st.lists(words(codes), min_size=count, max_size=count))
    parts = tuple(Part(f"p{place + 1}", NOTHING, (), left, kept[place].key) for place, left in enumerate(lefts))
    return Question(options=kept, parts=parts, **draw(frame(codes, "matching")))


@st.composite
def ordering(draw, codes):
    return Question(
        options=draw(options(codes, draw(st.integers(3, 6)), reasoned=False)), **draw(frame(codes, "ordering"))
    )


SHARES = st.sampled_from([Fraction(1, 2), Fraction(1, 3), Fraction(2, 7), Fraction(0)]).map(str)
NUMBERS = st.decimals(min_value=-9999, max_value=9999, places=2).map(lambda number: f"{number:f}")


@st.composite
def numbers(draw, codes):
    values = draw(st.lists(NUMBERS, min_size=1, max_size=3, unique=True))
    return tuple(
        Accepted(
            ascii_lowercase[place],
            draw(reasons(codes)),
            draw(sources()),
            number=value,
            tolerance=draw(st.sampled_from(["0", "0.5", "2"])),
            share="1" if not place else draw(SHARES),
        )
        for place, value in enumerate(values)
    )


@st.composite
def spellings(draw, codes):
    """The same number of spellings in each language, so that each language has an answer."""
    return tuple(
        Accepted(
            ascii_lowercase[place],
            draw(reasons(codes)),
            draw(sources()),
            texts={code: tuple(draw(st.lists(lines(12), min_size=1, max_size=2, unique=True))) for code in codes},
            share=["1", "1/2", "0"][place],
        )
        for place in range(draw(st.integers(1, 3)))
    )


@st.composite
def numeric(draw, codes):
    return Question(
        options=(),
        accepted=draw(numbers(codes)),
        unit=draw(st.one_of(st.none(), words(codes, st.sampled_from(["km", "км", "%"])))),
        otherwise=draw(st.one_of(st.none(), words(codes, paragraphs()))),
        **draw(frame(codes, "numeric")),
    )


@st.composite
def short_text(draw, codes):
    return Question(
        options=(),
        accepted=draw(spellings(codes)),
        otherwise=draw(st.one_of(st.none(), words(codes, paragraphs()))),
        **draw(frame(codes, "short-text")),
    )


def unbraced():
    """Words between places: they look like no place themselves."""
    return lines(8).filter(lambda text: "{" not in text)


@st.composite
def passage(draw, codes, keys):
    """Each language may have its places in an order of its own."""
    found = {}
    for code in codes:
        pieces = [piece for key in draw(st.permutations(keys)) for piece in (draw(unbraced()), "{" + key + "}")]
        found[code] = " ".join([*pieces, draw(unbraced())])
    return {**NOTHING, **found}


@st.composite
def chosen_gaps(draw, codes, reasoned=False):
    keys = draw(st.sampled_from([["a"], ["term", "article"]]))
    kept = draw(options(codes, draw(st.integers(2, 4)), reasoned=reasoned))
    parts = tuple(Part(key, NOTHING, (), right=draw(st.sampled_from(kept)).key) for key in keys)
    return Question(options=kept, parts=parts, passage=draw(passage(codes, keys)), **draw(frame(codes, "gap-fill")))


@st.composite
def typed_gaps(draw, codes):
    keys = draw(st.sampled_from([["a"], ["term", "article"]]))
    parts = []
    for key in keys:
        accepted = draw(st.one_of(spellings(codes), numbers(codes)))
        parts.append(Part(key, accepted[0].feedback, accepted[0].sources, accepted=accepted))
    return Question(
        options=(),
        parts=tuple(parts),
        passage=draw(passage(codes, keys)),
        otherwise=draw(st.one_of(st.none(), words(codes, paragraphs()))),
        **draw(frame(codes, "gap-fill")),
    )


@st.composite
def essay(draw, codes):
    levels = tuple(Level(f"l{points}", points, draw(words(codes, paragraphs()))) for points in (0, 2))
    rubric = Rubric(
        criteria=tuple(
            Criterion(key, draw(words(codes)), levels) for key in draw(st.sampled_from([["facts"], ["facts", "law"]]))
        ),
        guidance=draw(st.one_of(st.none(), words(codes, paragraphs()))),
        double=draw(st.booleans()),
        difference=draw(st.integers(0, 5)),
        least_words=draw(st.sampled_from([None, 50])),
        most_words=draw(st.sampled_from([None, 300])),
    )
    return Question(options=(), rubric=rubric, **draw(frame(codes, "essay")))


@st.composite
def error_text(draw, codes):
    keys = ["a", "b", "c"]
    kept = draw(options(codes, 3, {0}))
    return Question(options=kept, passage=draw(passage(codes, keys)), **draw(frame(codes, "error-text")))


@st.composite
def question(draw, kind):
    codes = draw(spoken())
    makers = {
        "single-choice": lambda: choices(codes, "single-choice"),
        "multiple-choice": lambda: choices(codes, "multiple-choice"),
        "true-false": lambda: true_false(codes),
        "matching": lambda: matching(codes),
        "ordering": lambda: ordering(codes),
        "numeric": lambda: numeric(codes),
        "short-text": lambda: short_text(codes),
        "chosen gaps": lambda: chosen_gaps(codes),
        "typed gaps": lambda: typed_gaps(codes),
        "essay": lambda: essay(codes),
        "error-text": lambda: error_text(codes),
    }
    return draw(makers[kind]())


def plain(value):
    """A document without what is empty, so that a language that is not there and one without text are the same."""
    if isinstance(value, msgspec.Struct):
        value = msgspec.to_builtins(value)
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items() if one not in ("", None, [], {}, NOTHING)}
    return [plain(one) for one in value] if isinstance(value, list | tuple) else value


def unexpected(remarks, question):
    """Remarks about anything but what the kind itself still asks for, and formulas that chance has written."""
    asked_for = kind_of(question).problems(question)
    return [one for one in remarks if one.text not in asked_for and "formula" not in one.text]
