"""The form: open after completion, for a time, answered once."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.accounts.models import Role
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.sealing import seal_undated, unseal
from lms.evaluations import boxes, services
from lms.evaluations.models import EvaluationBox, EvaluationMark, EvaluationReply, Holds
from lms.people import retention
from lms.people.exports import collect
from lms.people.models import Person
from tests.evaluations.forms import SAID
from tests.support.databases import count_queries
from tests.support.factories import make_account, make_certificate, make_completion, make_edition, make_enrolment
from tests.support.packs import small_module

PATH = "/en/modules/practice/evaluation"


@pytest.fixture
def judge(session):
    return make_account()


@pytest.fixture
def edition(session):
    return make_edition(small_module("practice", "M1"))


@pytest.fixture
def completion(judge, edition):
    return make_completion(judge, edition)


def later(**time):
    clock.freeze(clock.now() + timedelta(**time))


def send(browser, account, **changes):
    return browser(account).visit(PATH).submit("Send anonymously", **{**SAID, **changes})


def waiting(module_id):
    return boxes.content_of(module_id, Holds.REPLIES)


def answer_as(count, edition, *, month, sex=None):
    """So many people answer at once, without pages."""
    for _number in range(count):
        content = dict.fromkeys(("relevance", "clarity", "respect", "usefulness", "ease"), 4)
        said = {**content, "comment": None, "sex": sex, "occasion": "module", "month": month, "since": month}
        boxes.put_in(edition.module_id, Holds.REPLIES, said)


def test_the_form_is_offered_where_the_module_ended(browser, judge, edition, session):
    make_certificate(judge, edition)
    person = browser(judge)

    for path in ("/en/my-learning", "/en/modules/practice", "/en/my-learning/certificates/practice"):
        assert PATH in person.visit(path).links().values(), path


def test_what_was_said_waits_sealed_and_only_the_mark_is_known(browser, judge, completion, session):
    page = send(browser, judge, comment="Мыкты", sex="female")

    assert "Thank you" in page.notice
    (said,) = waiting(completion.module_id)
    assert said["comment"] == "Мыкты"
    assert (said["relevance"], said["ease"], said["sex"]) == (5, 3, "female")
    assert session.scalars(select(EvaluationReply)).all() == []
    assert [row for row in session.scalars(select(AuditRecord)) if "evaluation" in row.act] == []
    sealed = session.scalars(select(EvaluationBox.sealed)).all()
    assert len({len(text) for text in sealed}) == 1  # the length does not tell either


def test_one_answers_once_before_and_after_the_night(browser, judge, completion, session):
    person = browser(judge)
    page = person.visit(PATH)
    send(browser, judge)

    assert "answered already" in page.submit("Send anonymously", **SAID).notice
    assert services.set_marks() == 1
    session.commit()
    assert "answered already" in page.submit("Send anonymously", **SAID).notice
    assert "Everybody answers once" in person.visit(PATH).text
    assert len(waiting(completion.module_id)) == 1
    assert PATH not in person.visit("/en/my-learning").links().values()


def test_the_form_is_open_for_eighty_eight_days(browser, judge, completion):
    later(days=88)
    assert browser(judge).visit(PATH).status == 200
    later(days=1)
    assert browser(judge).visit(PATH).status == 404


def test_nobody_else_has_it(browser, judge, edition, completion, session):
    make_enrolment(edition, (beginner := make_account()).person)

    assert browser(make_account()).visit(PATH).status == 404
    assert browser(beginner).visit(PATH).status == 404
    assert browser(make_account(Role.COORDINATOR)).visit(PATH).status == 404
    assert browser().visit(PATH).heading == "Sign in"


def test_the_statements_must_be_answered_and_the_rest_need_not(browser, judge, completion):
    page = send(browser, judge, clarity="", comment="Бар")

    assert page.status == 422
    assert "Choose an answer." in page.text
    assert page.all("//textarea[@name='comment']")[0].text.strip() == "Бар"
    assert send(browser, judge, sex="judge").status == 422
    assert send(browser, judge, ease="6").status == 422
    assert waiting(completion.module_id) == []
    assert "Thank you" in send(browser, judge).notice


def test_nothing_stays_on_the_device(browser, judge, completion):
    page = browser(judge).visit(PATH)

    assert page.response.headers["Cache-Control"] == "no-store"
    assert page.all("//form[@method='post' and @autocomplete='off']//textarea[@name='comment']")
    assert not [name for name in page.all("//script/@src") if "attempt" in name or "lesson" in name]


@pytest.mark.parametrize("path", ["/en/modules/practice", "/en/my-learning"])
def test_offering_costs_one_statement_and_nothing_once_it_is_over(app, browser, judge, completion, path, frozen):
    long_ago = make_account()
    make_completion(long_ago, completion.edition, at=frozen - timedelta(days=250))
    statements = []
    for account in (judge, long_ago):
        person = browser(account)
        person.visit(path)
        with count_queries(app) as asked:
            person.visit(path)
        statements.append(len(asked))

    assert statements[0] == statements[1] + 1


def test_five_that_are_alike_leave_together(edition, session):
    answer_as(4, edition, month="2026-11", sex="female")
    answer_as(3, edition, month="2026-11", sex="male")
    assert services.release_replies(today=date(2026, 11, 20)) == 0
    answer_as(2, edition, month="2026-11", sex="female")

    assert services.release_replies(today=date(2026, 11, 20)) == 5

    assert {reply.sex for reply in session.scalars(select(EvaluationReply))} == {"female"}
    assert len(waiting(edition.module_id)) == 4


def test_what_a_month_leaves_over_goes_on_with_the_next_and_no_longer_says_its_sex(edition, session):
    answer_as(4, edition, month="2026-11", sex="female")
    answer_as(3, edition, month="2026-11", sex="male")
    answer_as(1, edition, month="2026-12", sex="male")

    assert services.release_replies(today=date(2026, 12, 1)) == 5

    found = session.scalars(select(EvaluationReply)).all()
    assert {(reply.sex, reply.month) for reply in found} == {(None, "2026-12")}
    assert sorted(str(said["sex"]) for said in waiting(edition.module_id)) == ["None", "None", "male"]


def test_what_found_no_company_in_a_year_is_destroyed(edition, session, frozen):
    answer_as(3, edition, month="2025-10")
    answer_as(1, edition, month="2026-10")
    assert services.release_replies(today=date(2026, 11, 20)) == 0

    rule = next(rule for rule in retention.rules() if rule.key == "evaluation_waiting")

    assert rule.remove(frozen) == 3
    assert [said["since"] for said in waiting(edition.module_id)] == ["2026-10"]


def test_comments_go_after_two_years_and_figures_stay(edition, session, frozen):
    facts = dict.fromkeys(("relevance", "clarity", "respect", "usefulness", "ease"), 4)
    for month in ("2024-10", "2024-11"):
        session.add(EvaluationReply(module_id=edition.module_id, month=month, comment="Бар", **facts))
    session.flush()

    rule = next(rule for rule in retention.rules() if rule.key == "evaluation_comments")

    assert rule.remove(frozen) == 1
    session.expire_all()
    kept = {reply.month: reply.comment for reply in session.scalars(select(EvaluationReply))}
    assert kept == {"2024-10": None, "2024-11": "Бар"}


def test_own_data_say_that_one_answered_and_nothing_more(browser, judge, completion, session):
    send(browser, judge, comment="Мыкты")
    expected = [{"enrolment": str(completion.id), "answered": "module"}]

    part = collect(judge.person_id)["evaluations"]
    assert part == expected
    services.set_marks()
    session.commit()
    assert collect(judge.person_id)["evaluations"] == expected
    assert collect(make_account().person_id)["evaluations"] == []
    assert "Мыкты" not in json.dumps(collect(judge.person_id), ensure_ascii=False)


def test_with_another_key_a_box_begins_empty(app, browser, judge, completion, session, monkeypatch):
    send(browser, judge)
    monkeypatch.setitem(app.config, "SECRET_KEY", "another")

    assert waiting(completion.module_id) == []
    assert services.set_marks() == 0


def test_a_seal_without_a_date_opens_like_any_other(app, session):
    assert unseal(seal_undated("сөз", purpose="one"), purpose="one") == "сөз"
    assert unseal(seal_undated("сөз", purpose="one"), purpose="other") is None


def test_marks_hang_on_the_enrolment_and_on_no_person(session):
    assert {column.name for column in EvaluationMark.__table__.columns} == {"enrolment_id", "occasion"}
    assert Person.__table__ not in {key.column.table for key in EvaluationReply.__table__.foreign_keys}
