"""The coordinator opens a call with seats; focal points name people within theirs; the balance is seen live."""

from datetime import timedelta

import pytest

from lms.accounts.models import Role
from lms.core import clock
from lms.invitations import services
from lms.invitations.models import Call, CallPlace, CallState, Invitation
from lms.invitations.services import Asked, Guest
from lms.nominations.balance import own_places, own_standings, protected, standings
from lms.nominations.queries import Seats
from lms.people.models import Sex
from tests.support.factories import make_account, make_edition, make_institution, make_person


@pytest.fixture
def court(session):
    make_edition()
    return make_institution("Talas District Court")


@pytest.fixture
def focal(court):
    return make_account(Role.FOCAL_POINT, place=court)


@pytest.fixture
def coordinator(session):
    return make_account(Role.COORDINATOR)


def day(form, name, value):
    return {f"{name}-{part}": str(getattr(value, part)) for part in ("day", "month", "year")}


def planned(browser, coordinator, **values):
    today = clock.local_day(clock.now())
    page = browser(coordinator).visit("/en/reports/calls").click("Plan a call")
    fields = {"module": "practice", "women_share": "40", **day(None, "starts_on", today)}
    return page.submit("Plan the call", **{**fields, **day(None, "ends_on", today + timedelta(days=30)), **values})


def opened(coordinator, seats, *, court=None, region=None):
    """An open call with seats for an institution or a region; the call and its place."""
    today, at = clock.local_day(clock.now()), clock.now()
    call = services.plan_call("practice", starts_on=today, ends_on=today, women_share=40, by=coordinator.id, at=at)
    place = services.add_place(
        call, seats, institution_id=court.id if court else None, region_code=region, by=coordinator.id, at=at
    )
    services.open_call(call, by=coordinator.id, at=at)
    return call, place


def come(court, call, place, by, sex, count):
    """So many people of this sex, named for the call and registered."""
    for number in range(count):
        email = f"{sex.value}{number}@example.org"
        guest = Guest("Асанова Айгүл", email, None, "", "ky")
        asked = Asked("practice", call.id, place.id)
        services.invite(court, [guest], asked, list_id=call.id, by=by.id, at=clock.now())
    for row in list(court_guests(call)):
        if row.state == "invited" and row.email.startswith(sex.value):
            services.accept(row, make_person(sex=sex), contacts=[row.email], by=by.id, at=clock.now())


def court_guests(call):
    from lms.core.extensions import db  # noqa: PLC0415  (the session of the test)

    return db.session.query(Invitation).filter_by(asked_for=f"call:{call.id}")


def test_a_call_is_planned_given_seats_and_opened(browser, session, court, coordinator, focal):
    page = planned(browser, coordinator)
    assert "The call is planned" in page.notice
    assert "No seats yet" in page.text
    page = page.submit("Open the call")
    assert "Give seats to a region or an institution first" in page.notice

    page = page.submit("Give seats to the region", region="KG-T", seats="5")
    page = page.submit("Search", name="talas district")
    page = page.submit("Give seats to the institution", institution=str(court.id), seats="2")
    page = page.submit("Open the call")

    assert "The call is open" in page.notice
    call = session.query(Call).one()
    assert call.state is CallState.OPEN
    assert sorted(place.seats for place in call.places) == [2, 5]
    assert browser(focal).visit("/en/reports/calls").click("M91. Title of practice").heading


def test_days_and_numbers_are_checked_with_what_was_typed_kept(browser, session, court, coordinator):
    today = clock.local_day(clock.now())
    page = planned(browser, coordinator, **day(None, "ends_on", today - timedelta(days=1)), women_share="120")

    assert page.status == 422
    assert "The last day is before the first one." in page.text
    assert "Enter a number between 1 and 99." in page.text
    assert page.all("//input[@name='women_share']/@value") == ["120"]


def test_a_planned_call_is_seen_by_the_coordinator_alone(browser, session, court, coordinator, focal):
    page = planned(browser, coordinator).submit("Give seats to the region", region="KG-T", seats="5")

    assert "There is no call for your institution" in browser(focal).visit("/en/reports/calls").text
    assert browser(focal).visit(page.path).status == 404


def test_a_call_for_other_places_looks_absent(browser, session, court, coordinator, focal):
    call, _place = opened(coordinator, 5, region="KG-O")
    session.commit()

    assert browser(focal).visit(f"/en/reports/calls/{call.id}").status == 404


@pytest.mark.parametrize("path", ["calls/new", "calls/{id}/close"])
def test_a_focal_point_runs_no_calls(browser, session, court, coordinator, focal, path):
    call, _place = opened(coordinator, 5, court=court)
    session.commit()

    assert browser(focal).visit(f"/en/reports/{path.format(id=call.id)}").status == 404


def test_people_are_named_within_the_seats(browser, session, court, coordinator, focal):
    call, place = opened(coordinator, 2, court=court)
    session.commit()
    page = browser(focal).visit(f"/en/reports/calls/{call.id}").click("Talas District Court")
    assert page.all("//input[@name='asked'][@checked]/@value") == [f"call:{call.id}"]
    text = "Асанова Айгүл;0555000001\nМамбетова Нуриза;0555000002\nСыдыкова Чынара;0555000003"

    page = page.submit("Check the list", pasted=text).submit("Invite 3 people now")
    assert "The call has 2 seats left" in page.notice
    assert session.query(Invitation).count() == 0
    page = page.submit("Fix and check again", remove=["3"]).submit("Invite 2 people now")

    assert page.heading == "2 people are invited"
    session.refresh(place)
    assert (place.taken, place.left) == (2, 0)


