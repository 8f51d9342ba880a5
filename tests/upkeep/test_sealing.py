"""The log is sealed day by day, and whatever is done to a sealed day is found out."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import IntegrityError

from lms.core import audit, clock
from lms.core.audit import AuditRecord, LogSeal
from lms.people import retention
from lms.upkeep import services, tasks
from tests.support.factories import make_account
from tests.support.later import let_years_pass

DAY = timedelta(days=1)
ACTS = ("accounts.role.given", "accounts.profile.seen", "certificates.certificate.revoked")


@pytest.fixture
def days(session, frozen):
    """Three days with three lines each; the third is not over."""
    for number in range(3):
        for act in ACTS:
            audit.record(None, act, at=frozen + number * DAY, reason="Ооба")
    session.commit()
    clock.freeze(frozen + 2 * DAY)
    return [clock.local_day(frozen + number * DAY) for number in range(3)]


@pytest.fixture
def seals(session, days):
    tasks.seal_log(str(days[2]))
    session.commit()
    return session.query(LogSeal).order_by(LogSeal.day).all()


@pytest.fixture
def intruder(session):
    """Somebody who has taken the rules of the database away."""
    on_table = lambda table: "" if session.get_bind().dialect.name == "sqlite" else f" on {table}"  # noqa: E731
    for table in ("audit_records", "log_seals"):
        for rule in ("never_change", "are_kept"):
            session.execute(text(f"drop trigger {table}_{rule}{on_table(table)}"))
    return session


def broken(at=None):
    with pytest.raises(services.LogBroken) as raised:
        services.check_log(at or clock.now())
    return str(raised.value)


def test_days_that_are_over_are_sealed(seals, days):
    assert [(seal.day, seal.lines) for seal in seals] == [(day, 3) for day in days[:2]]
    assert services.check_log(clock.now()).lines == 6


def test_sealing_again_changes_nothing_and_goes_on_the_day_after(session, seals, days, frozen):
    tasks.seal_log(str(days[2]))
    assert session.query(LogSeal).count() == 2

    clock.freeze(frozen + 3 * DAY)
    tasks.seal_log(str(days[2] + DAY))
    session.commit()

    assert session.query(LogSeal).count() == 3
    assert services.check_log(clock.now()).days == 3


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    "deed",
    [
        lambda line: update(AuditRecord).where(line).values(reason="Жок"),
        lambda line: update(AuditRecord).where(line).values(facts={"a": 1}),
        lambda line: update(AuditRecord).where(line).values(origin=None, reason=None),
        delete(AuditRecord).where,
    ],
    ids=["reason", "facts", "emptied", "taken"],
)
def test_a_line_that_was_changed_or_taken_away_is_found(intruder, seals, days, frozen, act, deed):
    intruder.execute(deed((AuditRecord.act == act) & (AuditRecord.at == frozen + DAY)))

    assert broken() == f"{days[1]} has other lines than were sealed."


def test_a_line_that_was_added_is_found(session, seals, days, frozen):
    audit.record(None, ACTS[0], at=frozen)
    audit.record(None, ACTS[0], at=frozen - 5 * DAY)
    session.flush()

    assert broken() == f"{days[0] - 5 * DAY} has lines and no seal. {days[0]} has other lines than were sealed."


def test_a_day_that_was_taken_away_with_its_seal_is_found(intruder, seals, days, frozen):
    intruder.execute(delete(AuditRecord).where(AuditRecord.at == frozen))
    intruder.execute(delete(LogSeal).where(LogSeal.day == days[0]))

    assert broken() == f"The seal of {days[1]} does not follow from the one before."


def test_seals_that_were_all_made_anew_are_found_by_one_that_was_kept_elsewhere(app, intruder, seals, days, frozen):
    kept = seals[1].digest
    intruder.execute(delete(AuditRecord).where(AuditRecord.at == frozen))
    intruder.execute(delete(LogSeal))
    intruder.commit()
    intruder.expunge_all()
    tasks.seal_log(str(days[2]))
    intruder.commit()

    alone = app.test_cli_runner().invoke(args=["audit", "verify"])
    known = app.test_cli_runner().invoke(args=["audit", "verify", "--seal", kept])

    assert alone.exit_code == 0, alone.output
    assert known.exit_code == 1
    assert f"No day was sealed with {kept}." in known.output


def test_what_is_removed_by_the_rules_breaks_nothing(session, seals, frozen):
    let_years_pass(session)
    for years, left in ((1.1, 4), (6.9, 4), (7.1, 0)):
        clock.freeze(frozen + years * 365 * DAY)
        retention.remove_what_is_over(clock.now())
        session.commit()

        assert services.check_log(clock.now()).lines == left


def test_what_is_kept_for_seven_years_is_compared_for_as_long(intruder, seals, days, frozen):
    clock.freeze(frozen + 6.9 * 365 * DAY)
    retention.remove_what_is_over(clock.now())
    intruder.execute(delete(AuditRecord).where(AuditRecord.act == ACTS[2], AuditRecord.at == frozen))

    assert broken() == f"{days[0]} has other lines than were sealed."


@pytest.mark.parametrize(
    "deed", [update(LogSeal).values(digest="0"), delete(LogSeal), "replace"], ids=["change", "remove", "replace"]
)
def test_no_seal_is_changed(session, seals, deed):
    if deed == "replace":
        values = {column.name: getattr(seals[0], column.name) for column in LogSeal.__table__.columns}
        deed = insert(LogSeal).values(**values | {"digest": "0"})
        if session.get_bind().dialect.name == "sqlite":
            deed = deed.prefix_with("or replace")

    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(deed)


def test_the_night_tells_the_seal_to_the_servers_log_and_fails_where_the_log_is_broken(
    session, intruder, days, frozen, caplog
):
    with caplog.at_level("INFO"):
        tasks.seal_log(str(days[2]))
    session.commit()
    told = session.get(LogSeal, days[1]).digest
    assert f"sealed until {days[1]} with {told}" in caplog.text

    tasks.check_log(str(days[2]))
    intruder.execute(delete(AuditRecord).where(AuditRecord.at == frozen))
    session.commit()
    with pytest.raises(services.LogBroken):
        tasks.check_log(str(days[2]))


def test_before_the_first_night_nothing_is_said_to_be_sealed(app, session):
    done = app.test_cli_runner().invoke(args=["audit", "verify"])

    assert done.exit_code == 0
    assert "No day is sealed yet" in done.output


def test_the_page_says_until_when_the_log_is_sealed(browser, seals):
    page = browser(make_account("administrator")).visit("/en/admin/log")

    assert "Sealed until 17 November 2026" in page.text
    assert seals[1].digest[:16] in page.text
