"""Mails: written in the business transaction, sent by a job, three tries. Without SMTP they become files.

Plain text, one link, no module title or score in the subject: a lock screen must not tell where a person studies.
"""

import re
import smtplib
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import UUID

from flask import Flask, current_app
from sqlalchemy.orm import Mapped, mapped_column

from lms.core import clock, jobs
from lms.core.extensions import db
from lms.core.models import Base, HasId

TIMEOUT_SECONDS = 20


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


def send(kind: str, recipient: str, *, language: str, subject: str, body: str, at: datetime) -> Mail:
    """Write the mail; it leaves after the transaction is saved."""
    mail = Mail(kind=kind, recipient=recipient, language=language, subject=subject, body=body, created_at=at)
    db.session.add(mail)
    jobs.enqueue(deliver, mail.id, unique_key=f"mail:{mail.id}")
    return mail


@jobs.job
def deliver(mail_id: str) -> None:
    """Hand one mail to the server, or write it into the mail folder."""
    mail = db.session.get(Mail, UUID(mail_id))
    if mail is None or mail.sent_at is not None:
        return
    message = _message(mail)
    if current_app.config["SMTP_URL"]:
        _hand_over(message, current_app.config["SMTP_URL"])
    else:
        _write(message, current_app.config["DATA"] / "mail", mail)
    mail.sent_at = clock.now()
    mail.body = ""


def _message(mail: Mail) -> EmailMessage:
    message = EmailMessage()
    message["From"] = current_app.config.get("MAIL_FROM") or "no-reply@" + (
        urlsplit(current_app.config["SITE_URL"]).hostname or "localhost"
    )
    message["To"] = mail.recipient
    message["Subject"] = re.sub(r"\s+", " ", mail.subject)
    message["Content-Language"] = mail.language
    message.set_content(mail.body)
    return message


def _hand_over(message: EmailMessage, address: str) -> None:
    parts = urlsplit(address)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with kind(parts.hostname or "localhost", parts.port or 0, timeout=TIMEOUT_SECONDS) as server:
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def _write(message: EmailMessage, folder: Path, mail: Mail) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{mail.created_at:%Y%m%d-%H%M%S}-{mail.kind}-{mail.id.hex[-8:]}.eml"
    path.write_bytes(message.as_bytes())
    current_app.logger.info("Mail written to %s", path)


def init_app(app: Flask) -> None:
    """Without a mail server say so once, where the person who starts the platform looks."""
    if not app.config["SMTP_URL"] and not app.testing:
        app.logger.info("No SMTP_URL: mails are written to %s", app.config["DATA"] / "mail")
