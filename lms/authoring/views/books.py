"""An edition is taken away: as a book, or as a package for another learning platform."""

from http import HTTPStatus

from flask import Response, abort

from lms.authoring import queries
from lms.authoring.books import write_epub, write_scorm
from lms.authoring.books.epub import TYPE
from lms.authoring.desks import Desk
from lms.authoring.policies import AuthoringPermission
from lms.authoring.views.blueprint import bp
from lms.catalogue.documents import ModuleDocument, module_from_json
from lms.catalogue.models import Edition
from lms.core import audit
from lms.core.i18n import in_language
from lms.core.pictures import WHOLE, copy_of
from lms.core.policy import actor_id, requires
from lms.core.site import site

END = AuthoringPermission.END


@bp.get("/modules/<slug>/editions/<int(max=999999):number>/<any(ky,ru,en):code>.epub")
@requires(END, on=queries.desk_of)
def take_book_away(desk: Desk, number: int, code: str) -> Response:
    """For study without the platform: what is published, in one language."""
    edition, document = published(desk, number, code, "epub")
    book = write_epub(document, code, media, author=in_language(site().name, code), at=edition.published_at)
    return sent(book, TYPE, f"{desk.slug}-{number}-{code}.epub")


@bp.get("/modules/<slug>/editions/<int(max=999999):number>/<any(ky,ru,en):code>-scorm-<any('1.2','2004'):scorm>.zip")
@requires(END, on=queries.desk_of)
def take_scorm_away(desk: Desk, number: int, code: str, scorm: str) -> Response:
    """For other learning platforms: the same, where each lesson tells that it was read."""
    _edition, document = published(desk, number, code, f"scorm-{scorm}")
    package = write_scorm(document, code, media, version=scorm)
    return sent(package, "application/zip", f"{desk.slug}-{number}-{code}-scorm-{scorm}.zip")


def published(desk: Desk, number: int, code: str, form: str) -> tuple[Edition, ModuleDocument]:
    """The edition that leaves, which is recorded. A withdrawn edition leaves no more."""
    edition = queries.edition_of(desk.module.id, number)
    document = module_from_json(edition.document)
    if edition.withdrawn_at is not None or code not in document.languages:
        abort(HTTPStatus.NOT_FOUND)
    audit.record_look(actor_id(), "authoring.edition.taken_away", edition, language=code, format=form)
    return edition, document


def media(sha256: str) -> bytes:
    """A picture as it leaves: with nothing in it but what is seen."""
    return copy_of(sha256, WHOLE)


def sent(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
