"""A quiz that asks one question of every kind, and what a page without script sends for an answer."""

import msgspec

from lms.questions.kinds import kind_of
from tests.questions.samples import SAMPLES
from tests.support import answering
from tests.support.packs import small_module

#: Typed where a program compares, written where a person reads.
WRITTEN = "A restriction must be provided by law and be necessary for a legitimate aim."


def module_of_every_kind(slug="practice", code="M91", *, without=()):
    """The small module with these questions as its bank."""
    bank = [msgspec.to_builtins(question) for kind, question in SAMPLES.items() if kind not in without]
    rules = {"final_questions": len(bank), "pre_test_questions": 0}
    return small_module(slug, code, questions=bank, rules=rules)


def right_answer(question):
    """The answer as it is stored that earns the whole point, or what a person would have to read."""
    kind = kind_of(question)
    return [WRITTEN] if kind.by_people else kind.right_answer(question)


def fields(asked, answer):
    """Form fields of one question, by the names and values of the page."""
    return answering.fields(asked.question, answer, asked.options)


def all_fields(asked, answers):
    """The whole form; ``answers`` by question key, as stored."""
    made = {}
    for one in asked:
        made |= fields(one, answers.get(one.question.key, []))
    return made
