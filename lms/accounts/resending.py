"""Nothing typed is lost when a sign-in or a form token has ended: the fields travel through the sign-in page.

A POST that cannot be accepted is answered by a page that carries its fields, signed, in a hidden field; once the
person has signed in, one button sends them to the same address again. Works without a script. Passwords and files
are never carried. What comes from another site is never carried either: only a press of the person's own button
may send something again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

LASTS_SECONDS = 8 * 60 * 60
#: A form may take a mebibyte on its way back (``MAX_FORM_MEMORY_SIZE``), with the fields beside it.
LONGEST = 900_000
LEFT_OUT = ("csrf_token", "password", "kept")


@dataclass(frozen=True)
class Kept:
    """Fields on their way to an address."""

    path: str
    fields: Sequence[tuple[str, str]]
    had_files: bool = False

    def signed(self) -> str:
        """For the hidden field ``kept``; readable, but not to be changed by anybody."""
        return _serializer().dumps({"path": self.path, "fields": self.fields, "files": self.had_files})


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="fields on their way")


def keep_this_request() -> Kept | None:
    """What was posted, if it came from a page of ours and can be carried; what travels already travels on."""
    if request.method != "POST" or not is_from_here() or request.is_json:
        return None
    on_its_way = kept_from(request.form.get("kept"))
    if on_its_way is not None:
        return on_its_way
    fields = [
        (name, value) for name, value in request.form.items(multi=True) if not any(part in name for part in LEFT_OUT)
    ]
    path = request.full_path if request.query_string else request.path
    kept = Kept(path, fields, had_files=bool(request.files))
    return kept if len(kept.signed()) <= LONGEST else None


def is_from_here() -> bool:
    """Whether a page of this site sent the form. Browsers that say nothing at all are too old to be asked."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    for header in ("Origin", "Referer"):
        value = request.headers.get(header)
        if value is not None:
            return urlsplit(value).netloc == request.host
    return True


def kept_from(signed: str | None) -> Kept | None:
    """What the hidden field carries; None if it is absent, changed or too old."""
    if not signed:
        return None
    try:
        content = _serializer().loads(signed, max_age=LASTS_SECONDS)
    except BadData:
        return None
    return Kept(content["path"], [(name, value) for name, value in content["fields"]], content["files"])
