"""A mail as a message: plain text, and beside it the same words as simple HTML, made from the text by one template.

Nothing is fetched when it is opened: no pictures, no styles, no counting. The one link of a mail is written out, so
that a reader sees where it leads before following it.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import urlsplit

from flask import current_app, render_template

from lms.core.i18n import _, in_language, speaking
from lms.core.installation import is_demonstration
from lms.core.site import site

#: An address in running text; the sign that ends the sentence around it is no part of it.
LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)]")


@dataclass(frozen=True)
class Letter:
    """What is to be sent to whom. ``number`` makes the message known again if it is handed over twice."""

    number: str
    recipient: str
    language: str
    subject: str
    body: str
    written_at: datetime
    may_be_switched_off: bool


def links_in(text: str) -> list[str]:
    return LINK.findall(text)


def message_of(letter: Letter) -> EmailMessage:
    """Two alternatives of the same words. A mail program shows the last one it understands."""
    with speaking(letter.language):
        text, html = _plain(letter), _html(letter)
        sender = Address(in_language(site().name), addr_spec=sender_address())
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.recipient
    message["Subject"] = re.sub(r"\s+", " ", letter.subject)
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = f"<{letter.number}@{sender_address().partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: absence notices do not answer it
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    message["Content-Language"] = letter.language  # last: what begins with Content- moves into the first part
    return message


def sender_address() -> str:
    """Nobody reads answers; where to write is on the help page."""
    return f"no-reply@{urlsplit(current_app.config['SITE_URL']).hostname or 'localhost'}"


def _plain(letter: Letter) -> str:
    return "\n\n".join([letter.body.strip(), "-- \n" + "\n".join(_closing(letter))]) + "\n"


def _html(letter: Letter) -> str:
    paragraphs = [[_pieces(line) for line in part.split("\n")] for part in re.split(r"\n\s*\n", letter.body.strip())]
    return render_template("ui/mail.html", letter=letter, paragraphs=paragraphs, closing=_closing(letter))


def _pieces(line: str) -> list[tuple[str, bool]]:
    """The line in pieces: words, and whether they are a link."""
    found, done = [], 0
    for link in LINK.finditer(line):
        found += [(line[done : link.start()], False), (link.group(), True)]
        done = link.end()
    return [piece for piece in (*found, (line[done:], False)) if piece[0]]


def _closing(letter: Letter) -> list[str]:
    """Whose mail it is, and how to have no more of its kind."""
    lines = [in_language(site().name)]
    if letter.may_be_switched_off:
        lines.append(_("You can switch off such messages: sign in, then open Profile, “Messages by e-mail”."))
    if is_demonstration(current_app._get_current_object()):  # type: ignore[attr-defined]  # noqa: SLF001
        lines.append(_("Demonstration data"))
    return lines
