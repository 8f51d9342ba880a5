"""Valid questions of every kind, drawn by lot, and what people and scripts may send as answers to them.

Everything that must stay hidden until somebody has answered carries ``CANARY``.
"""

from hypothesis import strategies as st

from lms.questions.documents import Question, question_from
from lms.questions.kinds import KINDS

CANARY = "canary"
KEYS = ("a", "b", "c", "d-1", "e", "f2", "7", "true", "x-x", "step", "option-long-name", "h")
LETTERS = st.text("abcdeёөүңйк щ-'", min_size=1, max_size=12).filter(lambda text: text.strip(" -'"))
HOSTILE = st.text(max_size=30) | st.sampled_from(
    ("", ":", "a:", ":a", "a:b:c", "\x00", "\u202eabc", "e\u0301", "\ud800", "1e999999999", "NaN", "inf", "٣", "½")
)


def words(text):
    return {code: f"{text} {code}" for code in ("ky", "ru", "en")}


def reason(key):
    return {"feedback": words(f"{CANARY} reason of {key}"), "sources": ["iccpr art. 19(3)"]}


def keys(fewest, most):
    return st.lists(st.sampled_from(KEYS), min_size=fewest, max_size=most, unique=True)


def options(of, right=()):
    return [{"key": key, "text": words(f"option {key}"), "correct": key in right, **reason(key)} for key in of]


def question(kind, **facts):
    frame = {"key": "q", "objective": "o1", "lesson": "first", "stem": words("stem"), "options": []}
    return question_from({"kind": kind, "explanation": words(f"{CANARY} explanation"), **frame, **facts})


@st.composite
def single_choice(draw):
    of = draw(keys(3, 5))
    return question("single-choice", options=options(of, {draw(st.sampled_from(of))}))


@st.composite
def true_false(draw):
    return question("true-false", options=options(["true", "false"], {draw(st.sampled_from(["true", "false"]))}))


@st.composite
def marked(draw, kind="multiple-choice", most=5, credit=("whole", "minus-wrong", "each"), fewest=3):
    rule, of = draw(st.sampled_from(credit)), draw(keys(fewest, most))
    limit = len(of) // 2 if rule == "minus-wrong" else len(of) - 1
    right = draw(st.lists(st.sampled_from(of), min_size=1, max_size=limit, unique=True))
    return {"kind": kind, "credit": rule, "options": options(of, right)}


@st.composite
def error_text(draw):
    facts = draw(marked("error-text", 12, ("whole", "minus-wrong"), fewest=2))
    places = "".join(f" then {{{option['key']}}}" for option in facts["options"])
    return question(**facts, passage=words(f"First{places}."))


@st.composite
def matching(draw):
    of = draw(keys(2, 6))
    parts = [
        {"key": key, "text": words(f"left {key}"), "right": draw(st.sampled_from(of)), **reason(key)}
        for key in draw(keys(2, 6))
    ]
    return question("matching", credit=draw(st.sampled_from(["each", "whole"])), options=options(of), parts=parts)


@st.composite
def ordering(draw):
    return question("ordering", credit=draw(st.sampled_from(["each", "whole"])), options=options(draw(keys(3, 8))))


SHARES = st.sampled_from(["0", "1", "0.5", "1/3", "1/4", "33/100", "7/10"])
NUMBERS = st.decimals(-1000, 1000, places=2, allow_nan=False).map(str)


@st.composite
def accepted(draw, *, number=False):
    found = []
    for place, key in enumerate(draw(keys(1, 4))):
        texts = {code: [f"{CANARY} {draw(LETTERS)}"] for code in ("ky", "ru", "en")}
        value = {"number": draw(NUMBERS), "tolerance": draw(st.sampled_from(["0", "0.05", "3"]))}
        share = draw(SHARES) if place else "1"
        found.append({"key": key, "share": share, **reason(key), **(value if number else {"texts": texts})})
    return found


@st.composite
def numeric(draw):
    return question("numeric", accepted=draw(accepted(number=True)), otherwise=words(f"{CANARY} otherwise"))


@st.composite
def short_text(draw):
    return question("short-text", accepted=draw(accepted()), otherwise=words(f"{CANARY} otherwise"))


