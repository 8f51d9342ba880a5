"""Forms of questions, one for each family of kinds, and the form for a question that another module owns."""

from lms.authoring.forms.questions.base import BankFields, Fold, FrameForm
from lms.authoring.forms.questions.choosing import ErrorTextForm, OptionsForm, OrderingForm, TrueFalseForm
from lms.authoring.forms.questions.filling import GapFillForm, MatchingForm, NumericForm, ShortTextForm
from lms.authoring.forms.questions.reused import ReusedForm
from lms.authoring.forms.questions.rows import (
    Counts,
    Row,
    Rows,
    counts_of,
    counts_sent,
    grown,
    read_rows,
    settle,
    values_of,
    with_keys,
    with_rows,
)
from lms.authoring.forms.questions.writing import EssayForm, StoryForm

__all__ = [
    "BankFields",
    "Counts",
    "ErrorTextForm",
    "EssayForm",
    "Fold",
    "FrameForm",
    "GapFillForm",
    "MatchingForm",
    "NumericForm",
    "OptionsForm",
    "OrderingForm",
    "ReusedForm",
    "Row",
    "Rows",
    "ShortTextForm",
    "StoryForm",
    "TrueFalseForm",
    "counts_of",
    "counts_sent",
    "grown",
    "read_rows",
    "settle",
    "values_of",
    "with_keys",
    "with_rows",
]
