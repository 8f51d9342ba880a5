"""The credential: for its holder to download; for verifiers the issuer, its keys, the list of what was ended."""

from http import HTTPStatus
from typing import Any

from flask import Response, abort, current_app, json
from flask.typing import ResponseReturnValue

from lms.certificates import badges, queries
from lms.certificates.models import Certificate, CertificateState
from lms.certificates.policies import CertificatePermission
from lms.certificates.views.blueprint import MINE, bp
from lms.core import clock
from lms.core.policy import public, requires

JSON_LD = "application/ld+json"
#: What verifiers ask for may be kept by them for five minutes: a revocation is seen that late at most.
SHARED_FOR = "public, max-age=300"


@bp.get(f"{MINE}/<uuid:certificate_id>/credential.json")
@requires(CertificatePermission.HOLD, on=queries.certificate_by_id)
def download_credential(certificate: Certificate) -> ResponseReturnValue:
    said = json.dumps(badges.credential(_standing(certificate), at=clock.now()), ensure_ascii=False, indent=2)
    return _file(said, JSON_LD, f"credential-{certificate.record['module_code']}.json")


@bp.get(f"{MINE}/<uuid:certificate_id>/badge.svg")
@requires(CertificatePermission.HOLD, on=queries.certificate_by_id)
def download_badge(certificate: Certificate) -> ResponseReturnValue:
    drawn = badges.picture(_standing(certificate), at=clock.now())
    return _file(drawn, "image/svg+xml", f"badge-{certificate.record['module_code']}.svg")


def _standing(certificate: Certificate) -> Certificate:
    """What was ended is stated no more; the page of the holder says why."""
    if certificate.state is not CertificateState.VALID:
        abort(HTTPStatus.GONE)
    return certificate


def _file(content: str, mimetype: str, name: str) -> Response:
    response = Response(content, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get("/api/v1/issuer")
@public
def tell_issuer() -> ResponseReturnValue:
    return _told(badges.profile(at=clock.now()))


@bp.get("/api/v1/issuer/keys/<name>")
@public
def tell_key(name: str) -> ResponseReturnValue:
    document = badges.key_document(name)
    return abort(HTTPStatus.NOT_FOUND) if document is None else _told(document)


@bp.get("/api/v1/credentials/status/<int:number>")
@public
def tell_status(number: int) -> ResponseReturnValue:
    if number > queries.last_serial() // badges.LIST_LENGTH:
        abort(HTTPStatus.NOT_FOUND)
    return _told(badges.status_list(number, at=clock.now()))


def _told(document: dict[str, Any]) -> Response:
    """For programs of anybody, in browsers too; nothing here belongs to a person."""
    response = current_app.response_class(json.dumps(document, ensure_ascii=False), mimetype=JSON_LD)
    response.headers["Cache-Control"] = SHARED_FOR
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
