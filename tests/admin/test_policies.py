"""Who reaches which page of this room: every kind of person × every route. To others the pages look absent."""

import re
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from lms.accounts.models import Role
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.core.jobs import Job
from lms.institutions.services import close_institution, keep_upload, propose_institution
from tests.support.csrf import token_of
from tests.support.factories import make_account, make_institution

#: Routes the coordinator has too.
COORDINATORS = {
    "list_institutions", "show_name", "merge", "edit_new", "approve", "confirm_refusal", "refuse",
    "show_place", "ask_new_place", "add_place", "ask_names", "confirm_names", "ask_new_name", "rename_place",
    "ask_move", "move_place", "ask_merger", "merge_place", "ask_closing", "close_place", "ask_undo", "undo_change",
    "ask_list", "read_list", "download_template", "show_list", "import_list", "ask_to_take_back_list", "take_back_list",
}  # fmt: skip
PEOPLE = ["visitor", "trainee", *(role.value for role in Role if role is not Role.ADMINISTRATOR)]


def routes(app):
    found = [
        (rule, method)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("admin.")
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
    ]
    return sorted(found, key=lambda pair: (pair[0].rule, pair[1]))


@pytest.fixture
def things(session):
    """Something behind every address."""
    judge = make_account(Role.TRAINER, name="Асанова Айгүл")
    name = propose_institution("Талас соту", type_code="court", region_code="KG-T", by=judge.person_id, at=clock.now())
    job = Job(name="core.mail.deliver", arguments=[str(uuid4())], created_at=clock.now(), due_at=clock.now())
    job.state, job.ended_at = "failed", clock.now()
    db.session.add(job)
    place = make_institution("Talas Regional Court")
    decided = {"reason": "Law.", "by": judge.id, "at": clock.now()}
    change = close_institution(place, on=date(2026, 12, 31), **decided)
    upload = keep_upload([], by=judge.id, at=clock.now())
    db.session.commit()
    return {
        "account_id": judge.id,
        "grant_id": judge.grants[0].id,
        "institution_id": name.id,
        "place_id": place.id,
        "change_id": change.id,
        "upload_id": upload.id,
        "ending": "xlsx",
        "job_id": job.id,
        "role": "coordinator",
    }


def address_of(rule, things):
    path = rule.rule.replace("<any(ky,ru,en):language>", "en")
    return re.sub(r"<(?:[^<>:]+:)?([a-z_]+)>", lambda found: str(things[found[1]]), path)


def ask(theirs, path, method):
    body = {"csrf_token": token_of(theirs), "reason": "To try."} if method == "POST" else None
    return theirs.client.open(path, method=method, data=body).status_code


def somebody(who):
    if who == "visitor":
        return None
    return make_account(*([] if who == "trainee" else [Role(who)]), place=make_institution())


def domain_rows():
    """Everything but the audit log and the times at which browsers were seen."""
    from lms.core.models import Base  # noqa: PLC0415  (all rooms have added their tables by now)

    left_out = {"audit_records", "sign_ins"}
    return {
        table.name: sorted(map(str, db.session.execute(select(table)).all()))
        for table in Base.metadata.sorted_tables
        if table.name not in left_out
    }


@pytest.mark.parametrize("who", PEOPLE)
def test_others_find_nothing_and_change_nothing(who, app, browser, things):
    theirs = browser(somebody(who))
    allowed = COORDINATORS if who == "coordinator" else set()
    before = domain_rows()

    answers = {
        f"{method} {rule.endpoint}": ask(theirs, address_of(rule, things), method)
        for rule, method in routes(app)
        if rule.endpoint.removeprefix("admin.") not in allowed
    }

    expected = {302, 303, 401} if who == "visitor" else {404}
    assert {name: status for name, status in answers.items() if status not in expected} == {}
    db.session.expire_all()
    assert domain_rows() == before


def test_the_administrator_finds_every_page(app, browser, things):
    theirs = browser(make_account(Role.ADMINISTRATOR))

    answers = {
        rule.endpoint: theirs.visit(address_of(rule, things)).status for rule, method in routes(app) if method == "GET"
    }

    assert set(answers.values()) == {200}
    assert len(answers) >= 12


def test_the_coordinator_finds_the_pages_on_institutions(app, browser, things):
    theirs = browser(make_account(Role.COORDINATOR))

    answers = {
        rule.endpoint: theirs.visit(address_of(rule, things)).status
        for rule, method in routes(app)
        if method == "GET" and rule.endpoint.removeprefix("admin.") in COORDINATORS
    }

    assert set(answers.values()) == {200}


def test_what_there_is_not_is_absent_for_the_administrator_too(app, browser, things):
    theirs = browser(make_account(Role.ADMINISTRATOR))
    nothing = {**things, **{name: uuid4() for name in things if name.endswith("_id")}}

    answers = {
        f"{method} {rule.endpoint}": ask(theirs, address_of(rule, nothing), method)
        for rule, method in routes(app)
        if "_id>" in rule.rule
    }

    assert set(answers.values()) == {404}


def test_a_role_that_ended_opens_nothing(browser, session, frozen):
    account = make_account(Role.ADMINISTRATOR)
    account.grants[0].ends_at = frozen
    session.commit()

    assert browser(account).visit("/en/admin").status == 404


def test_a_refusal_leaves_one_line(browser, things, session):
    browser(make_account()).visit(f"/en/admin/people/{things['account_id']}")

    lines = session.scalars(select(AuditRecord).where(AuditRecord.act == "refused")).all()
    assert [line.facts["permission"] for line in lines] == ["admin:person:see"]
