"""The results framework: computed values as the tables have them, what is set and refused, Table E as a file."""

import csv
import io
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
import yaml
from sqlalchemy import func, select

from lms.accounts.models import Role
from lms.catalogue.models import TrainingModule
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.core.i18n import speaking
from lms.disclosure.suppression import SIGN
from lms.evaluations.models import EvaluationCoding, EvaluationMark, FollowUpReply, Outcome
from lms.evaluations.occasions import Occasion
from lms.framework.computing import Computed
from lms.framework.models import IndicatorEntry
from lms.framework.words import amount
from lms.reporting.choices import Choice, Period
from lms.reporting.reports import Audience
from tests.reporting.conftest import editions, english, population, settled
from tests.reporting.reference import Reference
from tests.support.factories import make_account, make_completion, make_edition
from tests.support.factories.gatherings import make_event
from tests.support.packs import small_module

__all__ = ["editions", "english", "population", "settled"]
YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))


@pytest.fixture
def coordinator(session):
    return make_account(Role.COORDINATOR)


def test_people_again_in_plain_python(english, population, coordinator):
    make_event(coordinator, held_on=date(2025, 5, 4))
    make_event(coordinator, held_on=date(2025, 5, 5), duty_bearers=0)
    found = Computed(Choice(YEAR), Audience.TEAM)
    people = {row["person"]: row for row in Reference().rows_of("people", Choice(YEAR))}
    assert found.value("trained") == len(people) > 0
    women = sum(row["sex"] == "female" and not row["is_withheld"] for row in people.values())
    men = sum(row["sex"] == "male" and not row["is_withheld"] for row in people.values())
    assert abs(found.value("women") - Decimal(100 * women) / (women + men)) <= Decimal("0.05")
    assert found.value("joint") == 1


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
    for words in ("12.5%; planned: 50.0%", "1,125", "I-1.", "I-12.", "not claimed"):
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


def test_counts_are_whole_and_every_number_says_of_what(browser, coordinator, editions):
    own = browser(coordinator)
    own.visit("/en/reports/framework/I-10?year=2026").submit("Set the numbers", value="1", target="3", baseline="0")
    own.visit("/en/reports/framework/I-11?year=2026").submit("Set the numbers", target="4")
    page = own.visit("/en/reports/framework?year=2026")
    for words in ("1 document; planned: 3 documents", "0 events; planned: 4 events", "0 people; nothing is planned"):
        assert words in page.text
    line = next(row for row in page.all("//table[@id='table']//tbody/tr") if "I-10." in row.text_content())
    assert [cell.text_content() for cell in line[2:6]] == ["0", "3", "–", "1"]
    assert own.visit("/en/reports/framework/I-10?year=2026").all("//input[@name='target']/@value") == ["3"]


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("1125", "people", "1 125 человек"), ("22", "events", "22 мероприятия"), ("62.50", "per-cent", "62,5 %"),
        ("4.2", "mean", "4,20 по шкале от 1 до 5"), ("12", "percentage-points", "12,0 процентного пункта"),
        ("8.25", "points", "8,25 балла"),
    ],
)  # fmt: skip
def test_numbers_are_told_with_their_unit(app, value, unit, words):
    with app.test_request_context("/ru/"), speaking("ru"):
        assert amount(Decimal(value), unit).replace("\N{NO-BREAK SPACE}", " ") == words


def test_documents_are_told_by_level_and_application_by_sex_on_the_page_and_in_files(browser, coordinator, editions):
    own = browser(coordinator)
    for level, number in (("national", "1"), ("local", "2")):
        page = own.visit(f"/en/reports/framework/I-10?year=2026&part=level:{level}")
        page.submit("Set the numbers", value=number, target="4")
    own.visit("/en/reports/framework/I-8?year=2026&part=sex:female").submit("Set the numbers", target="50")
    names = ["I-10. Policies and plans prepared inclusively: National level", "Local level", "Female"]
    shown = own.visit("/en/reports/framework?year=2026").text
    assert [name for name in names if name not in shown] == []
    rows = own.visit("/en/reports/framework/table.json?year=2026").response.json["rows"]
    told = {row["indicator"]: row["progress"] for row in rows}
    for level, number in (("National", 1), ("Local", 2)):
        assert told[f"I-10. Policies and plans prepared inclusively: {level} level"] == number
    assert told["I-8. Application on the job: Female"] is None
    data = own.visit("/en/reports/framework/table.xlsx?year=2026").response.get_data()
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].values for cell in row]
    assert {name for name in told if ": " in name} <= set(cells)


def test_what_is_reported_elsewhere_names_its_source(browser, coordinator, editions):
    page = browser(coordinator).visit("/en/reports/framework")
    assert "United Nations Development Programme" in page.text
    assert "undp-project" not in page.text
    assert page.all("//a[starts-with(@href, 'https://www.undp.org/')]")
    seen = select(func.count()).where(AuditRecord.act == "reporting.table.seen")
    assert db.session.scalar(seen) == 1


def test_only_core_modules_train(browser, coordinator):
    """By the counting rule of Table A, which the page links to."""
    make_completion(edition=make_edition(small_module("core", "M1")))
    make_completion(edition=make_edition(small_module("further", "M2", core=False)))
    db.session.commit()
    shown = " ".join(browser(coordinator).visit("/en/reports/framework").text.split())
    assert "1 person; nothing is planned" in shown


def test_application_is_what_two_coders_found_with_its_response_rate(browser, coordinator, session, english, editions):
    module_id = session.scalars(select(TrainingModule.id)).first()
    coders = [make_account(Role.COORDINATOR), make_account(Role.GENDER_REVIEWER)]
    for number in range(12):
        reply = FollowUpReply(
            module_id=module_id, occasion=Occasion.THREE_MONTHS, month="2025-03", outcome=Outcome.USED, example="Did it"
        )
        session.add(reply)
        session.flush()
        for coder in coders:
            verdict = EvaluationCoding(
                reply_id=reply.id, coder_id=coder.id, is_applied=number < 5, coded_at=clock.now()
            )
            session.add(verdict)
    for answered in (True, False, False):
        done = make_completion(edition=editions[0], at=datetime(2024, 12, 5, tzinfo=UTC))
        if answered:
            session.add(EvaluationMark(enrolment_id=done.id, occasion=Occasion.THREE_MONTHS))
    session.commit()
    assert Computed(Choice(YEAR), Audience.TEAM).value("application") == Decimal("41.7")
    assert Computed(Choice(YEAR), Audience.PUBLIC).value("application") == SIGN  # 5 of 12 are few

    person, year = browser(coordinator), YEAR.start.year
    assert "Response rate: 33.3%." in person.visit(f"/en/reports/framework?year={year}").text
    file = person.visit(f"/en/reports/framework/table.json?year={year}").response.json
    notes = {row["indicator"][:3]: row["quality"] for row in file["rows"]}
    assert notes["I-8"] == "Response rate: 33.3%."
    assert notes["I-5"] == ""


def test_indicators_are_written_in_three_languages(app):
    data = yaml.safe_load((app.config["CONTENT"] / "indicators.yaml").read_text(encoding="utf-8"))
    for one in data["indicators"]:
        for words in (one["name"], one["rule"]):
            assert set(words) == {"ky", "ru", "en"}
            assert all(words.values())
