"""An edition is taken away, as a book or a package for another platform: asked for, made behind, fetched."""

from http import HTTPStatus

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.authoring import queries, tasks
from lms.authoring.books import KINDS, PDF
from lms.authoring.desks import Desk
from lms.authoring.forms.books import BookForm
from lms.authoring.policies import AuthoringPermission
from lms.authoring.views.blueprint import bp
from lms.catalogue.documents import module_from_json
from lms.catalogue.models import Edition
from lms.core import audit, files
from lms.core.i18n import NATIVE_NAMES
from lms.core.jobs import Job, enqueue, forget_ended, job_by_key
from lms.core.policy import actor_id, requires
from lms.ui.forms import Option

END = AuthoringPermission.END
EDITION = "/modules/<slug>/editions/<int(max=999999):number>"
BOOK = f"{EDITION}/book"


@bp.get(BOOK)
@requires(END, on=queries.desk_of)
def show_book(desk: Desk, number: int) -> ResponseReturnValue:
    """What, in which languages, and how far that is which was asked for."""
    edition = edition_that_leaves(desk, number)
    kind, chosen, job = kind_in(request.args.get("kind", PDF)), request.args.get("languages", ""), None
    if chosen:
        job = job_by_key(tasks.book_key(edition.id, languages_in(edition, chosen), kind))
    ticked = chosen.split("-") if chosen else ready_in(edition)
    form = form_for(edition, formdata=None, data={"kind": kind, "languages": ticked})
    return book_page(desk, edition, form, job=job, chosen=chosen, kind=kind)


@bp.post(BOOK)
@requires(END, on=queries.desk_of)
def ask_for_book(desk: Desk, number: int) -> ResponseReturnValue:
    edition = edition_that_leaves(desk, number)
    form = form_for(edition)
    if not form.validate():
        return book_page(desk, edition, form), HTTPStatus.UNPROCESSABLE_ENTITY
    kind, chosen = form.kind.data, "-".join(code for code in ready_in(edition) if code in form.languages.data)
    key = tasks.book_key(edition.id, chosen, kind)
    if finished(job_by_key(key)) is None:
        forget_ended(key)
        enqueue(tasks.print_book, edition.id, chosen, kind, unique_key=key)
    address = url_for(".show_book", slug=desk.slug, number=number, languages=chosen, kind=kind)
    return redirect(address, HTTPStatus.SEE_OTHER)


@bp.get(f"{BOOK}/<languages>.pdf")
@requires(END, on=queries.desk_of)
def take_printed_away(desk: Desk, number: int, languages: str) -> ResponseReturnValue:
    return taken_away(desk, number, languages, PDF)


@bp.get(f"{EDITION}/<any(ky,ru,en):code>.epub")
@requires(END, on=queries.desk_of)
def take_book_away(desk: Desk, number: int, code: str) -> ResponseReturnValue:
    """For study without the platform: what is published, in one language."""
    return taken_away(desk, number, code, "epub")


@bp.get(f"{EDITION}/<any(ky,ru,en):code>-scorm-<any('1.2','2004'):scorm>.zip")
@requires(END, on=queries.desk_of)
def take_scorm_away(desk: Desk, number: int, code: str, scorm: str) -> ResponseReturnValue:
    """For other learning platforms: the same, where each lesson tells how far it was read, and of its checks."""
    return taken_away(desk, number, code, f"scorm-{scorm}")


def taken_away(desk: Desk, number: int, languages: str, kind: str) -> ResponseReturnValue:
    """The file, which is recorded; where there is none, or none any more, the page where it can be asked for."""
    edition = edition_that_leaves(desk, number)
    made = finished(job_by_key(tasks.book_key(edition.id, languages_in(edition, languages), kind)))
    if made is None:
        address = url_for(".show_book", slug=desk.slug, number=number, languages=languages, kind=kind)
        return redirect(address, HTTPStatus.SEE_OTHER)
    form = f"pdf-{languages}" if kind == PDF else kind
    chief = languages.split("-", maxsplit=1)[0]
    audit.record_look(actor_id(), "authoring.edition.taken_away", edition, language=chief, format=form)
    end = KINDS[kind].ending
    name = f"{desk.slug}-{number}-{languages}{f'-{kind}' if kind.startswith('scorm') else ''}{end}"
    response = Response(files.get(made), mimetype=KINDS[kind].type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def edition_that_leaves(desk: Desk, number: int) -> Edition:
    """A withdrawn edition leaves no more."""
    edition = queries.edition_of(desk.module.id, number)
    if edition.withdrawn_at is not None:
        abort(HTTPStatus.NOT_FOUND)
    return edition


def ready_in(edition: Edition) -> list[str]:
    return list(module_from_json(edition.document).languages)


def kind_in(wanted: str) -> str:
    if wanted not in KINDS:
        abort(HTTPStatus.NOT_FOUND)
    return wanted


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
    form.name_kinds()
    form.languages.options = [Option(code, NATIVE_NAMES[code], lang=code) for code in ready_in(edition)]
    return form


def book_page(
    desk: Desk, edition: Edition, form: BookForm, *, job: Job | None = None, chosen: str = "", kind: str = PDF
) -> str:
    names = ", ".join(NATIVE_NAMES[code] for code in chosen.split("-") if code)
    return render_template(
        "authoring/book.html",
        desk=desk,
        edition=edition,
        form=form,
        job=job,
        file=address_of(desk, edition, chosen, kind) if chosen else "",
        kind=KINDS[kind].name,
        names=names,
    )


def address_of(desk: Desk, edition: Edition, chosen: str, kind: str) -> str:
    if kind == PDF:
        return url_for(".take_printed_away", slug=desk.slug, number=edition.number, languages=chosen)
    if kind == "epub":
        return url_for(".take_book_away", slug=desk.slug, number=edition.number, code=chosen)
    return url_for(
        ".take_scorm_away", slug=desk.slug, number=edition.number, code=chosen, scorm=kind.removeprefix("scorm-")
    )
