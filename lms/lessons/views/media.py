"""Pictures, recordings and captions of published editions, and material for analysis."""

from http import HTTPStatus

from flask import Response, abort, url_for
from flask.typing import ResponseReturnValue

from lms.catalogue.asking import MediaUrl
from lms.catalogue.documents import MediaFile
from lms.catalogue.queries import published_file
from lms.core.i18n import LANGUAGES
from lms.core.pictures import FORMS, OF_POINTS, WHOLE
from lms.core.policy import public, requires
from lms.core.sending import PICTURE_POLICY, RECORDING_POLICY, captions, in_parts, is_inside_page, kept_nowhere
from lms.core.sending import picture as picture_in_form
from lms.enrolments.policies import EnrolmentPermission
from lms.enrolments.queries import Study
from lms.lessons.views.blueprint import bp
from lms.lessons.views.entering import study_to_look_at

SIZES = ",".join(f"'{form}'" for form in FORMS)
FOR_EVER = "public, max-age=31536000, immutable"


def media_address(slug: str) -> MediaUrl:
    """How the pictures of a module are addressed: by their content, so that they may be kept for ever."""
    return lambda file: url_for(
        "lessons.send_material" if file.analysis else "lessons.send_media",
        slug=slug,
        sha256=file.sha256,
        name=file.name,
    )


@bp.get("/modules/<slug>/media/<sha256>/<name>")
@public
def send_media(slug: str, sha256: str, name: str) -> ResponseReturnValue:
    """A picture of a published edition. Pictures carry nothing of a person, so that they may lie in any cache."""
    file = published_file(slug, sha256, name)
    if file is None or file.analysis:
        abort(HTTPStatus.NOT_FOUND)
    return picture(file)


@bp.get("/modules/<slug>/material/<sha256>/<name>")
@requires(EnrolmentPermission.STUDY, on=study_to_look_at)
def send_material(study: Study, sha256: str, name: str) -> ResponseReturnValue:
    """Material for analysis, for those who study the module and inside its lesson only; no cache keeps it."""
    file = study.document.media_by_name.get(name)
    if file is None or file.sha256 != sha256 or not file.analysis or not is_inside_page():
        abort(HTTPStatus.NOT_FOUND)
    return kept_nowhere(picture(file))


@bp.get(f"/modules/<slug>/media/<sha256>/<name>/<any({SIZES}):size>")
@public
def send_media_in_size(slug: str, sha256: str, name: str, size: str) -> ResponseReturnValue:
    """The same in a size that fits a screen; material for analysis has one size only."""
    file = published_file(slug, sha256, name)
    if file is None or file.analysis or file.type not in OF_POINTS:
        abort(HTTPStatus.NOT_FOUND)
    return picture(file, size)


@bp.get(f"/modules/<slug>/media/<sha256>/<name>/<any({','.join(LANGUAGES)}):spoken>.vtt")
@public
def send_captions(slug: str, sha256: str, name: str, spoken: str) -> ResponseReturnValue:
    """What is said in a film of a published edition, for its player."""
    file = published_file(slug, sha256, name)
    if file is None or file.analysis:
        abort(HTTPStatus.NOT_FOUND)
    return captions(file.captions_in(spoken))


@bp.get(f"/modules/<slug>/material/<sha256>/<name>/<any({','.join(LANGUAGES)}):spoken>.vtt")
@requires(EnrolmentPermission.STUDY, on=study_to_look_at)
def send_captions_of_material(study: Study, sha256: str, name: str, spoken: str) -> ResponseReturnValue:
    """What is said in a film that is material for analysis, for its player and under the same conditions."""
    file = study.document.media_by_name.get(name)
    if file is None or file.sha256 != sha256 or not file.analysis or not is_inside_page():
        abort(HTTPStatus.NOT_FOUND)
    return kept_nowhere(captions(file.captions_in(spoken)))


def picture(file: MediaFile, size: str = WHOLE) -> Response:
    if file.is_recording:
        response = in_parts(f"media/{file.sha256}", file.type, file.size)
    else:
        response = picture_in_form(file.sha256, file.type, size)
    response.headers["Cache-Control"] = FOR_EVER
    response.headers["Content-Security-Policy"] = RECORDING_POLICY if file.is_recording else PICTURE_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    if file.is_download:
        response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response
