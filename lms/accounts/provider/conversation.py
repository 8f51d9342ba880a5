"""The conversation with a provider: a question through the browser, a code back, tokens for it, claims."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from lms.accounts.provider import Provider, ProviderFailed, Question, Vouched
from lms.accounts.provider.documents import PATIENCE, description_of, fetch, is_safe, kept

SCOPE = "openid profile email"
#: Signatures of which only the provider can be the author: no shared secrets, and never "none".
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
#: Seconds by which two clocks may differ.
LEEWAY = 60


def ask(asked: Provider, *, back: str, at: datetime) -> tuple[str, Question]:
    question = Question(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))
    door = description_of(asked, at)["authorization_endpoint"]
    with _client(asked, back) as client:
        address, _state = client.create_authorization_url(
            door, state=question.state, code_verifier=question.verifier, nonce=question.nonce
        )
    return str(address), question


def hear(asked: Provider, question: Question, answer: Mapping[str, str], *, back: str, at: datetime) -> Vouched:
    if not secrets.compare_digest(answer.get("state", ""), question.state):
        raise ProviderFailed("The answer belongs to another question.")
    description = description_of(asked, at)
    names_issuer = bool(description.get("authorization_response_iss_parameter_supported"))
    if answer.get("iss", "" if names_issuer else asked.issuer) != asked.issuer:  # RFC 9207
        raise ProviderFailed("The answer comes from another issuer.")
    if answer.get("error") or not answer.get("code"):
        raise ProviderFailed("The answer holds no code.")
    tokens = _tokens(asked, description, answer["code"], question, back)
    claims = _claims(asked, description, tokens.get("id_token"), question, at)
    return _vouched(asked, {**_said_beside(description, tokens, claims), **claims}, at)


def _client(asked: Provider, back: str) -> OAuth2Session:
    client = OAuth2Session(
        asked.client_id,
        asked.client_secret,
        scope=SCOPE,
        redirect_uri=back,
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_basic" if asked.client_secret else "none",
    )
    client.max_redirects = 0
    client.trust_env = False  # no proxy and no password of the machine's own
    return client


def _tokens(
    asked: Provider, description: Mapping[str, Any], code: str, question: Question, back: str
) -> Mapping[str, Any]:
    """The code is exchanged for tokens; only whoever asked knows the verifier (PKCE, RFC 7636)."""
    try:
        with _client(asked, back) as client:
            return dict(
                client.fetch_token(
                    description["token_endpoint"], code=code, code_verifier=question.verifier, timeout=PATIENCE
                )
            )
    except (requests.RequestException, AuthlibBaseError, ValueError, TypeError) as error:
        raise ProviderFailed(f"No tokens: {type(error).__name__}.") from error


def _claims(
    asked: Provider, description: Mapping[str, Any], id_token: Any, question: Question, at: datetime
) -> dict[str, Any]:
    """The claims of a valid ID token (OpenID Connect Core 3.1.3.7). Raises ``ProviderFailed``."""
    if not isinstance(id_token, str):
        raise ProviderFailed("There is no ID token.")
    expected = jwt.JWTClaimsRegistry(
        now=int(at.timestamp()),
        leeway=LEEWAY,
        iss={"essential": True, "value": asked.issuer},
        aud={"essential": True, "value": asked.client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": question.nonce},
    )
    try:
        claims = _decoded(str(description["jwks_uri"]), id_token, at)
        expected.validate(claims)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise ProviderFailed(f"The ID token is not believed: {type(error).__name__}.") from error
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != asked.client_id:
        raise ProviderFailed("The ID token was made for somebody else.")
    return claims


def _decoded(keys_at: str, id_token: str, at: datetime) -> dict[str, Any]:
    """Signed by one of the provider's keys, which are fetched once more if none of them fits."""
    try:
        return _read(id_token, kept(keys_at, at))
    except (JoseError, ValueError):
        return _read(id_token, kept(keys_at, at, anew=True))


def _read(id_token: str, keys: Any) -> dict[str, Any]:
    return dict(jwt.decode(id_token, KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims)


def _said_beside(
    description: Mapping[str, Any], tokens: Mapping[str, Any], claims: Mapping[str, Any]
) -> dict[str, Any]:
    """What the provider says of the person beside an ID token that gives no name; never of another person."""
    address = str(description.get("userinfo_endpoint", ""))
    if claims.get("name") or not is_safe(address) or not tokens.get("access_token"):
        return {}
    found = fetch(address, token=str(tokens["access_token"]))
    return found if found.get("sub") == claims["sub"] else {}


def _vouched(asked: Provider, claims: Mapping[str, Any], at: datetime) -> Vouched:
    methods = claims.get("amr")
    said = {str(value) for value in [*(methods if isinstance(methods, list) else []), claims.get("acr")] if value}
    email = claims.get("email") if claims.get("email_verified") is True else None
    return Vouched(
        issuer=asked.issuer,
        subject=str(claims["sub"]),
        name=str(claims["name"]) if claims.get("name") else None,
        email=str(email) if email else None,
        birth_year=_year(claims.get("birthdate")),
        sex={"female": "female", "male": "male"}.get(str(claims.get("gender", ""))),
        has_second_step=bool(said & asked.second_step),
        proved_at=_moment(claims.get("auth_time"), at),
    )


def _year(birthdate: Any) -> int | None:
    """``YYYY-MM-DD`` or ``YYYY``; 0000 when it is not told (OpenID Connect Core 5.1)."""
    year = str(birthdate or "")[:4]
    return int(year) if year.isascii() and year.isdigit() and year != "0000" else None


def _moment(seconds: Any, at: datetime) -> datetime | None:
    """A moment that has not come yet is not believed."""
    if not isinstance(seconds, int) or isinstance(seconds, bool) or not 0 <= seconds <= at.timestamp() + LEEWAY:
        return None
    return min(datetime.fromtimestamp(seconds, UTC), at)
