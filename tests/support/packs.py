"""A small training module in three languages, for tests that need one but do not care which."""

import msgspec

from lms.catalogue.documents import ModuleDocument


def words(text):
    return {"ky": f"{text} (ky)", "ru": f"{text} (ru)", "en": text}


def question(
    key, *, form=None, pair=None, objective="o1", lesson="first", difficulty=1, kind="single-choice", right=("a",)
):
    """A question whose option a is right; b, c and d are not."""
    return {
        "key": key,
        "kind": kind,
        "objective": objective,
        "lesson": lesson,
        "difficulty": difficulty,
        "form": form,
        "pair": pair,
        "shuffle": True,
        "stem": words(f"Stem of {key}"),
        "options": [
            {
                "key": option,
                "correct": option in right,
                "text": words(f"Option {option} of {key}"),
                "feedback": words(f"Reason for {option} of {key}"),
                "sources": ["iccpr art. 19"],
            }
            for option in "abcd"
        ],
    }


def lesson(key, *, check=None):
    body = f"First paragraph of {key}.\n\n## A heading\n\nA statement of law [@iccpr art. 19].\n"
    if check:
        body += f'\n::: check {{key="{check}"}}\n:::\n\nAfter the check.\n'
    return {
        "key": key,
        "minutes": 10,
        "objectives": ["o1"],
        "texts": {
            code: {"title": f"Lesson {key} {code}", "summary": f"Summary of {key}", "body": body}
            for code in ("ky", "ru", "en")
        },
    }


def choice(key, goes_to, outcome="protected"):
    return {
        "key": key,
        "text": words(f"Choice {key}"),
        "outcome": outcome,
        "consequence": words(f"Consequence of {key}"),
        "sources": ["iccpr art. 17"],
        "next": goes_to,
    }


def scenario():
    return {
        "key": "story",
        "title": words("A story"),
        "intro": words("You are on duty."),
        "start": "n1",
        "nodes": [
            {
                "key": "n1",
                "situation": words("The first situation."),
                "question": words("What do you do?"),
                "choices": [choice("a", "n2"), choice("b", "n2", "at-risk"), choice("c", "bad", "violated")],
            },
            {
                "key": "n2",
                "situation": words("The second situation."),
                "question": words("And now?"),
                "choices": [choice("a", "good"), choice("b", "bad", "at-risk"), choice("c", "bad", "violated")],
            },
        ],
        "endings": [
            {"key": "good", "outcome": "protected", "title": words("Well done"), "text": words("Rights were kept.")},
            {"key": "bad", "outcome": "violated", "title": words("Harm done"), "text": words("Rights were broken.")},
        ],
        "standard": words("The law requires a reason."),
        "standard_sources": ["iccpr art. 17"],
        "lesson": "first",
    }


def pack(slug="practice", code="M91", **changes):
    """The raw document, as a package would be read."""
    questions = [question(f"a{n}", form="A", pair=f"p{n}") for n in range(1, 9)]
    questions += [question(f"b{n}", form="B", pair=f"p{n}", right=("b",)) for n in range(1, 9)]
    questions += [question(f"z{n}", lesson="second", right=("c",)) for n in range(1, 9)]
    return {
        "slug": slug,
        "code": code,
        "title": words(f"Title of {slug}"),
        "summary": words(f"Summary of {slug}"),
        "outputs": ["O1"],
        "minutes": 20,
        "level": "introductory",
        "professions": {"required": ["all"], "recommended": []},
        "states": {"ky": "machine-draft", "ru": "translated", "en": "source"},
        "rules": {},
        "objectives": [{"key": "o1", "text": words("Tell an act from a belief.")}],
        "lessons": [lesson("first", check="c1"), lesson("second")],
        "checks": [question("c1")],
        "questions": questions,
        "scenario": scenario(),
        "sources": [
            {
                "key": "iccpr",
                "title": words("International Covenant on Civil and Political Rights"),
                "year": 1966,
                "binding": True,
            }
        ],
        **changes,
    }


def small_module(slug="practice", code="M91", **changes):
    return msgspec.convert(pack(slug, code, **changes), ModuleDocument)
