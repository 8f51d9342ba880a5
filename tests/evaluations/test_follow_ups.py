"""What came of it: asked after three and six months, once; judged by two who do not see each other; counted."""

import io
import random
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from sqlalchemy import select

from lms.accounts.models import Role
from lms.core import clock
from lms.core.mail import Mail
from lms.enrolments.validity import months_later
from lms.evaluations import boxes, services
from lms.evaluations.application import kappa_of
from lms.evaluations.follow_up_queries import application, next_to_code
from lms.evaluations.models import EvaluationCoding, EvaluationMark, EvaluationReply, FollowUpReply, Holds
from lms.evaluations.occasions import Occasion
from tests.evaluations.forms import SAID
from tests.messages.test_reminders import remind
from tests.support.databases import count_queries
from tests.support.factories import make_account, make_completion, make_edition
from tests.support.packs import small_module

PATH = "/en/modules/practice/follow-up"
EXAMPLE = "In May I asked the commission for the legal basis of the list."
SUMMER = (date(2026, 7, 1), date(2026, 9, 30))
TODAY = date(2026, 11, 16)


@pytest.fixture
def judge(session):
    return make_account()


@pytest.fixture
def edition(session):
    return make_edition(small_module("practice", "M1"))


@pytest.fixture
def completion(judge, edition):
    return make_completion(judge, edition)


def on_day(day):
    clock.freeze(clock.begin_of(day) + timedelta(hours=10))


def done_on(completion):
    return completion.completed_on


def reply(edition, *, outcome="used", month="2026-08", occasion=Occasion.THREE_MONTHS, example=EXAMPLE):
    return FollowUpReply(
        module_id=edition.module_id,
        occasion=occasion,
        month=month,
        outcome=outcome,
        example=example if outcome == "used" else None,
    )


def keep(session, *replies):
    session.add_all(replies)
    session.commit()
    return replies


def test_the_pages_open_after_three_and_six_months(browser, judge, completion):
    for months in (3, 6):
        opens = months_later(done_on(completion), months)
        for day, status in ((-1, 404), (0, 200), (60, 200), (61, 404)):
            on_day(opens + timedelta(days=day))
            assert browser(judge).visit(f"{PATH}/{months}").status == status, (months, day)
    assert browser(make_account()).visit(f"{PATH}/6").status == 404
    assert browser(judge).visit(f"{PATH}/4").status == 404


def test_an_example_is_asked_of_whoever_has_used_it(browser, judge, completion, session):
    on_day(months_later(done_on(completion), 3))
    page = browser(judge).visit("/en/my-learning").click("What came of “Title of practice”?")

    page = page.submit("Send anonymously", outcome="used", example="", sex="")
    assert page.status == 422
    assert "Write in a sentence or two" in page.text
    page = page.submit("Send anonymously", outcome="used", example=EXAMPLE, sex="female")

    assert "Thank you" in page.notice
    (said,) = boxes.content_of(completion.module_id, Holds.REPLIES)
    assert (said["outcome"], said["example"], said["occasion"]) == ("used", EXAMPLE, "three_months")


def test_both_occasions_and_the_form_are_answered_apart(browser, judge, completion, session):
    browser(judge).visit("/en/modules/practice/evaluation").submit("Send anonymously", **SAID)
    for months in (3, 6):
        on_day(months_later(done_on(completion), months))
        page = browser(judge).visit(f"{PATH}/{months}")
        assert "Thank you" in page.submit("Send anonymously", outcome="not_yet", example="кереги жок", sex="").notice
    services.set_marks()
    session.commit()

    assert {mark.occasion for mark in session.scalars(select(EvaluationMark))} == set(Occasion)
    said = boxes.content_of(completion.module_id, Holds.REPLIES)
    assert [one["example"] for one in said if one["occasion"] != "module"] == [None, None]


