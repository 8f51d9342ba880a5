"""An edition as a PDF for study on paper: asked for, made in the background, taken away."""

from http import HTTPStatus

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.authoring import queries, tasks
from lms.authoring.books.printed import TYPE
from lms.authoring.desks import Desk
from lms.authoring.forms.books import BookForm
from lms.authoring.policies import AuthoringPermission
from lms.authoring.views.blueprint import bp
from lms.authoring.views.books import published, sent
from lms.catalogue.documents import module_from_json
from lms.catalogue.models import Edition
from lms.core import files
from lms.core.i18n import NATIVE_NAMES
from lms.core.jobs import Job, enqueue, forget_ended, job_by_key
from lms.core.policy import requires
from lms.ui.forms import Option

END = AuthoringPermission.END
BOOK = "/modules/<slug>/editions/<int(max=999999):number>/book"


@bp.get(BOOK)
@requires(END, on=queries.desk_of)
def show_book(desk: Desk, number: int) -> ResponseReturnValue:
    """Which languages, and how far the one is that was asked for."""
    edition = edition_that_leaves(desk, number)
    chosen, job = request.args.get("languages", ""), None
    if chosen:
        languages = languages_in(edition, chosen)
        job = job_by_key(tasks.book_key(edition.id, languages))
    form = form_for(edition, formdata=None, data={"languages": chosen.split("-") if chosen else ready_in(edition)})
    return book_page(desk, edition, form, job=job, chosen=chosen)


@bp.post(BOOK)
@requires(END, on=queries.desk_of)
def ask_for_book(desk: Desk, number: int) -> ResponseReturnValue:
    edition = edition_that_leaves(desk, number)
    form = form_for(edition)
    if not form.validate():
        return book_page(desk, edition, form), HTTPStatus.UNPROCESSABLE_ENTITY
    chosen = "-".join(code for code in ready_in(edition) if code in form.languages.data)
    key = tasks.book_key(edition.id, chosen)
    if finished(job_by_key(key)) is None:
        forget_ended(key)
        enqueue(tasks.print_book, edition.id, chosen, unique_key=key)
    address = url_for(".show_book", slug=desk.slug, number=number, languages=chosen)
    return redirect(address, HTTPStatus.SEE_OTHER)


@bp.get(f"{BOOK}/<languages>.pdf")
@requires(END, on=queries.desk_of)
def take_printed_away(desk: Desk, number: int, languages: str) -> ResponseReturnValue:
    """The file; where it is not made, or is not kept any more, the page where it can be asked for."""
    edition = edition_that_leaves(desk, number)
    made = finished(job_by_key(tasks.book_key(edition.id, languages_in(edition, languages))))
    if made is None:
        return redirect(url_for(".show_book", slug=desk.slug, number=number), HTTPStatus.SEE_OTHER)
    published(desk, number, languages.split("-", maxsplit=1)[0], f"pdf-{languages}")
    return sent(files.get(made), TYPE, f"{desk.slug}-{number}-{languages}.pdf")


def edition_that_leaves(desk: Desk, number: int) -> Edition:
    edition = queries.edition_of(desk.module.id, number)
    if edition.withdrawn_at is not None:
        abort(HTTPStatus.NOT_FOUND)
    return edition


def ready_in(edition: Edition) -> list[str]:
    return list(module_from_json(edition.document).languages)


def languages_in(edition: Edition, chosen: str) -> str:
    """The same, if the edition is ready in each of them and they stand in their order; else nothing is there."""
    wanted = chosen.split("-")
    if chosen != "-".join(code for code in ready_in(edition) if code in wanted):
        abort(HTTPStatus.NOT_FOUND)
    return chosen


def finished(job: Job | None) -> str | None:
    """The key of the file, once it is made and while it is there."""
    if job is None or job.state != "done" or not job.result:
        return None
    return str(job.result["file"])


def form_for(edition: Edition, **values: object) -> BookForm:
    form = BookForm(**values)
    form.languages.options = [Option(code, NATIVE_NAMES[code], lang=code) for code in ready_in(edition)]
    return form


def book_page(desk: Desk, edition: Edition, form: BookForm, *, job: Job | None = None, chosen: str = "") -> str:
    names = ", ".join(NATIVE_NAMES[code] for code in chosen.split("-") if code)
    return render_template(
        "authoring/book.html", desk=desk, edition=edition, form=form, job=job, chosen=chosen, names=names
    )
