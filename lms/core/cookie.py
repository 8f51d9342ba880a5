"""The signed cookie that says which sign-in a browser belongs to."""

from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface


class SignedCookie(SecureCookieSessionInterface):
    """Flask's own. What signs it is built once and not for every request: the key stays while the process runs."""

    signing: Any = None

    def get_signing_serializer(self, app: Flask) -> Any:
        if self.signing is None:
            self.signing = super().get_signing_serializer(app)
        return self.signing


def init_app(app: Flask) -> None:
    app.session_interface = SignedCookie()
