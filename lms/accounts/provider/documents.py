"""What a provider publishes about itself: its description and its keys, fetched with care and kept for an hour."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import requests
from flask import current_app

from lms.accounts.provider import Provider, ProviderFailed

#: Seconds to connect, and to wait for the next bytes.
PATIENCE = (3.05, 5)
LARGEST_ANSWER = 1_000_000
#: How long a description and the keys are believed.
KEPT = timedelta(hours=1)
ON_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def description_of(asked: Provider, at: datetime) -> Mapping[str, Any]:
    """What the provider says of itself. It must be the issuer that was configured, and its doors must be safe."""
    found = kept(asked.issuer.rstrip("/") + "/.well-known/openid-configuration", at)
    if found.get("issuer") != asked.issuer:
        raise ProviderFailed("The description is that of another issuer.")
    for door in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not is_safe(str(found.get(door, ""))):
            raise ProviderFailed(f"The {door} is missing or not https.")
    return found


def is_safe(address: str) -> bool:
    """https, or a provider on the machine itself (for trying)."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ON_THIS_MACHINE)


def kept(address: str, at: datetime, *, anew: bool = False) -> dict[str, Any]:
    """A document of the provider, fetched at most once an hour by each process unless it is wanted ``anew``."""
    store: dict[str, tuple[datetime, dict[str, Any]]] = current_app.extensions.setdefault("sabak_provider", {})
    known = store.get(address)
    if known is None or anew or at - known[0] > KEPT:
        known = store[address] = (at, fetch(address))
    return known[1]


def fetch(address: str, *, token: str | None = None) -> dict[str, Any]:
    """A JSON document of the provider. Raises ``ProviderFailed``."""
    headers = {"Accept": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    where = urlsplit(address).path
    try:
        with requests.Session() as session:
            session.trust_env = False  # no proxy and no password of the machine's own
            with session.get(address, headers=headers, timeout=PATIENCE, allow_redirects=False, stream=True) as answer:
                if answer.status_code != requests.codes.ok:
                    raise ProviderFailed(f"{where} answers {answer.status_code}.")
                body = answer.raw.read(LARGEST_ANSWER + 1, decode_content=True)
    except (requests.RequestException, OSError) as error:
        raise ProviderFailed(f"{where}: {type(error).__name__}.") from error
    if len(body) > LARGEST_ANSWER:
        raise ProviderFailed(f"{where} answers too much.")
    try:
        found = json.loads(body)
    except ValueError as error:
        raise ProviderFailed(f"{where} answers no JSON.") from error
    if not isinstance(found, dict):
        raise ProviderFailed(f"{where} answers no document.")
    return found
