import io
import json
import logging
import re

import pytest

from lms.core import logs
from tests.support import databases
from tests.support.browser import Browser
from tests.support.factories import make_account


@pytest.fixture
def written():
    """What was logged as JSON while the test ran, and the handlers as they were afterwards."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    stream = io.StringIO()
    logs.write_json(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:] = before
    root.setLevel(level)


@pytest.mark.parametrize(
    "private",
    [
        "aigul.asanova@example.org",
        "+996555123456",
        "0555123456",
        "K7QF-2M9D-4R8T-6W3X-K7QF-2M9D-4R",
        "K7QF2M9D4R8T6W3XK7QF2M9D4R",
        "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPabcdefghijk",
    ],
)
def test_contacts_and_codes_never_reach_a_line(private):
    assert logs.redacted(f"Refused {private}.").startswith("Refused [hidden]")


@pytest.mark.parametrize(
    "harmless",
    [
        "Job upkeep.tasks.create (019e4c4e-9d2f-7a41-b2a4-9d1f2c3b4a59) failed",
        "The day 2026-11-27 is done",
        "Mail written to var/mail/20261127-101500-reset-1a2b3c4d.eml",
    ],
)
def test_rows_days_and_files_can_still_be_found(harmless):
    assert logs.redacted(harmless) == harmless


def test_what_a_database_adds_to_its_complaint_is_left_out():
    complaint = 'violates "uq_accounts_email"\nDETAIL:  Key (email)=(Айгүл) already exists.'

    assert logs.redacted(complaint) == 'violates "uq_accounts_email"\n[hidden]'


def test_a_line_end_in_a_text_begins_no_line(written):
    logging.getLogger("sabak.test").warning('quiet\r\n{"level": "forged"}')

    assert [line["level"] for line in written()] == ["WARNING"]


def test_an_error_is_told_with_its_place_but_without_its_values(written):
    try:
        int("nobody@example.org")
    except ValueError:
        logging.getLogger("sabak.test").exception("It failed")

    line = written()[0]
    assert "test_an_error_is_told" in line["exc_info"]
    assert "nobody@" not in json.dumps(line)


PASSWORD = "тоодо өскөн арча дарагы"
CANARIES = ("Канарейкина", "Kanareykina", "canary", "555987654", "арча", "K7QF2M9D")
#: Numbers are looked for as words of their own: chance writes four digits into an identifier now and then.
YEAR_OF_BIRTH = re.compile(r"(?<![0-9A-Za-z-])1987(?![0-9A-Za-z-])")


@pytest.fixture
def real(written, tmp_path, frozen, monkeypatch):
    """An application that logs as a real installation does, on a database of its own."""
    monkeypatch.setattr(logs, "write_json", lambda stream: None)  # the fixture before has done it, where tests can read
    with databases.application("sqlite", tmp_path, as_production=True) as app, app.app_context():
        yield app


def test_a_whole_visit_leaves_no_name_contact_or_code_in_the_log(real, written):
    visitor = Browser(real)
    page = visitor.visit("/en/register").submit("Continue", login="0555 987 654", password=PASSWORD)
    page = page.submit("Continue", kind="court", region="KG-T")
    court = page.all("//input[@name='institution']/@value")[0]
    page = page.submit("Continue", institution=court, profession="judge")
    about = {"name": "Канарейкина Жибек", "latin": "Kanareykina Jibek", "sex": "female", "birth_year": "1987"}
    page.submit("Continue", **about).submit("Create my account", study="y")
    visitor.visit("/en/profile")
    visitor.visit("/en/sign-out")
    stranger = Browser(real)
    stranger.visit("/en/sign-in").submit("Sign in", login="canary@example.org", password=PASSWORD)
    stranger.visit("/verify/K7QF2M9D4R8T6W3XK7QF2M9D4R")
    stranger.visit("/en/canary@example.org?name=canary")

    lines = [line for line in written() if line["logger"] == "sabak.requests"]
    assert {"accounts.register_ready", "accounts.show_profile", "certificates.verify_certificate"} <= {
        line["endpoint"] for line in lines
    }
    assert all(line["status"] and line["ms"] >= 0 and line["request_id"] for line in lines)
    said = json.dumps(lines, ensure_ascii=False)
    assert [canary for canary in CANARIES if canary in said] == []
    assert not YEAR_OF_BIRTH.search(said)


def test_a_person_is_a_pseudonym_that_changes_with_the_key(real, written):
    account = make_account()

    Browser(real, account).visit("/en/profile")

    told = next(line["actor"] for line in written() if line.get("endpoint") == "accounts.show_profile")
    assert told == logs.pseudonym(real, account.id)
    real.config["SECRET_KEY"] = "another"
    assert told != logs.pseudonym(real, account.id)
    assert str(account.id) not in json.dumps(written())
