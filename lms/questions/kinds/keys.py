"""Keys inside a question: short, of plain letters, and each of them once in its list."""

import re
from collections.abc import Iterator

from lms.questions.documents import Ending, Node, Question

#: As the places in a passage are written. A colon would part an answer in the wrong place.
KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def problems_of_keys(question: Question) -> list[str]:
    """Sentences about keys that are not a key."""
    found = [sentence for sentence, keys in _lists(question) if len(set(keys)) != len(keys)]
    if any(not KEY.fullmatch(key) for _sentence, keys in _lists(question) for key in keys):
        found.append("A key inside a question has up to forty lower-case Latin letters, digits and hyphens.")
    return list(dict.fromkeys(found))


def _lists(question: Question) -> Iterator[tuple[str, list[str]]]:
    """Keys that stand beside each other, with what is said if two are the same."""
    yield "Two options have the same key.", [option.key for option in question.options]
    yield "Two parts have the same key.", [part.key for part in question.parts]
    for answers in (question.accepted, *(part.accepted for part in question.parts)):
        yield "Two accepted answers have the same key.", [answer.key for answer in answers]
    if question.story:
        places: list[Node | Ending] = [*question.story.nodes, *question.story.endings]
        yield "Two places of a branching case have the same key.", [place.key for place in places]
        for node in question.story.nodes:
            yield "Two choices in one place have the same key.", [choice.key for choice in node.choices]
    if question.rubric:
        yield "Two criteria have the same key.", [criterion.key for criterion in question.rubric.criteria]
        for criterion in question.rubric.criteria:
            yield "Two levels of a criterion have the same key.", [level.key for level in criterion.levels]
