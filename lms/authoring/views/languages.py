"""Languages: how far each is, and a part with its translation beside it."""

from http import HTTPStatus

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from lms.authoring import parity, queries, side_by_side
from lms.authoring.checking import current_known
from lms.authoring.desks import Desk
from lms.authoring.editors.base import Absent
from lms.authoring.policies import AuthoringPermission
from lms.authoring.services.translations import save_translations
from lms.authoring.translating import Outcome, Written
from lms.authoring.views.blueprint import bp
from lms.authoring.views.home import desks_of
from lms.authoring.views.person import me
from lms.authoring.views.shared import back_to, page
from lms.catalogue.translation import tally_of
from lms.core import clock
from lms.core.i18n import LANGUAGES, _, language, n_
from lms.core.policy import requires

TRANSLATIONS = AuthoringPermission.TRANSLATIONS
#: Query: only what needs work.
OPEN = "open"


@bp.get("/languages")
@requires(AuthoringPermission.ENTER)
def show_parity() -> ResponseReturnValue:
    """Every module the person writes or answers for, by language."""
    boards = [
        (desk, [parity.standing_of(desk.document, code) for code in LANGUAGES], problems_of(desk))
        for desk in desks_of(me())
    ]
    return render_template("authoring/parity.html", boards=boards, **words_of_states())


@bp.get("/modules/<slug>/languages")
@requires(TRANSLATIONS, on=queries.desk_of)
def show_languages(desk: Desk) -> ResponseReturnValue:
    """One module, part by part."""
    languages = [code for code in LANGUAGES if code != desk.document.source_language]
    lines = [
        (called, [parity.standing_of(desk.document, code, *parts) for code in languages])
        for called, parts in parity.lines_of(desk.document, language())
    ]
    return page("languages", desk, lines=lines, languages=languages, problems=problems_of(desk), **words_of_states())


def problems_of(desk: Desk) -> list[str]:
    """What keeps the module's languages from publication."""
    return [problem.text for problem in parity.blocking_problems(desk.document, current_known().publishable)]


def words_of_states() -> dict[str, object]:
    """For every page that shows states."""
    return {"words": side_by_side.state_words(), "tints": side_by_side.TINTS}


@bp.get("/modules/<slug>/languages/<any(ky,ru,en):code>/<part>")
@requires(TRANSLATIONS, on=queries.desk_of)
def show_side_by_side(desk: Desk, code: str, part: str) -> ResponseReturnValue:
    return side_by_side_page(desk, code, part)


@bp.post("/modules/<slug>/languages/<any(ky,ru,en):code>/<part>")
@requires(TRANSLATIONS, on=queries.desk_for_update)
def save_side_by_side(desk: Desk, code: str, part: str) -> ResponseReturnValue:
    expect(desk, code, part)
    rows = side_by_side.written_in(desk, code, part, request.form)
    ends_review = desk.status in ("in_review", "approved") and desk.is_author
    kind, colon, key = part.partition(":")
    what = f"translation:{code}:{kind}s:{key}" if colon else f"translation:{code}:{part}"
    outcome = save_translations(desk.draft, desk.document, code, rows, by=me().id, what=what, at=clock.now())
    if outcome.overtaken or outcome.unfit:
        return conflict_page(desk, code, part, outcome, rows)
    if outcome.taken:
        flash(n_("%(num)d text is saved.", "%(num)d texts are saved.", len(outcome.taken)), "success")
        if ends_review:
            flash(_("The text has changed, so its review has ended. Send it again when it is ready."), "notice")
    else:
        flash(_("Nothing has changed."), "notice")
    return after_saving(desk, code, part)


def after_saving(desk: Desk, code: str, part: str) -> Response:
    """To the same place of the same page."""
    show, anchor = request.args.get("show"), request.form.get("act", "")
    return back_to(desk, "show_side_by_side", code=code, part=part, show=show, _anchor=anchor or None)


def conflict_page(desk: Desk, code: str, part: str, outcome: Outcome, rows: list[Written]) -> ResponseReturnValue:
    """Nothing is saved: everything stands as it was typed, what was changed meanwhile beside what is stored."""
    status = HTTPStatus.CONFLICT if outcome.overtaken else HTTPStatus.UNPROCESSABLE_ENTITY
    return side_by_side_page(desk, code, part, typed={row.identity: row for row in rows}, outcome=outcome), status


def side_by_side_page(
    desk: Desk, code: str, part: str, *, typed: dict[str, Written] | None = None, outcome: Outcome | None = None
) -> str:
    """All texts of a part, or those that need work."""
    expect(desk, code, part)
    rows = side_by_side.rows_of(
        desk,
        code,
        part,
        typed or {},
        overtaken=outcome.overtaken if outcome else [],
        unfit=outcome.unfit if outcome else [],
        is_review=not desk.is_author,
    )
    only_open = request.args.get("show") == OPEN
    names = side_by_side.part_names(desk, language())
    parts = list(names)
    place = parts.index(part)
    return page(
        "side_by_side",
        desk,
        code=code,
        part=part,
        name=names[part],
        names=names,
        rows=[row for row in rows if row.is_open or row.text.identity in (typed or ())] if only_open else rows,
        count=len(rows),
        open_count=sum(row.is_open for row in rows),
        only_open=only_open,
        is_review=not desk.is_author,
        of_all=side_by_side.options_for_all(),
        **words_of_states(),
        tally=tally_of(desk.document, code, part),
        before=url_of(desk, code, parts[place - 1]) if place else None,
        after=url_of(desk, code, parts[place + 1]) if place + 1 < len(parts) else None,
    )


def url_of(desk: Desk, code: str, part: str) -> str:
    """Of another part, with the same filter."""
    return url_for("authoring.show_side_by_side", slug=desk.slug, code=code, part=part, show=request.args.get("show"))


def expect(desk: Desk, code: str, part: str) -> None:
    """A language that is translated into and a part that there is. Raises ``Absent``."""
    if code == desk.document.source_language or part not in side_by_side.part_names(desk, language()):
        raise Absent