@st.composite
def gap_fill(draw):
    of, parts = draw(keys(2, 5)), []
    for key in draw(keys(1, 5)):
        chosen = draw(st.booleans())
        filled = (
            {"right": draw(st.sampled_from(of))} if chosen else {"accepted": draw(accepted(number=draw(st.booleans())))}
        )
        parts.append({"key": key, **filled, **reason(key)})
    places = "".join(f" then {{{part['key']}}}" for part in parts)
    facts = {"options": options(of), "parts": parts, "passage": words(f"First{places}.")}
    return question("gap-fill", credit=draw(st.sampled_from(["each", "whole"])), **facts)


@st.composite
def essay(draw):
    of = draw(keys(1, 4))
    levels = [{"key": str(points), "points": points, "text": words("level")} for points in (0, 1, 3)]
    criteria = [{"key": key, "text": words("criterion"), "levels": levels[: draw(st.integers(2, 3))]} for key in of]
    return question("essay", rubric={"criteria": criteria, "guidance": words(f"{CANARY} guidance")})


@st.composite
def scenario(draw):
    """Places in a row; a choice leads to one further on or to an ending, and the first always protects."""
    places = draw(keys(1, 8))
    further = [*places[1:], "good"]
    nodes = []
    for number, key in enumerate(places):
        choices = [decision("go", "protected", further[number])]
        for other in draw(keys(1, 4)):
            goal = draw(st.sampled_from([*further[number:], "bad"]))
            choices.append(decision(other, draw(st.sampled_from(["protected", "at-risk", "violated"])), goal))
        nodes.append({"key": key, "situation": words("situation"), "question": words("what now"), "choices": choices})
    endings = [
        {"key": key, "outcome": outcome, "title": words("the end"), "text": words(f"{CANARY} ending")}
        for key, outcome in (("good", "protected"), ("bad", "violated"))
    ]
    story = {"start": places[0], "nodes": nodes, "endings": endings}
    return question("scenario", credit=draw(st.sampled_from(["each", "whole"])), story=story)


def decision(key, outcome, goal):
    why = {"consequence": words(f"{CANARY} consequence"), "sources": ["iccpr art. 26"]}
    return {"key": key, "text": words(f"choice {key}"), "outcome": outcome, "next": goal, **why}


QUESTIONS = {
    "single-choice": single_choice(),
    "multiple-choice": marked().map(lambda facts: question(**facts)),
    "true-false": true_false(),
    "matching": matching(),
    "ordering": ordering(),
    "numeric": numeric(),
    "short-text": short_text(),
    "gap-fill": gap_fill(),
    "error-text": error_text(),
    "essay": essay(),
    "scenario": scenario(),
}
assert QUESTIONS.keys() == KINDS.keys(), "every kind is drawn"


def tokens(asked: Question) -> list[str]:
    """Single values that a page may send."""
    options_of = [option.key for option in asked.options]
    found = [*options_of, *_texts(asked.accepted), "words"]
    for part in asked.parts:
        found += [f"{part.key}:{text}" for text in (*_texts(part.accepted), *options_of)]
    if asked.kind == "ordering":
        found += [f"{key}:{place}" for key in options_of for place in range(len(options_of) + 2)]
    for node in asked.story.nodes if asked.story else ():
        found += [f"{node.key}:{choice.key}" for choice in node.choices]
    return found


def _texts(answers):
    return [text for one in answers for texts in (*one.texts.values(), (one.number or "0",)) for text in texts]


def values(asked: Question):
    """What may be sent: the right answer, parts of it, other values of the page, and what no page has sent."""
    right = KINDS[asked.kind].right_answer(asked)
    pool = st.sampled_from(tokens(asked)) | (st.sampled_from(right) if right else st.nothing())
    return (
        st.lists(pool | HOSTILE, max_size=14)
        | st.just(right)
        | st.lists(pool, max_size=14)
        | st.lists(pool, max_size=2)
    )


@st.composite
def answered(draw, kind):
    """A question of the kind with what was sent for it."""
    asked = draw(QUESTIONS[kind])
    return asked, draw(values(asked))
