"""Sign-in through a provider that vouches for people: OpenID Connect, the authorization code flow with PKCE.

Everything a provider sends is doubted: its description must name the issuer that was configured; the ID token must be
signed by a key of the issuer, be meant for us, be fresh, and answer the question of this very browser. Requests are
bounded in time and size and follow no redirects. The libraries are loaded only where a provider is used.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import current_app


class ProviderFailed(Exception):
    """The provider does not answer, or answers what must not be believed. The text is for the log."""


@dataclass(frozen=True)
class Provider:
    """Who vouches, and as whom we ask. ``second_step``: values of ``amr`` or ``acr`` that stand for a second step."""

    issuer: str
    client_id: str
    client_secret: str | None
    name: str
    second_step: frozenset[str]


@dataclass(frozen=True)
class Question:
    """What this browser has asked; the answer must fit it. Kept in the browser's signed cookie."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Vouched:
    """What the provider says of a person: an e-mail address only if it says that it has verified it."""

    issuer: str
    subject: str
    name: str | None
    email: str | None
    birth_year: int | None
    sex: str | None
    has_second_step: bool
    #: When the person last proved something to the provider, if it says so.
    proved_at: datetime | None


def sign_in_provider() -> Provider | None:
    """The provider of this installation, if it has one."""
    config = current_app.config
    if not config["OIDC_ISSUER"]:
        return None
    return Provider(
        issuer=config["OIDC_ISSUER"],
        client_id=config["OIDC_CLIENT_ID"],
        client_secret=config["OIDC_CLIENT_SECRET"],
        name=config["OIDC_NAME"],
        second_step=config["OIDC_SECOND_STEP"],
    )


def ask(asked: Provider, *, back: str, at: datetime) -> tuple[str, Question]:
    """Where to send the browser, and what its answer must fit. Raises ``ProviderFailed``."""
    from lms.accounts.provider import conversation  # noqa: PLC0415  (loads what few installations need)

    return conversation.ask(asked, back=back, at=at)


def hear(asked: Provider, question: Question, answer: Mapping[str, str], *, back: str, at: datetime) -> Vouched:
    """Whom the provider vouches for. Raises ``ProviderFailed``."""
    from lms.accounts.provider import conversation  # noqa: PLC0415  (as above)

    return conversation.hear(asked, question, answer, back=back, at=at)
