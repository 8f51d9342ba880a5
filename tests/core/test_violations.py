"""Browsers may tell what the content policy kept from a page, and nothing else comes of it."""

import json

import pytest

from lms.core import headers, violations
from lms.core.extensions import csrf
from tests.support.databases import count_queries
from tests.support.factories import make_account

OLD, NEW = "application/csp-report", "application/reports+json"
CANARY = "Канарейкина"


@pytest.fixture(autouse=True)
def sluice(monkeypatch):
    monkeypatch.setattr(violations, "sluice", violations.Sluice())


@pytest.fixture
def told(caplog):
    """What was written: rule, source and page of each line."""
    return lambda: [(line.rule, line.blocked, line.page) for line in caplog.records if line.name == violations.log.name]


def send(app, content, kind=OLD):
    return app.test_client().post(headers.REPORTS, data=content, content_type=kind)


def old(**changed):
    report = {
        "document-uri": "http://localhost/verify/0123456789ABCDEFGHJKMNPQRS?name=canary",
        "referrer": "http://localhost/en/canary",
        "blocked-uri": "https://evil.example/canary.js?canary",
        "effective-directive": "script-src-elem",
        "violated-directive": "script-src-elem 'self'",
        "script-sample": "canary",
        **changed,
    }
    return json.dumps({"csp-report": report})


def new(*changes):
    body = {
        "documentURL": "http://localhost/en/modules",
        "blockedURL": "inline",
        "effectiveDirective": "style-src-attr",
        "sample": "canary",
    }
    return json.dumps([{"type": "csp-violation", "body": body | change} for change in changes])


def test_every_page_names_where_to_tell(app, session):
    answer = app.test_client().get("/en/")

    assert f"report-uri {headers.REPORTS};" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Security-Policy"].endswith("report-to policy")
    assert answer.headers["Reporting-Endpoints"] == f'policy="{headers.REPORTS}"'


@pytest.mark.parametrize(
    ("content", "kind", "line"),
    [
        (old(), OLD, ("script-src-elem", "evil.example", "certificates.verify_certificate")),
        (new({}), NEW, ("style-src-attr", "inline", "learning.show_catalogue")),
        (new({"blockedURL": "chrome-extension://abc/canary.js"}), NEW, ("style-src-attr", "extension", None)),
        (new({"effectiveDirective": CANARY, "blockedURL": 7}), NEW, ("unknown", "unknown", None)),
        (new({"documentURL": "http://localhost/canary"}), NEW, ("style-src-attr", "inline", "unknown")),
        (new({"documentURL": "//[", "blockedURL": "//["}), NEW, ("style-src-attr", "unknown", "unknown")),
        (old(**{"blocked-uri": "https://kanare ikina@x y/"}), OLD, ("script-src-elem", "unknown", None)),
    ],
)
def test_a_report_is_one_line_without_address_query_or_person(app, session, told, caplog, content, kind, line):
    answer = send(app, content, kind)

    assert (answer.status_code, answer.data) == (204, b"")
    (written,) = told()
    assert written == (*line[:2], line[2] or written[2])
    assert [word for word in ("canary", CANARY, "ikina") if word in str(vars(caplog.records[-1]))] == []


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[[[", b"null", b"7", b'{"body": 1}', b"[1, null]", b"\xff\xfe", b"[" * 16_000]
)
def test_what_is_no_report_is_passed_over(app, session, told, content):
    assert send(app, content).status_code == 204
    assert told() == []


def test_other_kinds_and_large_ones_are_refused(app, session, told):
    assert send(app, old(), "text/plain").status_code == 415
    assert send(app, old(sample="x" * violations.MOST_BYTES)).status_code == 413
    assert app.test_client().get(headers.REPORTS).status_code == 405
    assert told() == []


def test_only_so_many_are_written_in_a_minute(app, session, told, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(violations.time, "monotonic", lambda: now[0])

    assert send(app, new(*[{}] * 20), NEW).status_code == 204
    assert len(told()) == violations.MOST_OF_ONE
    for _ in range(50):
        assert send(app, old()).status_code == 204
    assert len(told()) == violations.MOST_IN_A_MINUTE

    now[0] += violations.MINUTE
    send(app, old())
    assert len(told()) == violations.MOST_IN_A_MINUTE + 1


def test_a_report_asks_the_database_nothing(app, session, browser):
    own = browser(make_account())
    with count_queries(app) as statements:
        own.client.post(headers.REPORTS, data=old(), content_type=OLD)

    assert statements == []


def test_nothing_else_does_without_the_token_of_its_form():
    ours = {name for name in csrf._exempt_views if not name.startswith("tests.")}

    assert ours == {"lms.core.violations.take_report"}
    assert not csrf._exempt_blueprints
