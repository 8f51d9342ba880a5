"""Table C at the edges of its rules: whose results count, from how many people on, and until when."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from lms.core.extensions import db
from lms.disclosure.suppression import SIGN
from lms.quizzes.models import Attempt, AttemptKind
from lms.reporting.choices import Choice, Period
from tests.reporting.conftest import complete
from tests.reporting.table_c import ALL, FEBRUARY, printed
from tests.support.factories import make_enrolment, make_person

#: The cohort of the first quarter of 2026 is closed on the 29th of June.
CLOSING = Period(date(2026, 6, 1), date(2026, 6, 30))


def study(edition, before, *finals, at=FEBRUARY, person=None, form="B"):
    """A pre-test of eight and finals of twelve: (points, points on the form) each; only the first holds the form."""
    enrolment = complete(edition, person or make_person(), at + timedelta(days=2), started_at=at)
    facts = {"enrolment_id": enrolment.id, "edition_id": edition.id, "seed": 1, "scale": 1}
    drawn = [[f"{form.lower()}{n}", []] for n in range(1, 9)] + [[f"z{n}", []] for n in range(1, 5)]

    def add(kind, number, moment, **more):
        db.session.add(
            Attempt(
                kind=kind,
                number=number,
                started_at=moment,
                handed_in_at=moment,
                marked_at=moment,
                released_at=moment,
                **facts,
                **more,
            )
        )

    if before is not None:
        add(
            AttemptKind.PRE_TEST,
            1,
            at,
            form="A",
            drawn=drawn[:8],
            points=before,
            points_possible=8,
            form_points=before,
            is_passed=False,
        )
    for number, (points, of_form) in enumerate(finals, 1):
        own = form if number == 1 else None
        add(
            AttemptKind.FINAL, number, at + timedelta(hours=number), form=own, drawn=drawn, points=points,
            points_possible=12, form_points=of_form, is_passed=points >= 9,
        )  # fmt: skip
    db.session.commit()
    return enrolment


def test_the_first_attempt_makes_the_gain_and_any_of_three_the_standard(editions, english):
    """Case 3: sixty per cent, then eighty."""
    for _ in range(10):
        study(editions[0], 2, (7, 5), (10, 0))
    for _ in range(2):
        study(editions[0], 2, (7, 5), (8, 0), (8, 0), (12, 0))

    line = printed(Choice(CLOSING))[ALL]

    assert (line["paired"], line["gain"]) == (12, Decimal("37.5"))
    assert (line["reached"], line["reached-share"]) == (10, Decimal("0.833"))


def test_nine_are_not_told_and_ten_are(editions, english):
    """Case 6: n < 10 is not published."""
    for _ in range(9):
        study(editions[0], 2, (9, 6))
    few = printed(Choice(CLOSING))[ALL]
    study(editions[0], 2, (9, 6))
    enough = printed(Choice(CLOSING))[ALL]

    assert {few[key] for key in ("paired", "before", "after", "gain", "normalised", "reached")} == {SIGN}
    assert (enough["paired"], enough["gain"], enough["normalised"]) == (10, Decimal("50.0"), Decimal("0.67"))


def test_nine_in_one_module_are_not_told_by_the_others(editions, english):
    """Twenty in all and eleven in one module would give away the nine of the other."""
    for _ in range(11):
        study(editions[0], 2, (9, 6))
    for _ in range(9):
        study(editions[1], 2, (9, 8))

    lines = printed(Choice(CLOSING))

    assert [lines[line]["gain"] == SIGN for line in lines].count(True) >= 2
    assert [row["enrolled"] for row in lines.values()] == [11, 9, 20]


def test_who_had_everything_right_before_has_no_normalised_gain(editions, english):
    for _ in range(10):
        study(editions[0], 8, (12, 8))
        study(editions[0], 4, (12, 8))

    line = printed(Choice(CLOSING))[ALL]

    assert (line["paired"], line["gain"], line["normalised"]) == (20, Decimal("25.0"), Decimal("1.00"))


@pytest.mark.parametrize("kind", [AttemptKind.PRE_TEST, AttemptKind.FINAL])
def test_an_attempt_set_aside_before_the_closing_makes_no_pair(editions, english, kind):
    """Case 4: the text was changed after the pre-test. The completion still counts."""
    enrolments = [study(editions[0], 2, (9, 6)) for _ in range(11)]
    attempt = db.session.query(Attempt).filter_by(enrolment_id=enrolments[0].id, kind=kind).one()
    attempt.set_aside_at = FEBRUARY + timedelta(days=1)
    db.session.commit()

    line = printed(Choice(CLOSING))[ALL]

    assert (line["paired"], line["completed"]) == (10, 11)


def test_what_happens_after_the_closing_changes_nothing(editions, english):
    enrolments = [study(editions[0], 2, (9, 6)) for _ in range(10)]
    late = make_enrolment(editions[0], make_person(), at=FEBRUARY)
    told = printed(Choice(CLOSING))
    july = datetime(2026, 7, 1, 5, tzinfo=UTC)
    db.session.query(Attempt).filter_by(enrolment_id=enrolments[0].id).update({"set_aside_at": july})
    late.state, late.completed_at, late.completed_on = "completed", july, july.date()
    db.session.commit()

    assert printed(Choice(CLOSING)) == told
    assert (told[ALL]["enrolled"], told[ALL]["completed"]) == (11, 10)


def test_who_begins_again_gains_once(editions, english):
    person = make_person()
    study(editions[0], 2, (7, 5), person=person)
    study(editions[0], 8, (12, 8), person=person, at=FEBRUARY + timedelta(days=20))
    for _ in range(9):
        study(editions[0], 2, (7, 5))

    line = printed(Choice(CLOSING))[ALL]

    assert (line["paired"], line["gain"], line["enrolled"]) == (10, Decimal("37.5"), 11)
