"""Questions by chance, for the formats: each strategy makes what is complete in our shape, with signs in its texts that
mean something in a format.
"""

from fractions import Fraction
from string import ascii_lowercase

import msgspec
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from lms.core.i18n import LANGUAGES
from lms.exchange import standard
from lms.exchange.shared import no_words
from lms.questions.documents import Accepted, Criterion, Level, Option, Part, Question, Rubric
from lms.questions.kinds import KINDS
from lms.questions.passages import places_in
from lms.questions.texts import folded


def quick(examples):
    """So many examples, none of them timed, and none made smaller when it fails: the machine may be busy."""
    return settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )


SIGNS = "~=#{}:\\%[]<>&/*-|;$!.,()'\"@+^"
LETTERS = "abcxyz АБВабвгңөү 019"
ALPHABETS = {"ky": "абвгңөүКЫ", "ru": "абвгдъыэЁЖ", "en": "abcdeXYZ"}


def _text(alphabet, size):
    """One line, as it is stored: no blanks around it, and none twice."""
    return (
        st.text(alphabet=alphabet + SIGNS + "   ", min_size=1, max_size=size)
        .map(lambda text: " ".join(text.split()))
        .filter(lambda text: any(letter.isalnum() for letter in text) and "->" not in text)
    )


def lines(size=20, alphabet=LETTERS):
    return _text(alphabet, size)


def plain_lines(size=16):
    """Without any sign."""
    return (
        st.text(alphabet=LETTERS, min_size=1, max_size=size)
        .map(lambda text: " ".join(text.split()))
        .filter(lambda text: any(letter.isalnum() for letter in text))
    )


def spellings():
    """Words that are typed; digits alone would be a number."""
    return plain_lines().map(lambda text: f"{text} б")


def paragraphs():
    return st.lists(lines(), min_size=1, max_size=3).flatmap(
        lambda texts: st.sampled_from(["\n", "\n\n"]).map(lambda end: end.join(texts))
    )


@st.composite
def words(draw, texts=None, whole=False):
    """A text in all three languages, or in some of them."""
    some = not whole and draw(st.booleans())
    spoken = draw(st.sets(st.sampled_from(LANGUAGES), min_size=1)) if some else set(LANGUAGES)
    return {code: draw(lines() if texts is None else texts) if code in spoken else "" for code in LANGUAGES}


def reasons():
    return st.one_of(st.just(no_words()), words(paragraphs()))


def sources():
    return st.lists(st.sampled_from(["iccpr art. 19(3)", "un-plan-2015 para. 2", "echr"]), unique=True, max_size=2).map(
        tuple
    )


def distinct(count, texts=None):
    """As many texts, in three languages, no two alike."""
    return st.lists(
        words(texts), min_size=count, max_size=count, unique_by=lambda said: tuple(map(folded, said.values()))
    )


@st.composite
def facts(draw, kind):
    """What every question has beside its answers."""
    return {
        "objective": draw(st.sampled_from(["", "o1", "o2"])),
        "lesson": draw(st.sampled_from(["", "words-matter"])),
        "difficulty": draw(st.sampled_from([1, 2, 3])),
        "form": draw(st.sampled_from([None, "A", "B"])),
        "pair": draw(st.sampled_from([None, "p1"])),
        "shuffle": draw(st.booleans()),
        "credit": draw(st.sampled_from(KINDS[kind].credits)),
        "tags": tuple(draw(st.lists(lines(10), unique=True, max_size=2).map(_no_facts))),
        "category": draw(st.sampled_from([None, "Threshold", "Threshold/Intent", "Закон/Ниет"])),
    }


def _no_facts(tags):
    return [tag for tag in tags if not set(":;") & set(tag)]


@st.composite
def options(draw, count, right):
    texts = draw(distinct(count))
    return tuple(
        Option(ascii_lowercase[i], text, draw(reasons()), draw(sources()), i in right) for i, text in enumerate(texts)
    )


