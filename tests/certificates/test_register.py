"""The register for the archive: every number in its order, no name, asked for with a reason and a fresh proof."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest

from lms.certificates import register, services
from lms.certificates.names import fingerprint
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.policy import PROOF_LASTS
from tests.support.factories import make_account, make_certificate, make_edition
from tests.support.factories.people import PASSWORD

REGISTER = "/en/reports/certificates/register"
NAME = "Асанова Айгүл Бакытовна"


@pytest.fixture
def coordinator(session):
    return make_account("coordinator")


@pytest.fixture
def certificates(session):
    edition = make_edition()
    return [make_certificate(edition=edition, name=NAME) for _ in range(3)]


def exported(browser, account, ending):
    page = browser(account).visit(REGISTER)
    return page.submit("Export", reason="Yearly archive", format=ending)


def test_every_number_is_a_line_and_no_name_is_in_it(browser, session, coordinator, certificates):
    first, second, _third = certificates
    successor = services.correct_certificate(
        first, name="Асанова Айгүл", reason="Spelling", by=coordinator.id, at=clock.now()
    )
    services.revoke_certificate(second, code="issued-in-error", reason="Oh", by=coordinator.id, at=clock.now())
    session.commit()

    page = exported(browser, coordinator, "csv")

    text = page.response.get_data(as_text=True)
    lines = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [line["State"] for line in lines] == ["corrected", "revoked", "valid", "valid"]
    assert lines[0]["Replaced by number"] == str(successor.serial)
    assert lines[1]["Reason code"] == "issued-in-error"
    assert "Асанова" not in text


def test_a_holder_can_prove_that_a_line_is_theirs(session, certificates):
    first, second, third = (row["name_hash"] for row in register.rows())

    assert first == fingerprint(certificates[0].code, "асанова айгүл бакытовна")
    assert len({first, second, third}) == 3  # the same name, but nobody can see that from the register


def test_the_spreadsheet_says_the_same_as_numbers_and_days(browser, coordinator, certificates):
    page = exported(browser, coordinator, "xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO(page.response.data)).active
    titles = [cell.value for cell in sheet[1]]
    row = dict(zip(titles, [cell.value for cell in sheet[2]], strict=True))
    assert row["Number"] == certificates[0].serial
    assert row["Issued on"].date() == clock.local_day(clock.now())


def test_the_export_needs_a_reason_and_is_recorded_with_it(browser, session, coordinator, certificates):
    page = browser(coordinator).visit(REGISTER).submit("Export", reason=" ", format="csv")
    assert page.status == 422

    exported(browser, coordinator, "csv")

    record = session.query(AuditRecord).filter(AuditRecord.act == "certificates.register.exported").one()
    assert record.reason == "Yearly archive"
    assert record.facts == {"format": "csv", "lines": len(certificates)}


def test_the_export_needs_a_fresh_proof_at_both_steps(browser, session, coordinator, certificates, frozen):
    own = browser(coordinator)
    form = own.visit(REGISTER)
    clock.freeze(frozen + PROOF_LASTS + timedelta(minutes=1))

    assert own.visit(REGISTER).heading == "Show that it is you"
    asked = form.submit("Export", reason="Yearly archive", format="csv")

    assert (asked.status, asked.heading) == (403, "Show that it is you")
    acts = session.query(AuditRecord).filter(AuditRecord.act == "certificates.register.exported")
    assert acts.count() == 0
    file = asked.submit("Continue", password=PASSWORD).submit("Send now")
    assert file.response.mimetype == "text/csv"
    assert [record.reason for record in acts] == ["Yearly archive"]


def test_a_missing_number_is_named():
    assert register.missing([1, 2, 5]) == [3, 4]
    assert register.missing([]) == []


@pytest.mark.parametrize("role", ["focal_point", "administrator", "trainer"])
def test_to_others_the_register_is_absent(browser, session, role):
    from lms.institutions.queries import institution_by_key  # noqa: PLC0415  (needs the session)

    stranger = make_account(role, place=institution_by_key("supreme-court"))

    assert browser(stranger).visit(REGISTER).status == 404
