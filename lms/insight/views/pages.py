"""The statistics of a module, of one question, and what every figure means."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from lms.core import audit
from lms.core.i18n import LANGUAGES, language
from lms.core.policy import actor_id, requires
from lms.insight import queries, tables
from lms.insight.answers import Answers, Stretch, answers_of
from lms.insight.figures import Test, judge
from lms.insight.limits import least
from lms.insight.one import one_question
from lms.insight.policies import InsightPermission
from lms.insight.queries import Tested
from lms.insight.views.blueprint import bp
from lms.insight.words import editions_text, stem_of
from lms.measures import judge_gains
from lms.measures.explained import EXPLAINED
from lms.measures.loading import begin_to_load
from lms.quizzes.gains import pairs_of


def read_answers(tested: Tested) -> Answers:
    """While the database counts, the library that compares groups is loaded."""
    begin_to_load()
    return answers_of(tested.module.id)


def test_of(tested: Tested) -> Test:
    return judge(read_answers(tested), least())


def title_of(tested: Tested) -> str:
    """In the language of the page, as the newest edition has it; the code of a module that was never published."""
    return queries.title_of(tested.module.id, language()) or tested.module.code


@bp.get("/modules/<slug>/statistics")
@requires(InsightPermission.SEE, on=queries.tested_module)
def show_statistics(tested: Tested) -> ResponseReturnValue:
    """The test as a whole, and all its questions in a table that is sorted by links."""
    test = test_of(tested)
    sort, descending = request.args.get("sort", ""), request.args.get("dir") == "desc"
    audit.record_look(actor_id(), "insight.statistics.seen", tested.module)
    return render_template(
        "insight/whole.html",
        tested=tested,
        title=title_of(tested),
        figures=tables.whole_lines(test),
        columns=tables.columns(),
        lines=tables.lines_of(test, sort=sort, descending=descending),
        sort=sort,
        direction="desc" if descending else "asc",
        too_few=tables.TOO_FEW,
        stem_of=stem_of,
        notes=tables.notes_of(test),
        gains=tables.gain_lines(judge_gains(pairs_of(tested.module.id))),
    )


@bp.get("/modules/<slug>/questions/<key>/statistics")
@requires(InsightPermission.SEE, on=queries.tested_module)
def show_question(tested: Tested, key: str) -> ResponseReturnValue:
    """One question: the figures with how to read them, the answers, fairness, the wordings side by side."""
    answers = read_answers(tested)
    stretch = _asked_for(answers.stretches, key)
    test = judge(answers, least(), only=stretch)
    judged = next(found for found in test.questions if found.stretch is stretch)
    audit.record_look(actor_id(), "insight.statistics.seen", tested.module, question=stretch.name)
    return render_template(
        "insight/question.html",
        tested=tested,
        title=title_of(tested),
        judged=judged,
        stem=stem_of(stretch, language()),
        editions_text=editions_text,
        one=one_question(test, judged, language()),
        others=[other for other in answers.stretches if other.question_id == stretch.question_id],
        too_few=tables.TOO_FEW,
        least=least(),
        languages=LANGUAGES,
    )


def _asked_for(stretches: Sequence[Stretch], key: str) -> Stretch:
    """The question as it stands now, or as it was until the edition in the address."""
    edition = request.args.get("edition", type=int)
    for stretch in stretches:
        if stretch.key == key and (stretch.is_newest if edition is None else edition in stretch.editions):
            return stretch
    raise NotFound


@bp.get("/statistics/explained")
@requires(InsightPermission.LEARN)
def explain_statistics() -> ResponseReturnValue:
    """Every figure in plain words."""
    groups: list[dict[str, Any]] = [
        {"title": title, "entries": list(EXPLAINED[figures].values())} for title, figures in tables.chapters()
    ]
    return render_template("insight/explained.html", groups=groups, notes=tables.notes(), least=least())
