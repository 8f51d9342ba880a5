"""One question of a draft as learners see it, with its marking. Nothing is stored."""

import secrets
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from flask import request
from flask.typing import ResponseReturnValue

from lms.authoring import queries
from lms.authoring.desks import Desk
from lms.authoring.drawing import picture_url
from lms.authoring.editors import editor_of
from lms.authoring.editors.base import Absent
from lms.authoring.policies import AuthoringPermission
from lms.authoring.views.blueprint import bp
from lms.authoring.views.shared import page
from lms.catalogue.asking import citing, words_in
from lms.core.i18n import language
from lms.core.policy import requires
from lms.questions.documents import Question
from lms.questions.kinds import kind_of
from lms.questions.showing import Comment, Shown, commented, explain, shown

EDIT = AuthoringPermission.EDIT
SEEDS = 1_000_000
STEP = "step-"


@dataclass(frozen=True)
class Marked:
    """What an answer earned; ``share`` is None for what a person marks."""

    share: Fraction | None
    right: list[Comment]


@bp.get("/modules/<slug>/<any(checks,questions):field>/<key>/try")
@requires(EDIT, on=queries.desk_of)
def try_question(desk: Desk, field: str, key: str) -> ResponseReturnValue:
    return trial(desk, field, key, seed=secrets.randbelow(SEEDS))


@bp.post("/modules/<slug>/<any(checks,questions):field>/<key>/try")
@requires(EDIT, on=queries.desk_of)
def mark_question(desk: Desk, field: str, key: str) -> ResponseReturnValue:
    """The same order again, from the number in the page. A decision on the way is not marked yet."""
    seed = request.form.get("seed", 0, type=int) or 0
    return trial(desk, field, key, seed=seed, is_marked=not request.form.get("act", "").startswith(STEP))


def trial(desk: Desk, field: str, key: str, *, seed: int, is_marked: bool = False) -> str:
    editor = editor_of(desk.document, field, key)
    question = editor.part
    if question is None:
        raise Absent
    kind, code = kind_of(question), language()
    asked = shown_here(desk, question, seed)
    marked = None
    if is_marked and not kind.problems(question):
        cite = citing(desk.document, code)
        explain(asked, question, code, cite)
        waits = kind.by_people and bool(asked.values)
        share = None if waits else kind.share(question, asked.stored)
        marked = Marked(share, commented(kind.missing(question, asked.stored), code, cite))
    return page(
        "try_question", desk, editor=editor, question=question, asked=asked, marked=marked, seed=seed,
        is_whole=not kind.problems(question),
    )  # fmt: skip


def shown_here(desk: Desk, question: Question, seed: int) -> Shown:
    """The question with what was answered in this form."""
    kind, code = kind_of(question), language()
    words = words_in(desk.document, question, code, picture_url(desk.slug))
    order = kind.order(question, Random(seed))  # noqa: S311  (a trial; nothing depends on it)
    values = kind.posted(question, request.form.getlist, order)
    return shown(question, words, code, number=1, order=order, values=values)
