"""A sign-in provider of our own (OpenID Connect): a small server on this machine that the tests start and instruct.

It issues what it is told to, right or wrong, and remembers what it was asked. People "sign in" by ``authorize``, which
stands for what a browser would do at the provider's page.
"""

import base64
import hashlib
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from lms.core import clock

CLIENT, SECRET = "sabak", "geheim:+/%"


class Provider:
    """What it says can be changed by a test: ``person`` (claims), ``forge`` (claims of the token), ``sign`` (how)."""

    def __init__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.provider = self
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.person = {"sub": "pin-1", "name": "Асанова Айгүл", "email": "aigul@example.org", "email_verified": True}
        self.forge, self.described, self.codes, self.asked = {}, {}, {}, []
        self.sign = self.signed
        self.beside = None
        self.slow = threading.Event()

    def description(self):
        known = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
        }
        return {**known, **self.described}

    def authorize(self, address):
        """The person signs in: the query with which the browser is sent back."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"], "iss": self.issuer}

    def token(self, form, authorization):
        """Tokens for a code, once, for the client with its secret and the verifier of the question."""
        asked = self.codes.pop(form.get("code"), None)
        expected = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        if asked is None or authorization != f"Basic {expected}":
            return 400, {"error": "invalid_grant"}
        if asked["code_challenge"] != challenge or form["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        now = int(clock.now().timestamp())
        times = {"iat": now, "exp": now + 300, "auth_time": now}
        claims = {"iss": self.issuer, "aud": CLIENT, "nonce": asked["nonce"], **times, **self.person, **self.forge}
        tokens = {"access_token": "open", "token_type": "Bearer", "id_token": self.sign(claims)}
        return 200, {name: value for name, value in tokens.items() if value is not None}

    def signed(self, claims):
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)

    def unsigned(self, claims):
        """``alg: none``."""
        parts = [json.dumps({"alg": "none"}).encode(), json.dumps(claims).encode()]
        return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts) + "."

    def signed_by_another(self, claims):
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, RSAKey.generate_key(2048))

    def signed_with_public_key(self, claims):
        """The old trick: the public key, which everybody has, taken for a shared secret."""
        return jwt.encode({"alg": "HS256", "kid": "one"}, claims, OctKey.import_key(self.key.as_pem(private=False)))

    def signed_with_new_key(self, claims):
        self.key = RSAKey.generate_key(2048, {"kid": "two", "use": "sig"})
        return jwt.encode({"alg": "RS256", "kid": "two"}, claims, self.key)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        provider, path = self.server.provider, urlsplit(self.path).path
        provider.asked.append(path)
        if path == "/.well-known/openid-configuration":
            return self.answer(200, provider.description())
        if path == "/keys":
            return self.answer(200, {"keys": [provider.key.as_dict(private=False)]})
        if path == "/userinfo" and self.headers["Authorization"] == "Bearer open":
            return self.answer(200, provider.beside or {})
        if path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", f"{provider.issuer}/.well-known/openid-configuration")
            self.send_header("Content-Length", "0")
            return self.end_headers()
        return self.answer(404, {})

    def do_POST(self):
        provider = self.server.provider
        provider.asked.append(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        return self.answer(*provider.token(form, self.headers.get("Authorization")))

    def answer(self, status, document):
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        """Tests are quiet."""


@contextmanager
def running():
    """A provider that answers, gone at the end."""
    provider = Provider()
    thread = threading.Thread(target=provider.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.server.shutdown()
        provider.server.server_close()
        thread.join()


def settings(provider, **more):
    """What ``config.py`` would make of the environment."""
    known = {
        "OIDC_ISSUER": provider.issuer,
        "OIDC_CLIENT_ID": CLIENT,
        "OIDC_CLIENT_SECRET": SECRET,
        "OIDC_NAME": "Tunduk",
        "OIDC_SECOND_STEP": frozenset(),
    }
    return {**known, **more}


def query(answer):
    return "?" + urlencode(answer)
