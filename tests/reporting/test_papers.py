"""Certificates in the record and in the comparison: one rule, and nothing that happens later moves a closed quarter."""

from datetime import UTC, date, datetime

import pytest

from lms.accounts.models import Role
from lms.certificates import services
from lms.core.extensions import db
from lms.reporting import beside, records
from lms.reporting.choices import Period
from tests.support.factories import make_account, make_certificate, make_institution

MARCH = datetime(2026, 3, 10, 5, tzinfo=UTC)
MAY = datetime(2026, 5, 12, 5, tzinfo=UTC)
QUARTERS = [Period(date(2026, 1, 1), date(2026, 3, 31)), Period(date(2026, 4, 1), date(2026, 6, 30))]


@pytest.fixture
def court(session):
    return make_institution("Court in Talas")


@pytest.fixture
def papers(court, editions):
    return [make_certificate(make_account(institution=court), editions[0], at=MARCH) for _ in range(3)]


def correct(certificate):
    wanted = {"name": "Асанова Айгүл Бакыт кызы", "reason": "As in the passport."}
    services.correct_certificate(certificate, **wanted, by=make_account(Role.COORDINATOR).id, at=MAY)


def revoke(certificate):
    why = {"code": "not-own-work", "reason": "Two people sat the quiz together."}
    services.revoke_certificate(certificate, **why, by=make_account(Role.COORDINATOR).id, at=MAY)


def numbers(court, period):
    """All of the record, and the line of the comparison."""
    found = records.happened(court.id, period)
    return records.by_module(found), found, beside.standings(period, date(2026, 11, 16), only=[court.id])


@pytest.mark.parametrize("act", [correct, revoke])
def test_what_happens_to_a_paper_later_changes_no_number_of_a_closed_quarter(court, papers, act):
    before = numbers(court, QUARTERS[0])

    act(papers[0])
    db.session.commit()

    assert numbers(court, QUARTERS[0]) == before
    assert before[0][records.ALL].issued == before[2][0].certificates == 3


@pytest.mark.parametrize("act", [correct, revoke])
def test_the_quarter_in_which_it_happens_has_no_more_certificates_in_the_comparison(court, papers, act):
    act(papers[0])
    db.session.commit()

    record, _split, [line] = numbers(court, QUARTERS[1])

    assert record[records.ALL].issued == line.certificates == 0
    assert record[records.ALL].corrected + record[records.ALL].revoked == 1


def test_both_pages_say_the_rule(browser, court, papers):
    theirs = browser(make_account(Role.COORDINATOR))

    for address in ("/en/reports/institutions", f"/en/reports/institutions/{court.id}"):
        assert "Certificates issued: the first one for each completion." in theirs.visit(address).text
