"""The dry run says of each row what would become of it, and nothing of people elsewhere."""

import pytest

from lms.invitations.services import Asked
from lms.nominations.checking import Status, check, guests_of
from lms.nominations.reading import Row
from tests.support import databases
from tests.support.factories import make_account, make_institution, make_invitation


@pytest.fixture
def court(session):
    return make_institution("Talas District Court")


@pytest.fixture
def other_court(session):
    return make_institution("Osh City Court", region="KG-GO")


@pytest.fixture
def checked(app, court):
    def run(*rows, asked=None):
        with app.test_request_context():
            return check(list(rows), court.id, asked or Asked(), language="ky")

    return run


def row(line=1, name="Асанова Айгүл", **values):
    return Row(line, name=name, **values or {"email": f"guest{line}@example.org"})


def statuses(found):
    return [item.status for item in found]


def test_a_sound_row_is_ready_with_its_contact_in_one_form(checked):
    (item,) = checked(row(phone="0555 123 456", position="судья"))

    assert item.status is Status.READY
    assert (item.guest.phone, item.guest.contact, item.guest.position) == ("+996555123456", "+996555123456", "судья")


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"phone": "0555 123 45"}, "phone", "The phone has 8 digits, 9 are needed."),
        ({"phone": "abc"}, "phone", "This is no phone number. It looks like 0555 123 456."),
        ({"email": "aigul@"}, "email", "This is no e-mail address. It looks like name@example.org."),
        ({"position": "судья"}, "phone", "Enter a phone or an e-mail."),
        ({"name": "Г?лнара", "email": "a@example.org"}, "name", "Letters of the name are lost or mixed up."),
    ],
)
def test_what_is_wrong_is_said_at_its_cell(checked, values, field, sentence):
    (item,) = checked(row(**values))

    assert item.status is Status.FIX
    assert item.problems[field].startswith(sentence)
    assert item.guest is None


def test_both_rows_with_one_phone_are_marked(checked):
    found = checked(
        row(1, "Асанова Айгүл", phone="0555123456"),
        row(2, "Мамбетова Нуриза", phone="+996 555 123 456"),
        row(3, "Сыдыков Бакыт"),
    )

    assert statuses(found) == [Status.TWICE, Status.TWICE, Status.READY]
    assert found[0].problems["phone"] == "The same as in row 2. Keep one of them."


def test_who_is_invited_for_the_same_is_not_invited_again(checked, court):
    make_invitation(email="guest1@example.org", institution=court)

    assert statuses(checked(row(1))) == [Status.INVITED]
    assert statuses(checked(row(1, "Мамбетова Нуриза"), asked=Asked("practice"))) == [Status.READY]


def test_who_is_registered_here_is_added_where_there_is_something_to_be_added_to(checked, court):
    account = make_account(email="guest1@example.org", institution=court)

    assert statuses(checked(row(1))) == [Status.REGISTERED]
    (item,) = checked(row(1), asked=Asked("practice"))
    assert (item.status, item.guest.person_id) == (Status.ADDED, account.person_id)


def test_somebody_of_a_body_beneath_is_registered_here(checked, court):
    make_account(email="guest1@example.org", institution=make_institution("A chamber", parent=court))

    assert statuses(checked(row(1))) == [Status.REGISTERED]


def test_nothing_is_told_of_somebody_elsewhere_but_that(checked, other_court):
    make_account(email="guest1@example.org", institution=other_court, name="Токтогулова Зарина")

    (item,) = checked(row(1, "Асанова Айгүл"))

    assert item.status is Status.ELSEWHERE
    assert item.note == "Ask the person to change the workplace in the profile."
    assert not guests_of([item])


def test_names_elsewhere_are_never_compared(checked, other_court):
    make_account(institution=other_court, name="Асанова Айгүл")

    assert statuses(checked(row(1, "Асанова Айгүл"))) == [Status.READY]


def test_an_account_without_a_workplace_looks_like_anybody(checked):
    make_account(email="guest1@example.org")

    assert statuses(checked(row(1))) == [Status.READY]


def test_a_name_like_one_of_the_house_needs_a_yes(checked, court):
    make_account(institution=court, name="Асанова Айгүл Бакытовна")

    (item,) = checked(row(1, "Asanova Aigul"))
    assert (item.status, item.note) == (Status.SIMILAR, "A person with a similar name is registered here.")
    assert statuses(checked(Row(1, name="Asanova Aigul", email="g@example.org", is_another=True))) == [Status.READY]


def test_similar_names_of_guests_and_of_the_list_itself_are_shown(checked, court):
    make_invitation("Мамбетова Нуриза", email="nuriza@example.org", institution=court)

    found = checked(row(1, "Mambetova Nuriza"), row(2, "Сыдыкова Чынара"), row(3, "Сыдыкова Чинара"))

    assert statuses(found) == [Status.SIMILAR, Status.READY, Status.SIMILAR]
    assert found[2].note == "A similar name stands in row 2."


def test_a_long_list_costs_as_many_statements_as_a_short_one(app, checked, court):
    make_account(institution=court)

    def cost(*rows):
        with databases.count_queries(app) as sent:
            checked(*rows)
        return len(sent)

    cost(row(1))
    assert cost(*(row(line, f"Асанова {'аиоуя'[line % 5] * (line % 7 + 2)}") for line in range(1, 400))) == cost(row(1))