@st.composite
def choices(draw, key="q1", kind=None):
    kind = kind or draw(st.sampled_from(["single-choice", "multiple-choice"]))
    count = draw(st.integers(3, 5))
    most = 1 if kind == "single-choice" else count - 1
    right = draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=most))
    return Question(
        key=key,
        kind=kind,
        stem=draw(words(paragraphs())),
        options=draw(options(count, right)),
        explanation=draw(st.one_of(st.none(), words(paragraphs()))),
        **draw(facts(kind)),
    )


@st.composite
def true_false(draw, key="q1"):
    is_true = draw(st.booleans())
    told = ((("true", standard.TRUE), is_true), (("false", standard.FALSE), not is_true))
    return Question(
        key=key,
        kind="true-false",
        stem=draw(words(paragraphs())),
        options=tuple(
            Option(name, standard.in_three(text), draw(reasons()), draw(sources()), right)
            for (name, text), right in told
        ),
        **draw(facts("true-false")),
    )


@st.composite
def matching(draw, key="q1", reasoned=False):
    count, more = draw(st.integers(2, 4)), draw(st.integers(0, 2))
    lefts, rights = draw(distinct(count)), draw(distinct(count + more))
    kept = [Option(ascii_lowercase[i], text, no_words(), ()) for i, text in enumerate(rights)]
    parts = []
    for i, text in enumerate(lefts):
        why, cited = (draw(reasons()), draw(sources())) if reasoned else (no_words(), ())
        parts.append(Part(str(i + 1), why, cited, text, kept[i].key))
    return Question(
        key=key,
        kind="matching",
        stem=draw(words(paragraphs())),
        options=tuple(kept),
        parts=tuple(parts),
        **draw(facts("matching")),
    )


@st.composite
def ordering(draw, key="q1", reasoned=False):
    texts = draw(distinct(draw(st.integers(3, 5))))
    return Question(
        key=key,
        kind="ordering",
        stem=draw(words(paragraphs())),
        options=tuple(
            Option(
                ascii_lowercase[i],
                text,
                draw(reasons()) if reasoned else no_words(),
                draw(sources()) if reasoned else (),
            )
            for i, text in enumerate(texts)
        ),
        **draw(facts("ordering")),
    )


NUMBERS = st.decimals(min_value=-10_000, max_value=10_000, places=2, allow_nan=False).map(
    lambda number: format(number, "f").rstrip("0").rstrip(".").replace("-0", "-0") if number else "0"
)
SHARES = st.sampled_from([Fraction(1, 2), Fraction(1, 3), Fraction(2, 7), Fraction(0)]).map(str)


@st.composite
def _worths(draw, count):
    """The first earns everything, so that the question is sound."""
    return ["1", *(draw(SHARES) for _ in range(count - 1))]


@st.composite
def numeric(draw, key="q1"):
    numbers = draw(st.lists(NUMBERS, min_size=1, max_size=3, unique=True))
    worths = draw(_worths(len(numbers)))
    tolerances = draw(st.lists(st.sampled_from(["0", "0.5", "2"]), min_size=len(numbers), max_size=len(numbers)))
    return Question(
        key=key,
        kind="numeric",
        stem=draw(words(paragraphs())),
        options=(),
        accepted=tuple(
            Accepted(
                str(i + 1), draw(reasons()), draw(sources()), number=number, tolerance=tolerances[i], share=worths[i]
            )
            for i, number in enumerate(numbers)
        ),
        otherwise=draw(st.one_of(st.none(), words(paragraphs()))),
        **draw(facts("numeric")),
    )


@st.composite
def accepted(draw, codes, texts=None):
    """Up to three answers with spellings; no two have both the same worth and the same reason."""
    count = draw(st.integers(1, 3))
    found = []
    for i, worth in enumerate(["1", "1/2", "0"][:count]):
        spelled = {
            code: tuple(draw(st.lists(spellings() if texts is None else texts, min_size=1, max_size=2, unique=True)))
            for code in codes
        }
        found.append(Accepted(str(i + 1), draw(reasons()), draw(sources()), texts=spelled, share=worth))
    return tuple(found)


