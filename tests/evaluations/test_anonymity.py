"""Nobody can be found, whatever is joined with whatever. Twins that leak in one way each are found."""

import copy
import logging
import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa

from lms.core import clock, jobs, logs
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.core.models import new_id
from lms.core.sealing import seal
from lms.evaluations import tasks
from lms.evaluations.models import EvaluationMark, EvaluationReply, FollowUpReply
from tests.conftest import MONDAY
from tests.core.test_logs import written  # noqa: F401
from tests.evaluations.attack import findings, world
from tests.evaluations.forms import SAID
from tests.support import databases
from tests.support.browser import Browser
from tests.support.factories import make_account, make_completion, make_edition
from tests.support.packs import small_module

PEOPLE = 27
#: As the people say it: 14 female, 9 male, one other, three say nothing.
SEXES = (["female", "female", "male"] * 9)[:22] + ["male", "male", "", "", "", "other"][:5]


THREE_MONTHS_BEFORE = MONDAY - timedelta(days=95)


@pytest.fixture(scope="module")
def answered(database_kind, tmp_path_factory):
    """An installation on a database of its own, in which one after another has answered; and the night after."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    with pytest.MonkeyPatch.context() as patch:
        lines = []
        patch.setattr(logs, "write_request", recorded(lines, logs.write_request))
        clock.freeze(MONDAY)
        folder = tmp_path_factory.mktemp("answered")
        with databases.application(database_kind, folder, as_production=True) as app, app.app_context():
            people, followed = answer_all(app)
            waiting = world()
            work_the_night()
            yield {
                "app": app,
                "folder": folder,
                "people": people,
                "followed": followed,
                "lines": lines,
                "waiting": waiting,
                "tables": world(),
            }
            db.session.rollback()
    clock.thaw()
    root.handlers[:] = before
    root.setLevel(level)


def recorded(lines, write):
    """What the log of requests says, beside what it writes."""

    def write_and_keep(app, response):
        logger, said = logs.REQUESTS, []
        handler = logging.Handler()
        handler.emit = said.append
        logger.addHandler(handler)
        try:
            write(app, response)
        finally:
            logger.removeHandler(handler)
        from flask import request  # noqa: PLC0415

        for record in said:
            facts = {
                name: getattr(record, name)
                for name in ("method", "status", "ms", "bytes", "actor")
                if hasattr(record, name)
            }
            lines.append({**facts, "endpoint": request.endpoint, "at": clock.now()})

    return write_and_keep


def answer_all(app):
    """(ids by which the person is known, comment) of each, in the order in which they answered; and (ids, example).

    Each also says what came of another module, which was completed three months before.
    """
    edition, used = make_edition(small_module("practice", "M1")), make_edition(small_module("used", "M2"))
    accounts = [make_account(sex=("female", "male")[place % 2]) for place in range(PEOPLE)]
    enrolments = [make_completion(account, edition) for account in accounts]
    earlier = [make_completion(account, used, at=THREE_MONTHS_BEFORE) for account in accounts]
    people, followed = [], []
    for place, (account, enrolment) in enumerate(zip(accounts, enrolments, strict=True)):
        clock.freeze(MONDAY + timedelta(hours=2, minutes=7 * place))
        comment = f"Что сказано под номером {uuid.uuid4().hex}"
        page = Browser(app, account).visit("/en/modules/practice/evaluation")
        page = page.submit("Send anonymously", **{**SAID, "comment": comment, "sex": SEXES[place]})
        assert "Thank you" in page.notice
        people.append(((account.id, account.person_id, enrolment.id), comment))
        example = f"Что сделано под номером {uuid.uuid4().hex}"
        page = Browser(app, account).visit("/en/modules/used/follow-up/3")
        page = page.submit("Send anonymously", outcome="used", example=example, sex=SEXES[place])
        assert "Thank you" in page.notice
        followed.append(((account.id, account.person_id, earlier[place].id), example))
    return people, followed


def work_the_night():
    clock.freeze(MONDAY + timedelta(days=1))
    for task in (tasks.set_marks, tasks.release_replies):
        jobs.enqueue(task, "2026-11-17", unique_key=f"daily:{task.__name__}")
    db.session.commit()
    jobs.work_off()


def test_replies_wait_until_five_are_there_and_then_leave(answered):
    released = db.session.scalars(sa.select(EvaluationReply)).all()

    assert len(released) == 20  # 10 of 14 female, 5 of 9 male; the rest waits with its sex until the month is over
    assert {reply.month for reply in released} == {"2026-11"}
    followed = db.session.scalars(sa.select(FollowUpReply)).all()
    assert (len(followed), {reply.month for reply in followed}) == (20, {"2026-11"})
    assert db.session.scalar(sa.select(sa.func.count()).select_from(EvaluationMark)) == 2 * PEOPLE


def test_what_waits_cannot_be_read(answered):
    comments = [comment for _ids, comment in [*answered["people"], *answered["followed"]]]
    texts = [str(value) for rows in answered["waiting"].values() for row in rows for value in row.values()]

    assert not [comment for comment in comments if any(comment in text for text in texts)]
    assert answered["waiting"]["evaluation_replies"] == answered["waiting"]["follow_up_replies"] == []
    assert answered["waiting"]["evaluation_marks"] == []
    assert {len(row["sealed"]) % 4 for row in answered["waiting"]["evaluation_boxes"]} == {0}


def test_what_waits_is_not_in_the_file_of_the_database(answered):
    released = {*db.session.scalars(sa.select(EvaluationReply.comment))}
    released |= {*db.session.scalars(sa.select(FollowUpReply.example))}
    still = [said for _ids, said in [*answered["people"], *answered["followed"]] if said not in released]
    content = b"".join(path.read_bytes() for path in answered["folder"].rglob("*.db*"))

    assert still
    assert not [comment for comment in still if comment.split()[-1].encode() in content]


@pytest.mark.parametrize("who", ["people", "followed"])
@pytest.mark.parametrize("night", ["tables", "waiting"])
def test_nobody_is_found_after_the_night_nor_before(answered, night, who):
    """By what was said of a module, and by what came of another three months later."""
    assert findings(answered[night], answered["lines"], answered[who]) == []


def test_the_requests_were_logged(answered):
    """Or else that nobody is found there would mean nothing."""
    endpoints = {line["endpoint"] for line in answered["lines"]}

    assert {f"evaluations.{name}" for name in ("ask", "answer", "ask_again", "answer_again")} <= endpoints


def in_order(tables, people):
    """The replies as they lie, those given first before those given last."""
    said = {comment: place for place, (_ids, comment) in enumerate(people)}
    return sorted(tables["evaluation_replies"], key=lambda reply: said[reply["comment"]])


def ids_of_the_house(tables, lines, people):
    for reply in in_order(tables, people):
        reply["id"] = new_id()


def a_moment(tables, lines, people):
    for place, reply in enumerate(in_order(tables, people)):
        reply["written_at"] = MONDAY + timedelta(minutes=place)


def a_row_number(tables, lines, people):
    for place, reply in enumerate(in_order(tables, people)):
        reply["hidden_row"] = place


def a_place_in_the_heap(tables, lines, people):
    for place, reply in enumerate(in_order(tables, people)):
        reply["hidden_scan"] = place


def backwards_by_enrolment(tables, lines, people):
    """Not the order of the requests, but that of another table."""
    of_enrolment = {comment: ids[2] for ids, comment in people}
    ordered = sorted(tables["evaluation_replies"], key=lambda reply: of_enrolment[reply["comment"]], reverse=True)
    for place, reply in enumerate(ordered):
        reply["number"] = place


def the_enrolment(tables, lines, people):
    of_enrolment = {comment: ids[2] for ids, comment in people}
    for reply in tables["evaluation_replies"]:
        reply["about"] = of_enrolment[reply["comment"]]


def one_transaction_each(tables, lines, people):
    for place, reply in enumerate(tables["evaluation_replies"]):
        reply["hidden_transaction"] = str(700 + place)


def a_rare_group(tables, lines, people):
    tables["evaluation_replies"][0]["sex"] = "other"


def a_line_in_the_audit_log(tables, lines, people):
    row = {column.name: None for column in AuditRecord.__table__.columns}
    tables["audit_records"].append({**row, "act": "evaluations.answered", "actor_id": people[0][0][0]})


def a_job_for_one(tables, lines, people):
    tables["jobs"].append({**tables["jobs"][0], "name": "evaluations.tasks.mark", "arguments": [str(people[0][0][2])]})


def an_actor_in_the_log(tables, lines, people):
    lines.append({"endpoint": "evaluations.answer", "actor": "1a2b3c4d5e6f"})


def a_reply_in_the_log(tables, lines, people):
    lines.append({"endpoint": "other", "message": f"kept {tables['evaluation_replies'][0]['id']}"})


def a_dated_seal(tables, lines, people):
    tables["evaluation_boxes"][0]["sealed"] = seal("[]", purpose="evaluations")


TWINS = {
    ids_of_the_house: "moment",
    a_moment: "moment",
    a_row_number: "order",
    a_place_in_the_heap: "order",
    backwards_by_enrolment: "order",
    the_enrolment: "value",
    one_transaction_each: "transaction",
    a_rare_group: "group",
    a_line_in_the_audit_log: "line",
    a_job_for_one: "line",
    an_actor_in_the_log: "line",
    a_reply_in_the_log: "value",
    a_dated_seal: "moment",
}


@pytest.mark.parametrize("leak", ["id", "order", "enrolment", "audit"])
def test_a_follow_up_that_leaks_is_found(answered, leak):
    """The same attack sees what the replies after three months would give away."""
    tables, people = copy.deepcopy(answered["tables"]), answered["followed"]
    said = {example: place for place, (_ids, example) in enumerate(people)}
    for reply in sorted(tables["follow_up_replies"], key=lambda one: said[one["example"]]):
        place = said[reply["example"]]
        more = {"id": {"id": new_id()}, "order": {"number": place}, "enrolment": {"about": people[place][0][2]}}
        reply.update(more.get(leak, {}))
    if leak == "audit":
        a_line_in_the_audit_log(tables, [], people)

    found = {finding.split(":")[0] for finding in findings(tables, answered["lines"], people)}

    assert {"id": "moment", "order": "order", "enrolment": "value", "audit": "line"}[leak] in found


@pytest.mark.parametrize("leak", TWINS, ids=lambda leak: leak.__name__)
def test_a_twin_that_leaks_is_found(answered, leak):
    tables, lines = copy.deepcopy(answered["tables"]), copy.deepcopy(answered["lines"])
    leak(tables, lines, answered["people"])

    found = {finding.split(":")[0] for finding in findings(tables, lines, answered["people"])}

    assert TWINS[leak] in found


def test_the_database_numbers_none_of_these_rows(answered):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("rows of PostgreSQL have places, which are looked at above")
    for table in ("evaluation_boxes", "evaluation_marks", "evaluation_replies", "follow_up_replies"):
        made = db.session.scalar(sa.text("select sql from sqlite_master where name = :name"), {"name": table})
        assert made.strip().upper().endswith("WITHOUT ROWID"), table
