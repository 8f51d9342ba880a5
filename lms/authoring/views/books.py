"""An edition is taken away as a book."""

from http import HTTPStatus

from flask import Response, abort

from lms.authoring import queries
from lms.authoring.books import write_epub
from lms.authoring.books.epub import TYPE
from lms.authoring.desks import Desk
from lms.authoring.policies import AuthoringPermission
from lms.authoring.views.blueprint import bp
from lms.catalogue.documents import module_from_json
from lms.core import audit, files
from lms.core.i18n import in_language
from lms.core.policy import actor_id, requires
from lms.core.site import site


@bp.get("/modules/<slug>/editions/<int(max=999999):number>/<any(ky,ru,en):code>.epub")
@requires(AuthoringPermission.END, on=queries.desk_of)
def take_book_away(desk: Desk, number: int, code: str) -> Response:
    """For study without the platform: what is published, in one language. A withdrawn edition leaves no more."""
    edition = queries.edition_of(desk.module.id, number)
    document = module_from_json(edition.document)
    if edition.withdrawn_at is not None or code not in document.languages:
        abort(HTTPStatus.NOT_FOUND)
    audit.record_look(actor_id(), "authoring.edition.taken_away", edition, language=code, format="epub")
    author = in_language(site().name, code)
    book = write_epub(
        document, code, lambda sha256: files.get(f"media/{sha256}"), author=author, at=edition.published_at
    )
    response = Response(book, mimetype=TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{desk.slug}-{number}-{code}.epub"'
    return response