def test_each_kind_leaves_in_fives_of_its_own(edition, session):
    for occasion in ("three_months", "six_months"):
        for _number in range(5 if occasion == "three_months" else 4):
            facts = {"outcome": "used", "example": EXAMPLE, "sex": None, "occasion": occasion}
            boxes.put_in(edition.module_id, Holds.REPLIES, {**facts, "month": "2026-11", "since": "2026-11"})

    assert services.release_replies(today=date(2026, 11, 20)) == 5

    found = session.scalars(select(FollowUpReply)).all()
    assert {(one.occasion, one.month, one.example) for one in found} == {(Occasion.THREE_MONTHS, "2026-11", EXAMPLE)}
    assert {one.id.version for one in found} == {4}
    assert session.scalars(select(EvaluationReply)).all() == []


def test_one_mail_for_each_occasion_in_the_language_of_the_person(browser, session, edition, frozen):
    silent, judge, answered = make_account(), make_account(), make_account()
    judge.person.language = "ky"
    done = [make_completion(account, edition) for account in (silent, judge, answered)]
    opens = months_later(done_on(done[0]), 3)
    browser(silent).visit("/en/profile/messages").submit("Save", wanted=[])
    on_day(opens)
    page = browser(answered).visit(f"{PATH}/3")
    page.submit("Send anonymously", outcome="no_occasion", example="", sex="")

    told = {}
    for day in range(20):
        on_day(opens + timedelta(days=day))
        for recipient, body in remind(session).items():
            told.setdefault(recipient, []).append(body)

    assert list(told) == [judge.email]
    assert len(told[judge.email]) == 1
    assert "/ky/my-learning" in told[judge.email][0]
    assert "анонимдүү" in told[judge.email][0]
    assert "Title of practice" not in told[judge.email][0]
    on_day(months_later(done_on(done[0]), 6))
    assert set(remind(session)) == {judge.email, answered.email}
    assert session.scalars(select(Mail).where(Mail.recipient == silent.email)).all() == []


def test_two_judge_each_example_and_neither_sees_the_other(browser, session, edition):
    keep(session, reply(edition), reply(edition, outcome="not_yet"))
    coders = [make_account(Role.COORDINATOR), make_account(Role.GENDER_REVIEWER), make_account(Role.RIGHTS_REVIEWER)]
    first, second, third = (browser(coder) for coder in coders)

    page = first.visit("/en/reports/evaluations/coding")
    assert EXAMPLE in page.text
    assert "1 example waits" in page.text
    open_elsewhere = third.visit("/en/reports/evaluations/coding")
    assert "No example waits" in page.submit("Applied").text
    page = second.visit("/en/reports/evaluations/coding")
    assert "Applied: " in page.text
    assert "applied by" not in page.text
    page.submit("Not applied")

    assert "judged already" in open_elsewhere.submit("Applied").notice
    verdicts = {one.coder_id: one.is_applied for one in session.scalars(select(EvaluationCoding))}
    assert verdicts == {coders[0].id: True, coders[1].id: False}
    assert browser(make_account(Role.TRAINER)).visit("/en/reports/evaluations/coding").status == 404


def test_later_leads_to_another_one(session, edition):
    one, other = sorted(keep(session, reply(edition), reply(edition)), key=lambda row: row.id)
    coder = make_account(Role.COORDINATOR)

    assert next_to_code(coder.id) is one
    assert next_to_code(coder.id, after=one.id) is other
    assert next_to_code(coder.id, after=other.id) is one


