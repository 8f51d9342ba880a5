"""What people said of a module, in Table C beside how many said so."""

import sys
from datetime import date
from decimal import Decimal

import pytest

from lms.core.extensions import db
from lms.disclosure.suppression import SIGN
from lms.evaluations.models import EvaluationMark, EvaluationReply
from lms.evaluations.occasions import Occasion
from lms.reporting.choices import Choice, Period
from lms.reporting.reports import Audience
from lms.reporting.satisfaction import Satisfaction
from tests.reporting.conftest import complete
from tests.reporting.table_c import ALL, FEBRUARY, WHOLE, printed
from tests.support.factories import make_person


def say(edition, count, rating, month="2026-02"):
    facts = dict.fromkeys(("relevance", "clarity", "respect", "usefulness"), rating)
    rows = [EvaluationReply(module_id=edition.module_id, month=month, **facts, ease=1) for _number in range(count)]
    db.session.add_all(rows)


def test_satisfaction_stands_beside_how_many_said_so(editions, english):
    one, two = editions
    say(one, 10, 4)
    say(two, 5, 2)
    say(one, 5, 1, month="2026-07")  # another period
    for answers in (True, True, False):
        done = complete(one, make_person(), FEBRUARY)
        if answers:
            db.session.add(EvaluationMark(enrolment_id=done.id, occasion=Occasion.MODULE))
    db.session.commit()
    first_half = Choice(Period(date(2026, 1, 1), date(2026, 6, 30)))

    found = {line: said(row) for line, row in printed(first_half).items()}

    assert found["M91. Title of practice"] == [Decimal("3.40"), 10, Decimal("0.667")]
    assert found["M92. Title of second-practice"] == [SIGN, SIGN, SIGN]
    assert found[ALL] == found["M91. Title of practice"]  # the five of the second wait
    alone = printed(Choice(first_half.period, modules=frozenset({one.module_id})))
    assert said(alone[ALL]) == found["M91. Title of practice"]


@pytest.mark.parametrize(
    ("answered", "asked", "is_told"),
    [(12, 19, False), (12, 20, False), (10, 20, True), (20, 20, True), (30, 35, False)],
)
def test_a_published_rate_is_of_twenty_people_and_of_no_few_who_did_not_answer(
    editions, english, monkeypatch, answered, asked, is_told
):
    made = Satisfaction(Decimal("4.20"), 10, answered, asked)
    monkeypatch.setattr(sys.modules["lms.reporting.reports.table_c"], "satisfaction", lambda choice: {None: made})

    rates = {audience: printed(Choice(WHOLE), audience)[ALL]["response-rate"] for audience in Audience}

    assert rates[Audience.TEAM] == made.rate
    assert rates[Audience.PUBLIC] == (made.rate if is_told else SIGN)


def test_a_reply_does_not_know_whose_it_is(editions, english):
    say(editions[0], 10, 4)
    db.session.commit()

    chosen = printed(Choice(WHOLE, sexes=frozenset({"female"})))

    assert {said(row)[0] for row in chosen.values()} == {"–"}


def said(row):
    return [row["satisfaction"], row["responses"], row["response-rate"]]
