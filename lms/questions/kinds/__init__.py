"""Kinds of question, one file each behind one base class; adding a kind touches its file and this tuple."""

from lms.questions.documents import Question
from lms.questions.kinds.base import Kind
from lms.questions.kinds.multiple_choice import MultipleChoice
from lms.questions.kinds.single_choice import SingleChoice

KINDS: dict[str, Kind] = {kind.code: kind for kind in (SingleChoice(), MultipleChoice())}


def kind_of(question: Question) -> Kind:
    return KINDS[question.kind]
