"""Bytes of the store to a browser: all of them, or the part it asks for, as players of sound and film do."""

from http import HTTPStatus

from flask import Response, abort, request

from lms.core import files
from lms.core.captions import TYPE as CAPTIONS
from lms.core.captions import is_as_kept
from lms.core.pictures import WHOLE, Undrawable, copy_of, type_of

#: Nothing runs and nothing is fetched inside a picture, whoever made it.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
#: The page that a browser makes around a recording plays the recording, and nothing else.
#: Without a sandbox, in which the page would be a stranger to its own file.
RECORDING_POLICY = "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'"


#: What a browser says it fetches a file for, where a page shows it: not to keep it, and not as a page of its own.
_INSIDE = frozenset({"image", "audio", "video", "track"})


def is_inside_page() -> bool:
    """Whether the file is asked for by a page that shows it. Browsers too old to say so are believed."""
    wanted = request.headers.get("Sec-Fetch-Dest")
    return wanted is None or wanted in _INSIDE


def kept_nowhere(response: Response) -> Response:
    """Neither the browser nor anything between keeps a copy, and no other site shows it."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Content-Disposition"] = "inline"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, noarchive, noimageindex"
    return response


def picture(sha256: str, kind: str, form: str = WHOLE) -> Response:
    """A picture in one of its forms. 404 if it is gone, or is one that cannot be drawn."""
    try:
        content = copy_of(sha256, form)
    except (FileNotFoundError, Undrawable):
        abort(HTTPStatus.NOT_FOUND)
    return Response(content, mimetype=kind if form == WHOLE else type_of(form))


def captions(content: str | None) -> Response:
    """Captions for a player; 404 if there are none. They change while the film stays: nobody keeps them long."""
    if content is None or not is_as_kept(content):
        abort(HTTPStatus.NOT_FOUND)
    response = Response(content, mimetype=CAPTIONS)
    response.headers["Cache-Control"] = "private, max-age=300"
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def in_parts(key: str, kind: str, size: int) -> Response:
    """A large file, streamed; with 206 the range that was asked for, with 416 none, because there is no such range.

    The key names the content, so that whoever holds a part of it may ask for the rest.
    """
    tag = key.rsplit("/", 1)[-1]
    start, end, status = 0, size, HTTPStatus.OK
    if request.range is not None and request.range.units == "bytes" and _is_meant(tag):
        found = request.range.range_for_length(size)
        if found is None and len(request.range.ranges) == 1:
            return Response(
                status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
                mimetype=kind,
                headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"},
            )
        if found is not None:
            start, end, status = found[0] or 0, found[1] or size, HTTPStatus.PARTIAL_CONTENT
    try:
        content = files.stream_range(key, start, end)
    except FileNotFoundError:
        abort(HTTPStatus.NOT_FOUND)
    response = Response(content, status, mimetype=kind)
    response.headers["Accept-Ranges"] = "bytes"
    response.content_length = end - start
    response.set_etag(tag)
    if status is HTTPStatus.PARTIAL_CONTENT:
        response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return response


def _is_meant(tag: str) -> bool:
    """Whether the range is of these bytes: a browser may say of which state it holds a part."""
    condition = request.if_range
    if condition.date is not None:
        return False
    return condition.etag is None or condition.etag == tag
