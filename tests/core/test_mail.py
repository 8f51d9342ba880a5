"""Mails: plain text with the same as simple HTML, one link, nothing telling up front, sent once, three tries."""

import email
import email.policy
import smtplib
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.core import clock, jobs, mail
from lms.core.i18n import LANGUAGES, speaking
from lms.core.jobs import Job
from lms.core.letters import message_of
from lms.core.mail import Mail
from lms.core.site import site
from tests.support.mails import LINK, TELLING, kinds, problems_of, rendered

BODY = f"What it is about.\n\n{LINK}\n\nTwo lines & <signs>\nof the end.\n"


class Server:
    """Stands for a mail server: remembers what it was given."""

    taken = []

    def __init__(self, host, port=0, **options):
        self.encrypted = False
        self.offers = Server.offers
        self.logged_in = []

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None

    def ehlo(self):
        return None

    def has_extn(self, name):
        return name in self.offers

    def starttls(self, context):
        assert context.verify_mode.name == "CERT_REQUIRED"
        self.encrypted = True

    def login(self, user, password):
        Server.logins.append((user, password, self.encrypted))

    def send_message(self, message):
        Server.taken.append((message, self.encrypted))


@pytest.fixture
def server(app, monkeypatch):
    Server.taken, Server.logins, Server.offers = [], [], ("starttls",)
    monkeypatch.setattr(smtplib, "SMTP", Server)
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://mail.example.org:587")
    return Server


def letter(kind="new_password", language="en", body=BODY):
    return mail.send(kind, "judge@example.org", language=language, subject="What it is", body=body, at=clock.now())


def delivered(app, session):
    session.commit()
    assert jobs.work_off() == 1
    number = session.scalars(select(Mail.id)).one().hex
    (path,) = (app.config["DATA"] / "mail").glob(f"*-{number[-8:]}.eml")
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("room", "kind"), kinds())
def test_every_kind_has_one_link_and_says_nothing_telling_up_front(app, session, room, kind, language):
    with app.test_request_context(), speaking(language):
        subject, body = (rendered(app, room, kind, part) for part in ("subject", "body"))

    assert list(problems_of(subject, body)) == []
    assert TELLING not in subject + body.split("\n", 1)[0]


def test_the_rules_find_a_mail_that_breaks_them():
    assert len(list(problems_of("One\nTwo", "No link at all."))) == 2
    assert list(problems_of("Two links", f"Here.\n\n{LINK}\n\n{LINK}"))
    assert list(problems_of("A link first", f"{LINK}\n\nHere."))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_is_plain_text_and_the_same_words_as_html(app, session, language):
    letter(language=language)

    message = delivered(app, session)

    plain, html = message.iter_parts()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert message["Content-Language"] == language
    assert f'<html lang="{language}">' in html.get_content()
    assert f'<a href="{LINK}">{LINK}</a>' in html.get_content()
    assert "Two lines &amp; &lt;signs&gt;<br>of the end." in html.get_content()
    for words in ("What it is about.", LINK, "of the end."):
        assert words in plain.get_content()


def test_opening_a_mail_fetches_nothing(app, session):
    letter()

    html = delivered(app, session).get_body("html").get_content()

    assert html.count("http") == 2  # where the link leads and how it is written
    assert not [tag for tag in ("<img", "<style", "<link", "<script", "style=", "src=") if tag in html]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_says_who_sends_it_and_asks_for_no_answer(app, session, language):
    message = message_of(mail._letter(letter(language=language)))

    sender = message["From"].addresses[0]
    assert (sender.display_name, sender.addr_spec) == (site().name[language], "no-reply@localhost")
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_mail_of_a_demonstration_says_so(app, session):
    letter()

    assert "Demonstration data" in delivered(app, session).get_body("plain").get_content()


def test_a_line_break_in_a_subject_makes_no_header(app, session):
    mail.send(
        "new_password",
        "judge@example.org",
        language="en",
        subject="One\nBcc: all@example.org",
        body=BODY,
        at=clock.now(),
    )

    message = delivered(app, session)

    assert message["Subject"] == "One Bcc: all@example.org"
    assert message["Bcc"] is None


def test_the_text_is_forgotten_once_delivered(app, session):
    written = letter()

    delivered(app, session)

    kept = session.get(Mail, written.id, populate_existing=True)
    assert (kept.body, kept.sent_at) == ("", clock.now())


def test_a_server_gets_each_mail_once_over_an_encrypted_line(session, server):
    letter()
    session.commit()

    assert (jobs.work_off(), jobs.work_off()) == (1, 0)

    assert [encrypted for _message, encrypted in server.taken] == [True]


def test_a_password_never_goes_over_an_open_line(app, session, server, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://sabak:secret@mail.example.org")
    server.offers = ()
    letter()
    session.commit()

    assert jobs.work_off() == 0

    assert (server.logins, server.taken) == ([], [])
    assert "no encryption" in session.scalars(select(Job.problem)).one()


def test_a_mail_is_tried_three_times_and_then_listed(session, server, monkeypatch, frozen):
    def refuse(self, message):
        raise smtplib.SMTPServerDisconnected("Gone away")

    monkeypatch.setattr(Server, "send_message", refuse)
    written = letter()
    session.commit()

    for _try in range(4):
        jobs.work_off()
        clock.freeze(clock.now() + timedelta(hours=1))

    job = session.scalars(select(Job)).one()
    assert (job.state, job.tries) == ("failed", 3)
    assert session.get(Mail, written.id, populate_existing=True).body == BODY


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"5.1.1 no such\r\nmailbox")}),
            "NotTaken: the address was refused: 550 5.1.1 no such mailbox",
        ),
        (smtplib.SMTPDataError(554, b"looks like spam"), "NotTaken: the mail was refused: 554 looks like spam"),
        (smtplib.SMTPServerDisconnected("Gone away"), "NotTaken: Gone away"),
    ],
)
def test_the_answer_of_the_mail_server_can_be_read(session, server, monkeypatch, error, said):
    """Not as Python writes a dictionary of bytes."""

    def refuse(self, message):
        raise error

    monkeypatch.setattr(Server, "send_message", refuse)
    letter()
    session.commit()
    jobs.work_off()

    assert session.scalars(select(Job.problem)).one() == said


def test_the_same_mail_handed_over_twice_is_known_by_its_number(session, server):
    written = letter()
    session.commit()
    jobs.work_off()
    session.get(Mail, written.id).sent_at = None  # the worker was killed before it could say so
    session.commit()
    mail.deliver(str(written.id))

    first, second = (message["Message-ID"] for message, _encrypted in server.taken)
    assert first == second


def test_an_installation_without_mail_writes_none(app, session, monkeypatch):
    monkeypatch.setitem(app.config, "NO_MAIL", True)

    assert letter() is None

    session.commit()
    assert session.scalars(select(Mail)).all() == []


def test_a_mail_server_makes_up_for_having_asked_for_none(app, session, server, monkeypatch):
    monkeypatch.setitem(app.config, "NO_MAIL", True)

    assert letter() is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_link_of_a_mail_is_in_the_language_of_its_reader(app, session, language):
    with app.test_request_context("/en/"):
        written = mail.write(
            "accounts",
            "password_changed",
            "judge@example.org",
            language=language,
            at=clock.now(),
            changed_at=clock.now(),
            address=lambda: mail.address_of("sign-in/reset"),
        )

    assert f"http://localhost/{language}/sign-in/reset" in written.body
