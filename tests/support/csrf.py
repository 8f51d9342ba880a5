"""The token of a form, for what is sent without a page: by a script, or to an address one should not know."""

from flask_wtf.csrf import generate_csrf


def token_of(visitor):
    """A token that belongs to this browser's session."""
    with visitor.client.session_transaction() as cookie:
        kept = dict(cookie)
    with visitor.app.test_request_context():
        from flask import g, session  # noqa: PLC0415  (only inside a request)

        g.pop("csrf_token", None)
        session.update(kept)
        token = generate_csrf()
        changed = dict(session)
        g.pop("csrf_token", None)
    with visitor.client.session_transaction() as cookie:
        cookie.update(changed)
    return token
