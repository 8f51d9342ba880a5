"""Results are attacked by subtraction: whoever adds and subtracts all that is shown never reaches fewer than ten."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from lms.core import clock
from lms.core.extensions import db
from lms.disclosure.groups import LEAST, Line, showable
from lms.enrolments.models import Enrolment
from lms.institutions import services
from lms.institutions.queries import institution_by_key
from lms.people.models import Consent, Purpose
from lms.quizzes.models import Attempt, AttemptKind
from lms.reporting import results
from lms.reporting.quarters import closed_quarters
from lms.reporting.results import results_of
from lms.reporting.sums import Group
from lms.reporting.trees import EVERYBODY, YEAR, divisions, parts_of
from tests.reporting.conftest import forget_consents
from tests.support.factories import make_account, make_enrolment, make_person

TODAY = date(2026, 11, 16)
PEOPLE = (900, 11)
MAY = datetime(2025, 5, 5, 6, tzinfo=UTC)


# ── The rule by itself ───────────────────────────────────────────────────────


def test_a_group_of_ten_with_nothing_left_over_is_shown():
    assert showable({"all": 25, "a": 12, "b": 13}, [Line("all", ("a", "b"))]) == {"all", "a", "b"}


def test_what_remains_of_the_parent_must_be_nobody_or_ten():
    assert showable({"all": 25, "a": 12, "b": 10, "c": 3}, [Line("all", ("a", "b", "c"))]) == {"all", "a"}


def test_an_empty_part_hides_nothing():
    assert showable({"all": 12, "a": 12, "b": 0}, [Line("all", ("a", "b"))]) == {"all", "a"}


def test_what_was_shown_before_stays_even_where_it_gives_somebody_away():
    """It comes to an end there, and adds nothing to it."""
    sizes, line = {"all": 25, "a": 22, "b": 3}, Line("all", ("a", "b"))
    assert showable(sizes, [line], decided={"all", "a"}) == {"all", "a"}


def test_a_part_that_follows_from_another_line_counts_as_known():
    sizes = {"row": 30, "column": 26, "x": 20, "y": 10, "z": 6}
    lines = [Line("row", ("x", "y")), Line("column", ("x", "z"))]

    shown = showable(sizes, lines)

    assert not {"x", "y"} <= shown
    assert not ({"column"} <= shown and ({"x"} <= shown or {"row", "y"} <= shown))


def test_what_was_shown_before_stays_and_the_new_gives_way():
    shown = showable(
        {"year": 25, "q1": 12, "q2": 10, "q3": 3}, [Line("year", ("q1", "q2", "q3"))], decided={"q1", "q2"}
    )

    assert {"q1", "q2"} <= shown
    assert "year" not in shown


# ── Over a population ────────────────────────────────────────────────────────


def test_no_subtraction_leads_to_fewer_than_ten(population):
    for year in (2024, 2025, 2026):
        found = results_of(year, TODAY)
        assert sum(found.results[group].count >= LEAST for group in found.shown) == len(found.shown) > 0
        assert_safe(found, year)


def assert_safe(found, year):
    """Subtract until nothing new comes out; look at the size of all that came out."""
    sizes = {group: result.count for group, result in found.results.items()}
    trees = results.trees_at_ends(year, closed_quarters(year, TODAY))
    children = divisions({quarter: parts_of(tree) for quarter, tree in trees.items()})
    lines = [
        [(1, line.whole), *((-1, part) for part in line.parts if sizes.get(part))]
        for lines_of_one in results._lines_of(sizes, children).values()
        for line in lines_of_one
    ]
    crossing = defaultdict(list)
    for line in lines:
        for _sign, group in line:
            crossing[group].append(line)
    known, waiting = set(found.shown), list(lines)
    while waiting:
        line = waiting.pop()
        unknown = [group for _sign, group in line if group not in known]
        if len(unknown) == 1:
            known.add(unknown[0])
            waiting.extend(crossing[unknown[0]])
    assert all(sizes[group] >= LEAST for group in known)
    for line in lines:
        if line[0][1] in known:
            left = sum(sizes[group] for _sign, group in line[1:] if group not in known)
            assert left == 0 or left >= LEAST, line


def test_with_the_threshold_alone_the_attack_succeeds(population):
    found = results_of(2025, TODAY)
    naive = frozenset(group for group, result in found.results.items() if result.count >= LEAST)

    with pytest.raises(AssertionError):
        assert_safe(results.YearOfResults(found.results, naive), 2025)


def test_a_year_is_the_sum_of_its_quarters_and_modules_of_everybody(population):
    found = results_of(2025, TODAY).results

    for group, result in found.items():
        if group.quarter == YEAR:
            quarters = [found[part] for q in (1, 2, 3, 4) if (part := group._replace(quarter=q)) in found]
            assert sum(part.count for part in quarters) == result.count
            assert sum(part.points for part in quarters) == result.points
            assert sum(part.reached.get(1, 0) for part in quarters) == result.reached.get(1, 0)


def test_mean_spread_and_share_agree_with_plain_python(population):
    found = results_of(2025, TODAY).results[Group(EVERYBODY, YEAR, EVERYBODY, EVERYBODY)]
    attempts = defaultdict(list)
    taken_back = select(Consent).where(Consent.withdrawn_at.is_not(None))
    withdrawn = {consent.person_id: consent.withdrawn_at for consent in db.session.scalars(taken_back)}
    query = select(Attempt, Enrolment.person_id).join(Attempt.enrolment).where(Attempt.kind == AttemptKind.FINAL)
    for attempt, person_id in db.session.execute(query):
        attempts[attempt.enrolment_id, person_id].append(attempt)
    shares, reached = [], 0
    for (_enrolment_id, person_id), own in attempts.items():
        own.sort(key=lambda attempt: attempt.number)
        day = clock.local_day(own[0].handed_in_at)
        if day.year == 2025:
            end = date(day.year + (day.month > 9), (day.month - 1) // 3 * 3 % 12 + 4 if day.month < 10 else 1, 1)
            if person_id in withdrawn and clock.local_day(withdrawn[person_id]) < end:
                continue
            shares.append(own[0].points / own[0].points_possible)
            reached += any(a.is_passed and clock.local_day(a.handed_in_at) < end for a in own)
    mean = sum(shares) / len(shares)

    assert found.count == len(shares)
    assert float(found.mean) == pytest.approx(mean)
    assert found.spread == pytest.approx((sum((s - mean) ** 2 for s in shares) / len(shares)) ** 0.5)
    assert float(found.reached_share) == pytest.approx(reached / len(shares))


# ── Bodies that move ─────────────────────────────────────────────────────────


def largest(region):
    """The demonstration court of a region that has the most results."""
    return institution_by_key(f"demo-court-{region.lower()}-1")


def decided(at):
    return {"reason": "Law.", "by": make_account("coordinator").id, "at": at}


def test_a_closed_quarter_keeps_its_places_after_a_move_and_a_merger(population, frozen):
    before = results_of(2025, TODAY)
    court, facts = largest("KG-GB"), decided(frozen)

    services.move_institution(court, institution_by_key("talas-oblast-court"), on=TODAY, **facts)
    services.merge_institutions(largest("KG-C"), institution_by_key("kemin-rayon-court"), **facts)
    db.session.flush()

    after = results_of(2025, TODAY)
    assert court.parent_id == institution_by_key("talas-oblast-court").id
    assert (after.results, after.shown) == (before.results, before.shown)


def test_a_quarter_after_the_move_counts_in_the_new_place_and_nothing_can_be_subtracted(population):
    court, new = institution_by_key("bishkek-city-court"), institution_by_key("talas-oblast-court")
    july = datetime(2025, 7, 9, tzinfo=UTC)
    before = results_of(2025, TODAY).results
    count = {quarter: before[Group(str(court.id), quarter, EVERYBODY, EVERYBODY)].count for quarter in (2, 3)}

    services.move_institution(court, new, on=july.date(), **decided(july))
    db.session.flush()

    found = results_of(2025, TODAY)

    def size(results, quarter):
        result = results.get(Group(str(new.id), quarter, EVERYBODY, EVERYBODY))
        return result.count if result else 0

    assert count[3] > 0
    assert size(found.results, 2) == size(before, 2)
    assert size(found.results, 3) == size(before, 3) + count[3]
    assert_safe(found, 2025)


# ── Attempts ─────────────────────────────────────────────────────────────────


def attempt(enrolment, number, points, at, *, set_aside_at=None):
    db.session.add(
        Attempt(
            enrolment_id=enrolment.id, edition_id=enrolment.edition_id, kind=AttemptKind.FINAL, number=number, seed=1,
            drawn=[], form="A" if number == 1 else None, started_at=at - timedelta(minutes=20), handed_in_at=at,
            marked_at=at, released_at=at,
            points=points, points_possible=12, form_points=None, is_passed=points >= 9,
            set_aside_at=set_aside_at,
        )
    )  # fmt: skip
    db.session.commit()


def only_result(quarter=2):
    return results_of(2025, TODAY).results[Group(EVERYBODY, quarter, EVERYBODY, EVERYBODY)]


def test_two_attempts_reach_the_standard_and_the_first_gives_the_mean(editions):
    enrolment = make_enrolment(editions[0], make_person(), at=MAY - timedelta(days=9))
    attempt(enrolment, 1, 7, MAY)
    attempt(enrolment, 2, 10, MAY + timedelta(days=2))

    assert only_result().reached == {2: 1}
    assert float(only_result().mean) == pytest.approx(7 / 12)


def test_an_attempt_set_aside_is_as_if_it_had_not_been(editions):
    enrolment = make_enrolment(editions[0], make_person(), at=MAY - timedelta(days=9))
    attempt(enrolment, 1, 3, MAY, set_aside_at=MAY + timedelta(days=1))
    attempt(enrolment, 2, 9, MAY + timedelta(days=2))

    assert only_result().reached == {1: 1}
    assert float(only_result().mean) == pytest.approx(9 / 12)


def test_what_is_reached_after_the_quarter_does_not_change_it(editions):
    enrolment = make_enrolment(editions[0], make_person(), at=MAY - timedelta(days=9))
    attempt(enrolment, 1, 7, MAY)
    before = only_result().reached

    attempt(enrolment, 2, 12, MAY + timedelta(days=90))

    assert only_result().reached == before == {0: 1}
    assert only_result(YEAR).reached == {0: 1}


def test_what_is_set_aside_after_the_quarter_still_counts_in_it(editions):
    """Else two looks, before and after, would differ by this person's points."""
    enrolment = make_enrolment(editions[0], make_person(), at=MAY - timedelta(days=9))
    attempt(enrolment, 1, 3, MAY, set_aside_at=MAY + timedelta(days=90))
    attempt(enrolment, 2, 9, MAY + timedelta(days=91))

    assert float(only_result().mean) == pytest.approx(3 / 12)
    assert float(only_result(3).mean) == pytest.approx(9 / 12)
    assert only_result(3).reached == {1: 1}


