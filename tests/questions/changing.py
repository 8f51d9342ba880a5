"""A sample with something changed, and the kind that answers for it."""

import copy

from lms.questions.documents import question_from
from lms.questions.kinds import KINDS
from tests.questions.samples import raw


def changed(kind, change=None, **facts):
    """The sample of a kind; ``facts`` replace fields, ``change`` is given the raw document."""
    document = copy.deepcopy(raw(kind))
    document.update(facts)
    if change:
        change(document)
    return question_from(document)


def share(question, *answer):
    kind = KINDS[question.kind]
    return kind.share(question, kind.read(question, answer))


def problems(question):
    return KINDS[question.kind].problems(question)


def answer_key(question):
    return KINDS[question.kind].answer_key(question)


def reworded(words):
    return {code: f"{text} ‹corrected›" for code, text in words.items()}
