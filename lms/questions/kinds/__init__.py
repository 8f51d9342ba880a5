"""Kinds of question, one file each behind one base class; adding a kind touches its file and this tuple."""

from lms.questions.documents import Question
from lms.questions.kinds.base import Kind, Said
from lms.questions.kinds.error_text import ErrorText
from lms.questions.kinds.essay import Essay
from lms.questions.kinds.gap_fill import GapFill
from lms.questions.kinds.matching import Matching
from lms.questions.kinds.multiple_choice import MultipleChoice
from lms.questions.kinds.numeric import Numeric
from lms.questions.kinds.ordering import Ordering
from lms.questions.kinds.scenario import ScenarioKind
from lms.questions.kinds.short_text import ShortText
from lms.questions.kinds.single_choice import SingleChoice
from lms.questions.kinds.true_false import TrueFalse

__all__ = ["KINDS", "Kind", "Said", "kind_of"]

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        SingleChoice(),
        MultipleChoice(),
        TrueFalse(),
        Matching(),
        Ordering(),
        Numeric(),
        ShortText(),
        GapFill(),
        ErrorText(),
        Essay(),
        ScenarioKind(),
    )
}


def kind_of(question: Question) -> Kind:
    return KINDS[question.kind]
