"""Mails: written in the business transaction, sent by a job, three tries. Without SMTP they become files.

One link, no module title and no score in subject or first line: a lock screen must not tell where a person studies.
``letters`` makes the message. Kinds that a person may do without are declared with ``optional``; codes, links and
notices about the account itself are not, and always leave. A real installation that was told to do without mail
(``SABAK_NO_MAIL=1``) writes none at all, and its pages offer codes instead (``is_on``).
"""

import smtplib
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

from flask import Flask, current_app, render_template
from flask_babel import LazyString
from sqlalchemy.orm import Mapped, mapped_column

from lms.core import clock, jobs
from lms.core.extensions import db
from lms.core.i18n import language, speaking
from lms.core.letters import Letter, message_of
from lms.core.models import Base, HasId
from lms.core.transactions import roll_back

TIMEOUT_SECONDS = 20
#: A relay on the same machine needs no encryption between it and us.
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class NotTaken(Exception):
    """The mail server did not take the mail; the sentence is its answer."""


class Mail(HasId, Base):
    """A message to one person. The body is emptied once delivered: links in it grant access."""

    __tablename__ = "mails"

    kind: Mapped[str] = mapped_column(index=True)
    recipient: Mapped[str]
    language: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


# ── Kinds a person may do without ────────────────────────────────────────────


@dataclass(frozen=True)
class OptionalKind:
    """A kind of message that can be switched off, and how the profile names it."""

    kind: str
    label: LazyString
    #: Only people with a role ever get it.
    is_for_staff: bool


_optional: dict[str, OptionalKind] = {}
_doubts: list[Callable[[str, str], bool]] = []


def optional(kind: str, label: LazyString, *, is_for_staff: bool = False) -> str:
    """Declare a kind that a person may switch off; its name, to be sent under."""
    _optional[kind] = OptionalKind(kind, label, is_for_staff)
    return kind


def optional_kinds() -> Mapping[str, OptionalKind]:
    """Every kind that can be switched off, in the order in which the rooms declared them."""
    return _optional


def unless(is_unwanted: Callable[[str, str], bool]) -> Callable[[str, str], bool]:
    """Ask this function (kind, e-mail address) before a mail that can be switched off is written or leaves."""
    _doubts.append(is_unwanted)
    return is_unwanted


def _is_unwanted(kind: str, recipient: str) -> bool:
    return kind in _optional and any(doubt(kind, recipient) for doubt in _doubts)


# ── Writing ──────────────────────────────────────────────────────────────────


def is_on() -> bool:
    """Whether mails leave (or become files, where nobody has said how they should leave)."""
    return bool(current_app.config["SMTP_URL"]) or not current_app.config["NO_MAIL"]


def address_of(page: str) -> str:
    """The address of a fixed page (``my-learning``) in the language of the mail, for its one link."""
    return f"{current_app.config['SITE_URL']}/{language()}/{page}"


def write(room: str, kind: str, recipient: str, *, language: str, at: datetime, **facts: Any) -> Mail | None:
    """The mail of a kind, from the templates in ``room/emails``, in the language of its reader.

    A fact that is a function is asked in that language: ``address=lambda: mail.address_of("help")``.
    """
    with speaking(language):
        known = {name: fact() if callable(fact) else fact for name, fact in facts.items()}
        subject = render_template(f"{room}/emails/{kind}.subject.txt", **known).strip()
        body = render_template(f"{room}/emails/{kind}.body.txt", **known).strip() + "\n"
    return send(kind, recipient, language=language, subject=subject, body=body, at=at)


def send(kind: str, recipient: str, *, language: str, subject: str, body: str, at: datetime) -> Mail | None:
    """Write the mail; it leaves after the transaction is saved. None: there is no mail here, or it is not wanted."""
    if not is_on() or _is_unwanted(kind, recipient):
        return None
    mail = Mail(kind=kind, recipient=recipient, language=language, subject=subject, body=body, created_at=at)
    db.session.add(mail)
    jobs.enqueue(deliver, mail.id, unique_key=f"mail:{mail.id}")
    return mail


# ── Delivering ───────────────────────────────────────────────────────────────


@jobs.job
def deliver(mail_id: str) -> None:
    """Hand one mail to the server, or write it into the mail folder.

    What was switched off since it was written does not leave. Nothing is locked while the server is spoken to.
    """
    mail = db.session.get(Mail, UUID(mail_id))
    if mail is None or mail.sent_at is not None:
        return
    if _is_unwanted(mail.kind, mail.recipient):
        db.session.delete(mail)
        return
    letter = _letter(mail)
    message = message_of(letter)
    kind = mail.kind
    roll_back()  # nothing was written; SQLite's one write lock must not wait for another machine
    if current_app.config["SMTP_URL"]:
        _hand_over(message, current_app.config["SMTP_URL"])
    else:
        _keep(message, current_app.config["DATA"] / "mail", f"{letter.written_at:%Y%m%d-%H%M%S}-{kind}-{mail_id[-8:]}")
    sent = db.session.get_one(Mail, UUID(mail_id))
    sent.sent_at, sent.body = clock.now(), ""


def _letter(mail: Mail) -> Letter:
    return Letter(
        number=mail.id.hex,
        recipient=mail.recipient,
        language=mail.language,
        subject=mail.subject,
        body=mail.body,
        written_at=mail.created_at,
        may_be_switched_off=mail.kind in _optional,
    )


def _hand_over(message: EmailMessage, address: str) -> None:
    """To the server at this address; its certificate is checked, and no password goes over an open line."""
    parts = urlsplit(address)
    host, is_safe = parts.hostname or "localhost", parts.scheme == "smtps"
    with _connection(host, parts.port or 0, is_encrypted=is_safe) as server:
        server.ehlo()
        if host in THIS_MACHINE:
            is_safe = True
        elif not is_safe and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            is_safe = True
        if parts.username and not is_safe:
            raise ConnectionError("The mail server offers no encryption, so the password was not sent.")
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        try:
            server.send_message(message)
        except smtplib.SMTPException as error:
            raise NotTaken(_answer_of(error)) from error


def _answer_of(error: smtplib.SMTPException) -> str:
    """What the server has said, as a person reads it: with the number, by which its keeper finds the cause."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return f"the address was refused: {_said(*next(iter(error.recipients.values())))}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"the mail was refused: {_said(error.smtp_code, error.smtp_error)}"
    return str(error) or "the mail server gave no answer"


def _said(code: int, words: str | bytes) -> str:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"


def _connection(host: str, port: int, *, is_encrypted: bool) -> smtplib.SMTP:
    if is_encrypted:
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)


def _keep(message: EmailMessage, folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.eml"
    path.write_bytes(message.as_bytes())
    current_app.logger.info("Mail written to %s", path)


def init_app(app: Flask) -> None:
    """Tell the pages whether mails leave. Without a server say so once, where the person who starts it looks."""
    app.jinja_env.globals["mail_is_on"] = is_on
    if app.config["SMTP_URL"] or app.testing:
        return
    if app.config["NO_MAIL"]:
        app.logger.info("SABAK_NO_MAIL: no mail is written; codes and links are handed out on the page")
    else:
        app.logger.info("No SMTP_URL: mails are written to %s", app.config["DATA"] / "mail")