@pytest.mark.parametrize(("days", "counted"), [(30, None), (60, 1)], ids=["within the quarter", "afterwards"])
def test_a_consent_withdrawn_after_the_quarter_changes_nothing_in_it(editions, days, counted):
    person = make_person()
    attempt(make_enrolment(editions[0], person, at=MAY - timedelta(days=9)), 1, 7, MAY)
    forget_consents(person)
    make_consent(person, at=MAY - timedelta(days=9), withdrawn_at=MAY + timedelta(days=days))

    found = results_of(2025, TODAY).results.get(Group(EVERYBODY, 2, EVERYBODY, EVERYBODY))

    assert (found and found.count) == counted


def test_a_consent_given_again_after_the_quarter_changes_nothing_in_it(editions):
    person = make_person()
    attempt(make_enrolment(editions[0], person, at=MAY - timedelta(days=9)), 1, 7, MAY)
    forget_consents(person)
    make_consent(person, at=MAY - timedelta(days=9), withdrawn_at=MAY + timedelta(days=30))
    make_consent(person, at=MAY + timedelta(days=60))

    assert Group(EVERYBODY, 2, EVERYBODY, EVERYBODY) not in results_of(2025, TODAY).results


def make_consent(person, *, at, withdrawn_at=None):
    db.session.add(
        Consent(
            person_id=person.id, purpose=Purpose.STUDY, text_version="1", text_hash="0", language="ky",
            given_at=at, withdrawn_at=withdrawn_at,
        )
    )  # fmt: skip
    db.session.commit()


def test_the_running_quarter_has_no_results(population):
    found = results_of(2026, TODAY).results

    assert {group.quarter for group in found} == {1, 2, 3}
    assert results_of(2027, TODAY).results == {}