@st.composite
def short_text(draw, key="q1", codes=("en",)):
    return Question(
        key=key,
        kind="short-text",
        stem=draw(words(paragraphs())),
        options=(),
        accepted=draw(accepted(codes)),
        otherwise=draw(st.one_of(st.none(), words(paragraphs()))),
        **draw(facts("short-text")),
    )


@st.composite
def one_gap(draw, key="q1", codes=("en",)):
    """A text with one gap, chosen or typed, and the standing words above it."""
    sides = [draw(words(lines().filter(lambda text: not places_in(text)))) for _ in range(2)]
    around = {code: (sides[0][code], sides[1][code]) for code in LANGUAGES}
    passage = {code: f"{left} {{a}} {right}".strip() if left + right else "" for code, (left, right) in around.items()}
    asked = {code: text if passage[code] else "" for code, text in standard.in_three(standard.FILL_IN).items()}
    common = {"key": key, "kind": "gap-fill", "stem": asked, "passage": passage}
    if draw(st.booleans()):
        part = Part("a", no_words(), (), accepted=draw(accepted(codes)))
        return Question(options=(), parts=(part,), **common, **draw(facts("gap-fill")))
    kept = draw(options(draw(st.integers(2, 5)), set()))
    right = draw(st.sampled_from(kept))
    part = Part("a", right.feedback, right.sources, right=right.key)
    return Question(options=kept, parts=(part,), **common, **draw(facts("gap-fill")))


@st.composite
def essay(draw, key="q1"):
    return Question(key=key, kind="essay", stem=draw(words(paragraphs())), options=(), **draw(facts("essay")))


@st.composite
def several_gaps(draw, key="q1"):
    """Gaps that are chosen and one that is typed."""
    count = draw(st.integers(1, 3))
    gaps = ascii_lowercase[: count + 1]
    passage = {code: " ".join(f"{draw(plain_lines())} {{{gap}}}" for gap in gaps) for code in LANGUAGES}
    kept = draw(options(count + draw(st.integers(0, 2)), set()))
    parts = [Part(gap, kept[i].feedback, kept[i].sources, right=kept[i].key) for i, gap in enumerate(gaps[:-1])]
    parts.append(Part(gaps[-1], no_words(), (), accepted=draw(accepted(("ky", "ru", "en")))))
    return Question(
        key=key,
        kind="gap-fill",
        stem=draw(words()),
        options=kept,
        parts=tuple(parts),
        passage=passage,
        **draw(facts("gap-fill")),
    )


@st.composite
def error_text(draw, key="q1"):
    count = draw(st.integers(2, 5))
    kept = draw(options(count, draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=count - 1))))
    passage = {code: " ".join(f"{draw(plain_lines())} {{{one.key}}}" for one in kept) for code in LANGUAGES}
    return Question(
        key=key,
        kind="error-text",
        stem=draw(words()),
        options=kept,
        passage=passage,
        **draw(facts("error-text")),
    )


@st.composite
def marked_essay(draw, key="q1"):
    """With its rubric in all three languages."""
    criteria = []
    for place in range(draw(st.integers(1, 3))):
        points = sorted(draw(st.sets(st.integers(1, 9), min_size=1, max_size=3)))
        levels = [
            Level(str(i), worth, draw(words(plain_lines(), whole=True)))
            for i, worth in enumerate([0, *points], start=1)
        ]
        criteria.append(Criterion(ascii_lowercase[place], draw(words(plain_lines(), whole=True)), tuple(levels)))
    rubric = Rubric(
        tuple(criteria),
        guidance=draw(st.one_of(st.none(), words())),
        double=draw(st.booleans()),
        difference=draw(st.integers(1, 5)),
        most_words=draw(st.one_of(st.none(), st.integers(1, 900))),
    )
    return Question(key=key, kind="essay", stem=draw(words()), options=(), rubric=rubric, **draw(facts("essay")))


def with_keys(kinds, most=4):
    """A list of questions, each with its own key."""
    return st.lists(st.one_of(*kinds), min_size=1, max_size=most).map(
        lambda found: [_with_key(question, f"k{number}") for number, question in enumerate(found, start=1)]
    )


def _with_key(question, key):
    return msgspec.structs.replace(question, key=key)
