"""What the learner reads of the opinions on an essay: levels in words and comments, never whose they are."""

from collections.abc import Mapping, Sequence

from lms.core.i18n import _
from lms.grading.deciding import deciding
from lms.grading.key_queries import decisions_in
from lms.grading.models import Essay, Grade, PassDecision, PassState
from lms.grading.queries import essays_of_attempt, grades_of
from lms.questions.documents import Rubric
from lms.quizzes import readings, result_notes
from lms.quizzes.queries import Sitting
from lms.quizzes.readings import Line, Opinion


def opinions_on(sitting: Sitting) -> Mapping[str, Sequence[Opinion]]:
    """The opinions that the points rest on, by question."""
    found: dict[str, Sequence[Opinion]] = {}
    for essay in essays_of_attempt(sitting.id):
        rubric = sitting.document.questions_by_key[essay.question_key].rubric
        if rubric is not None and essay.decided_at is not None:
            found[essay.question_key] = [_opinion(rubric, essay, one) for one in deciding(essay, grades_of(essay.id))]
    return found


def _opinion(rubric: Rubric, essay: Essay, grade: Grade) -> Opinion:
    return Opinion(lines_of(rubric, grade), grade.comment, essay.language)


def lines_of(rubric: Rubric, grade: Grade) -> list[Line]:
    """Each criterion with the level that was chosen."""
    lines = []
    for criterion in rubric.criteria:
        level = next((one for one in criterion.levels if one.key == grade.levels.get(criterion.key)), None)
        if level is not None:
            lines.append(Line(criterion.text, level.text, level.points, criterion.most))
    return lines


def decisions_on(sitting: Sitting) -> list[str]:
    """What became of a pass that has too few points under a corrected key."""
    return [_decided(one) for one in decisions_in(sitting.enrolment.id) if one.state is not PassState.OVERTAKEN]


def _decided(decision: PassDecision) -> str:
    if decision.state is PassState.PENDING:
        return _("Under the corrected key your points are too few. Your pass stands until the coordinator has decided.")
    if decision.state is PassState.KEPT:
        return _("The coordinator has decided that your pass stands: %(reason)s", reason=decision.reason)
    return _("The coordinator has decided that your pass does not stand: %(reason)s", reason=decision.reason)


def init_app() -> None:
    """Hang it up on the result page."""
    readings.gives(opinions_on)
    result_notes.adds(decisions_on)
