"""The results framework: computed values as the tables have them, what is set and refused, Table E as a file."""

import csv
import io
import re
from datetime import date
from decimal import Decimal

import pytest
import yaml
from sqlalchemy import func, select

from lms.accounts.models import Role
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.framework.computing import computed
from lms.framework.models import IndicatorEntry
from lms.reporting.choices import Choice, Period
from tests.reporting.conftest import editions, english, population
from tests.reporting.reference import Reference
from tests.support.factories import make_account
from tests.support.factories.gatherings import make_event

__all__ = ["editions", "english", "population"]
YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))


@pytest.fixture
def coordinator(session):
    return make_account(Role.COORDINATOR)


def test_people_again_in_plain_python(english, population, coordinator):
    make_event(coordinator, held_on=date(2025, 5, 4))
    make_event(coordinator, held_on=date(2025, 5, 5), duty_bearers=0)
    found = computed(Choice(YEAR))
    people = {row["person"]: row for row in Reference().rows_of("people", Choice(YEAR))}
    women = sum(row["sex"] == "female" and not row["is_withheld"] for row in people.values())
    men = sum(row["sex"] == "male" and not row["is_withheld"] for row in people.values())
    assert abs(found["women"] - Decimal(100 * women) / (women + men)) <= Decimal("0.05")
    assert found["joint"] == 1


def test_numbers_are_set_with_history_and_high_targets_refused(browser, coordinator, editions):
    own = browser(coordinator)
    page = own.visit("/en/reports/framework/I-6?year=2026")
    refused = page.submit("Set the numbers", target="95")
    assert refused.status == 422
    assert "No target above 90" in refused.text
    page.submit("Set the numbers", target="80", milestone="75,5", variance="Later start")
    page.submit("Set the numbers", target="85")
    assert db.session.scalar(select(func.count()).select_from(IndicatorEntry)) == 2
    assert "Later start" in own.visit("/en/reports/framework/I-6?year=2026").text
    typed = own.visit("/en/reports/framework/I-12?year=2026").submit("Set the numbers", value="12.5", target="50")
    assert "12.5" in typed.text
    shown = own.visit("/en/reports/framework?year=2026").text
    for words in ("12.5 of 50.0", "1,125", "I-1.", "I-12.", "not claimed"):
        assert words in shown
    answer = own.visit("/en/reports/framework/table.csv?year=2026").response.get_data().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(answer)))
    assert rows[0][:7] == [
        "Outcome/Output", "Performance indicator", "Indicator baseline", "End-of-project indicator target",
        "Indicator milestone", "Current indicator progress",
        "Adjustment of target / Reasons for variance or delay (if any)",
    ]  # fmt: skip
    assert [re.match(r"I-\d+", row[1])[0] for row in rows[1:13]] == [f"I-{n}" for n in range(1, 13)]
    assert db.session.scalar(select(func.count()).where(AuditRecord.act == "reporting.table.exported")) == 1
    assert own.visit("/en/reports/framework/I-99").status == 404


def test_indicators_are_written_in_three_languages(app):
    data = yaml.safe_load((app.config["CONTENT"] / "indicators.yaml").read_text(encoding="utf-8"))
    for one in data["indicators"]:
        for words in (one["name"], one["rule"]):
            assert set(words) == {"ky", "ru", "en"}
            assert all(words.values())
