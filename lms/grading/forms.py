"""What somebody who marks says: a level for each criterion, and a comment for the learner."""

from typing import Any

from lms.core.i18n import _, _l, n_
from lms.grading.models import Grade
from lms.questions.documents import Criterion, Rubric
from lms.questions.showing import in_language
from lms.ui.forms import Form, Option, Radios, TextArea

LONGEST_COMMENT = 4000


class CommentForm(Form):
    """Stands below the lines of the rubric; ``marking_form`` puts the two together."""

    comment = TextArea(_l("Comment for the learner"), limit=LONGEST_COMMENT, rows=6)


def marking_form(rubric: Rubric, *, language: str, grade: Grade | None, is_posted: bool) -> CommentForm:
    """The form of one rubric, with what was saved before."""
    lines = {
        f"level-{criterion.key}": Radios(
            in_language(criterion.text, language),
            options=_levels(criterion, language),
            missing=_("Choose a level."),
        )
        for criterion in rubric.criteria
    }
    made: type[CommentForm] = type("MarkingForm", (CommentForm,), lines)
    known: dict[str, Any] = {}
    if grade is not None and grade.saved_at is not None:
        known = {f"level-{key}": level for key, level in grade.levels.items()} | {"comment": grade.comment}
    return made(data=known) if is_posted else made(formdata=None, data=known)


def _levels(criterion: Criterion, language: str) -> list[Option]:
    return [
        Option(level.key, in_language(level.text, language), n_("%(num)s point", "%(num)s points", level.points))
        for level in criterion.levels
    ]


def levels_in(form: CommentForm, rubric: Rubric) -> dict[str, str]:
    """Criterion to the level chosen; only of a form that is valid."""
    return {criterion.key: form[f"level-{criterion.key}"].data for criterion in rubric.criteria}
