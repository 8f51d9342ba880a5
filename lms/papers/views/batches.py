"""A trainer prints tests: batches, their sheets, their answer keys."""

from http import HTTPStatus

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.catalogue.queries import document_of
from lms.core import audit, clock
from lms.core.codes import read_code
from lms.core.i18n import NATIVE_NAMES, _, language
from lms.core.policy import requires
from lms.core.transactions import roll_back
from lms.documents import UnprintableText
from lms.papers import pages, printing, queries, services
from lms.papers.desks import BatchAt, PaperDesk
from lms.papers.errors import NothingToAsk
from lms.papers.forms import BatchForm
from lms.papers.policies import PaperPermission
from lms.papers.queries import batch_at, paper_desk_of
from lms.papers.views.blueprint import BATCH, HOME, bp, me
from lms.quizzes.models import AttemptKind

PREPARE = PaperPermission.PREPARE


@bp.get(HOME)
@requires(PREPARE, on=paper_desk_of)
def list_batches(desk: PaperDesk) -> ResponseReturnValue:
    return _home(desk, _form(desk, is_posted=False))


def _form(desk: PaperDesk, *, is_posted: bool) -> BatchForm:
    return BatchForm.at(desk, document_of(desk.editions[0].id).languages, is_posted=is_posted)


def _home(desk: PaperDesk, form: BatchForm) -> str:
    document = document_of(desk.editions[0].id)
    batches = [(pages.test_name(batch.kind), batch) for batch in queries.batches_of(desk.module.id)]
    return render_template(
        "papers/list_batches.html",
        desk=desk,
        form=form,
        batches=batches,
        native_names=NATIVE_NAMES,
        module_title=document.title[document.language_for(language())],
    )


@bp.post(HOME)
@requires(PREPARE, on=paper_desk_of)
def make_batch(desk: PaperDesk) -> ResponseReturnValue:
    form = _form(desk, is_posted=True)
    if not form.validate():
        return _home(desk, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        batch = services.make_batch(
            form.chosen_edition(desk),
            AttemptKind(form.kind.data),
            language=form.language.data,
            is_large=bool(form.is_large.data),
            count=form.count.data,
            by=me().id,
            at=clock.now(),
        )
    except NothingToAsk:
        roll_back()
        form.refuse("kind", _("This edition has no questions for that test."))
        return _home(desk, form), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for(".show_batch", slug=desk.slug, batch_id=batch.id), HTTPStatus.SEE_OTHER)


@bp.get(BATCH)
@requires(PREPARE, on=batch_at)
def show_batch(at: BatchAt) -> ResponseReturnValue:
    return _batch_page(at)


def _batch_page(at: BatchAt, **more: str) -> str:
    return render_template("papers/show_batch.html", **pages.batch_page(at, me().person_id), **more)


@bp.get(f'{BATCH}/<any("sheets","key"):what>-<int:portion>.pdf')
@requires(PREPARE, on=batch_at)
def send_paper(at: BatchAt, what: str, portion: int) -> ResponseReturnValue:
    """So many sheets, or what is right on them. Who took which is in the log."""
    portions = printing.portions_of(at.batch.count)
    if not 1 <= portion <= len(portions):
        abort(HTTPStatus.NOT_FOUND)
    first, last = portions[portion - 1]
    sheets = queries.sheets_of(at.id)[first - 1 : last]
    try:
        paper = printing.print_sheets(at, sheets) if what == "sheets" else printing.print_key(at, sheets)
    except UnprintableText as refusal:
        flash(_("A text has letters that cannot be printed: %(text)s", text=refusal.text), "error")
        return redirect(url_for(".show_batch", slug=at.slug, batch_id=at.id), HTTPStatus.SEE_OTHER)
    act = "papers.batch.printed" if what == "sheets" else "papers.key.printed"
    audit.record_look(me().id, act, at.batch, first=first, last=last)
    response = Response(paper, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{at.slug}-{what}-{first}-{last}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get(f"{BATCH}/find")
@requires(PREPARE, on=batch_at)
def find_sheet(at: BatchAt) -> ResponseReturnValue:
    """From the code of a sheet in the hand to its page."""
    typed = request.args.get("code", "")
    code = read_code(typed)
    if not code:
        return redirect(url_for(".show_batch", slug=at.slug, batch_id=at.id), HTTPStatus.SEE_OTHER)
    if any(sheet.code == code for sheet in queries.sheets_of(at.id)):
        return redirect(url_for(".show_sheet", slug=at.slug, batch_id=at.id, code=code), HTTPStatus.SEE_OTHER)
    problem = _("These sheets are printed under other codes. Check each group.")
    return _batch_page(at, typed=typed[:40], problem=problem), HTTPStatus.NOT_FOUND
