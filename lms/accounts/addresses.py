"""Where to go next, and who asks: only places inside this site, and no more about a browser than its kind."""

import re
import secrets
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.exceptions import HTTPException

from lms.accounts.services.contacts import login_key
from lms.accounts.services.signing_in import short_hash

LONGEST_ADDRESS = 2000
DEVICE_LASTS = timedelta(days=365)
#: Logins remembered on one device: the people of a shared computer.
MOST_LOGINS = 8


def safe_next(address: str | None) -> str | None:
    """The address if it is a page inside this site, else None."""
    if not address or len(address) > LONGEST_ADDRESS or not address.startswith("/"):
        return None
    if address.startswith(("//", "/\\")) or "\\" in address or re.search(r"[\x00-\x20\x7f]", address):
        return None
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None
    try:
        endpoint, _values = current_app.create_url_adapter(request).match(parts.path, method="GET")  # type: ignore[union-attr]
    except HTTPException:
        return None
    return None if endpoint.startswith("accounts.sign_") else address


def device_cookie_name() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-device"


def _device_serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="device")


def _device() -> dict[str, object]:
    try:
        found = _device_serializer().loads(request.cookies.get(device_cookie_name(), ""))
    except BadSignature:
        return {}
    return found if isinstance(found, dict) else {}


def device_of(*logins_typed: str) -> str | None:
    """The id of this browser if somebody has signed in here with one of these logins before."""
    device = _device()
    logins = device.get("logins")
    names = [short_hash(login_key(login)) for login in logins_typed]
    known = isinstance(logins, list) and any(name in logins for name in names)
    return str(device["id"]) if known else None


def remember_device(response: Response, *logins_typed: str) -> None:
    """From now on wrong passwords typed elsewhere do not slow this browser down."""
    device = _device()
    before = device.get("logins")
    logins = [entry for entry in before if isinstance(entry, str)] if isinstance(before, list) else []
    names = [short_hash(login_key(login)) for login in logins_typed]
    logins = [*(entry for entry in logins if entry not in names), *names][-MOST_LOGINS:]
    response.set_cookie(
        device_cookie_name(),
        _device_serializer().dumps({"id": device.get("id") or secrets.token_hex(8), "logins": logins}),
        max_age=DEVICE_LASTS,
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        samesite="Lax",
    )


BROWSERS = (
    ("YaBrowser", "Yandex Browser"),
    ("SamsungBrowser", "Samsung Internet"),
    ("OPR/", "Opera"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def device_name() -> str:
    """``Chrome, Android``: enough for a person to recognise the own phone. Empty when the browser says nothing."""
    agent = request.user_agent.string
    parts = [next((name for sign, name in kinds if sign in agent), None) for kinds in (BROWSERS, SYSTEMS)]
    return ", ".join(part for part in parts if part)
