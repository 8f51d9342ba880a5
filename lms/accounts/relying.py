"""For whom passkeys are made: the public name of this installation (WebAuthn's "relying party")."""

import ipaddress
from contextlib import suppress
from urllib.parse import urlsplit

from flask import current_app

from lms.accounts.services import Relying
from lms.core.i18n import in_language
from lms.core.site import site


def relying() -> Relying:
    address = urlsplit(current_app.config["SITE_URL"])
    origin = f"{address.scheme}://{address.netloc}"
    return Relying(host=address.hostname or "", origin=origin, name=in_language(site().name))


def offers_passkeys() -> bool:
    """Browsers make passkeys for a host with a name, over https or on the machine itself."""
    address = urlsplit(current_app.config["SITE_URL"])
    host = address.hostname or ""
    with suppress(ValueError):
        ipaddress.ip_address(host)
        return False
    return address.scheme == "https" or host == "localhost"