@pytest.mark.parametrize("seed", range(3))
def test_figures_are_what_a_plain_count_gives(session, edition, seed):
    chance = random.Random(seed)
    coders = [make_account(Role.COORDINATOR) for _number in range(3)]
    rows = keep(session, *(reply(edition, outcome=chance.choice(["used", "used", "not_yet"])) for _number in range(25)))
    keep(session, *(reply(edition, occasion=Occasion.SIX_MONTHS) for _number in range(5)))
    verdicts = {}
    for row in rows:
        judges = chance.sample(coders, chance.choice([0, 1, 2, 2, 2])) if row.example else []
        verdicts[row.id] = {coder.id: chance.random() < 0.6 for coder in judges}
        session.add_all(
            EvaluationCoding(reply_id=row.id, coder_id=coder, is_applied=is_applied, coded_at=clock.now())
            for coder, is_applied in verdicts[row.id].items()
        )
    done = make_completion(edition=edition, at=datetime(2026, 5, 16, tzinfo=UTC))
    session.add(EvaluationMark(enrolment_id=done.id, occasion=Occasion.THREE_MONTHS))
    make_completion(edition=edition)  # asked later
    session.commit()

    figures = application(*SUMMER, TODAY)[edition.module_id]

    both = [given for given in verdicts.values() if len(given) == 2]
    assert figures.replies == 25
    assert figures.applied == sum(all(given.values()) for given in both)
    assert figures.share == pytest.approx(figures.applied / 25)
    assert figures.waiting == sum(row.example is not None for row in rows) - len(both)
    assert (figures.response.asked, figures.response.answered) == (1, 1)
    ordered = [tuple(given[coder] for coder in sorted(given)) for given in both]
    assert figures.kappa == pytest.approx(cohen(ordered)) if len(both) >= 10 else figures.kappa is None


def cohen(pairs):
    """As textbooks write it."""
    total = len(pairs)
    observed = sum(one == other for one, other in pairs) / total
    yes = sum(one for one, _other in pairs) / total, sum(other for _one, other in pairs) / total
    expected = yes[0] * yes[1] + (1 - yes[0]) * (1 - yes[1])
    return (observed - expected) / (1 - expected)


def test_kappa_of_the_textbook():
    """Twenty and fifteen agreements of fifty: 0.4."""
    pairs = {(True, True): 20, (True, False): 5, (False, True): 10, (False, False): 15}

    assert kappa_of(pairs) == pytest.approx(0.4)
    assert kappa_of({(True, True): 20}) is None
    assert kappa_of({(True, True): 5, (False, False): 4}) is None


def test_three_statements(app, session, edition):
    keep(session, *(reply(edition) for _number in range(10)))

    with count_queries(app) as statements:
        application(*SUMMER, TODAY)

    assert len(statements) == 3


def test_the_page_and_its_file_hide_few_and_name_what_waits(browser, session, edition):
    small = make_edition(small_module("small", "M2"))
    rows = keep(session, *(reply(edition) for _number in range(10)), *(reply(small) for _number in range(5)))
    coders = [make_account(Role.COORDINATOR), make_account(Role.RIGHTS_REVIEWER)]
    for row in rows[:4]:
        for coder in coders:
            services.judge(row, coder, is_applied=True, at=clock.now())
            session.flush()
    session.commit()

    page = browser(coders[0]).visit("/en/reports/evaluations").click("Follow-ups")
    table = page.all("//table")[0]
    cells = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in table.xpath(".//tr")[1:]]
    book = openpyxl.load_workbook(io.BytesIO(page.click("XLSX").response.get_data()))

    assert cells == [
        ["M1. Title of practice", "10", "–", "40.0%", "6"],
        ["M2. Title of small", "5", "–", "·", "·"],
        ["All", "10", "–", "40.0%", "6"],
    ]
    assert "not enough examples yet" in page.text
    sheet = [row for row in book.worksheets[0].iter_rows(values_only=True) if row[1] == "M1. Title of practice"]
    assert sheet[0][5:] == (10, 0.4, 6)
    hidden = [row for row in book.worksheets[0].iter_rows(values_only=True) if row[1] == "M2. Title of small"]
    assert hidden[0][5:] == (5, "·", "·")
    assert [one.title for one in book.worksheets] == ["After three months", "After six months"]


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_the_pages_speak_the_languages(browser, judge, completion, session, edition, language):
    on_day(months_later(done_on(completion), 3))
    assert browser(judge).visit(f"/{language}/modules/practice/follow-up/3").status == 200
    keep(session, reply(edition))
    coordinator = browser(make_account(Role.COORDINATOR))
    assert EXAMPLE in coordinator.visit(f"/{language}/reports/evaluations/coding").text
    assert coordinator.visit(f"/{language}/reports/evaluations/follow-ups?period=2026").status == 200