def test_after_the_last_day_nobody_is_named_and_the_list_is_kept(browser, session, court, coordinator, focal):
    call, _place = opened(coordinator, 2, court=court)
    session.commit()
    page = browser(focal).visit(f"/en/reports/institutions/{court.id}/nominations/new")
    page = page.submit("Check the list", pasted="Асанова Айгүл;0555000001", asked=f"call:{call.id}")
    services.close_call(call, by=coordinator.id, at=clock.now())
    session.commit()

    page = page.submit("Invite 1 person now")

    assert "The call is closed" in page.notice
    assert "1 ready" in page.text
    assert session.query(Invitation).count() == 0


def test_seats_are_changed_and_never_fewer_than_taken(browser, session, court, coordinator, focal):
    call, place = opened(coordinator, 5, region="KG-T")
    come(court, call, place, focal, Sex.FEMALE, 2)
    session.commit()
    page = browser(coordinator).visit(f"/en/reports/calls/{call.id}")

    refused = page.submit("Give seats to the region", region="KG-T", seats="1")
    assert refused.status == 422
    assert "2 seats are taken already" in refused.text
    page.submit("Give seats to the region", region="KG-T", seats="3")

    assert session.query(CallPlace).populate_existing().one().seats == 3


def test_the_coordinator_sees_the_balance_as_it_is(browser, session, court, coordinator, focal):
    call, place = opened(coordinator, 9, court=court)
    come(court, call, place, focal, Sex.FEMALE, 1)
    come(court, call, place, focal, Sex.MALE, 2)
    session.commit()

    page = browser(coordinator).visit(f"/en/reports/calls/{call.id}")

    row = [" ".join(cell.itertext()).strip() for cell in page.all("//table[@id='standing']//tbody/tr[1]/*")]
    assert row == ["Talas District Court", "9", "6", "3", "3", "1", "2", "33%"]
    assert "The minimum share of women is not reached yet." in page.text
    assert page.links()["Refresh"] == page.path


def test_a_focal_point_sees_counts_and_no_sex_while_the_call_runs(browser, session, court, coordinator, focal):
    call, place = opened(coordinator, 20, court=court)
    come(court, call, place, focal, Sex.FEMALE, 6)
    come(court, call, place, focal, Sex.MALE, 6)
    session.commit()

    page = browser(focal).visit(f"/en/reports/calls/{call.id}")

    cells = [" ".join(cell.itertext()).strip() for cell in page.all("//table[@id='standing']//tbody/tr[1]/*")]
    assert cells == ["Talas District Court", "20", "8", "12", "12"]


def test_the_share_of_a_closed_call_does_not_move(session, court, coordinator, focal):
    call, place = opened(coordinator, 20, court=court)
    come(court, call, place, focal, Sex.FEMALE, 6)
    come(court, call, place, focal, Sex.MALE, 6)
    late = Guest("Мамбетова Нуриза", "late@example.org", None, "", "ky")
    asked = Asked("practice", call.id, place.id)
    services.invite(court, [late], asked, list_id=call.id, by=focal.id, at=clock.now())
    services.close_call(call, by=coordinator.id, at=clock.now())
    before = own_standings(call, own_places([court.id]), clock.local_day(clock.now()))[0]

    later = clock.now() + timedelta(days=1)
    guest = next(row for row in court_guests(call) if row.email == "late@example.org")
    services.accept(guest, make_person(sex=Sex.FEMALE), contacts=["late@example.org"], by=focal.id, at=later)
    session.flush()
    after = own_standings(call, own_places([court.id]), clock.local_day(clock.now()))[0]

    assert (before.people.registered, after.people.registered) == (12, 13)
    assert before.share == after.share
    assert after.share * 2 == 1


@pytest.mark.parametrize(("women", "men"), [(4, 20), (20, 4), (0, 30), (4, 4)])
def test_no_share_is_shown_where_fewer_than_five_stand_behind_it(women, men):
    assert protected(Seats(women + men, women + men, women, men)) is None
    assert protected(Seats(30, 30, women + 5, men + 5)) is not None


def test_a_part_of_an_own_place_is_not_shown_beside_it(session, court):
    chamber = make_institution("A chamber", parent=court)

    assert [place.id for place in own_places([court.id, chamber.id])] == [court.id]
    assert [place.id for place in own_places([chamber.id])] == [chamber.id]


def test_places_of_a_region_see_only_their_own_people(session, court, coordinator, focal):
    call, place = opened(coordinator, 20, region="KG-T")
    neighbour = make_institution("Talas City Court")
    come(court, call, place, focal, Sex.FEMALE, 2)

    (line,) = own_standings(call, own_places([neighbour.id]), clock.local_day(clock.now()))

    assert (line.taken, line.people.registered) == (2, 0)
    assert standings(call, clock.local_day(clock.now()))[-1].people.registered == 2


def test_a_call_is_closed_after_a_question_and_for_good(browser, session, court, coordinator):
    call, _place = opened(coordinator, 5, court=court)
    session.commit()
    page = browser(coordinator).visit(f"/en/reports/calls/{call.id}").click("Close the call")
    assert call.state is CallState.OPEN

    page = page.submit("Close the call")

    assert "The call is closed" in page.notice
    assert "Open the call" not in page.text
