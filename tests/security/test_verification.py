"""The public page about a certificate, asked by somebody who wants more than it should tell."""

from datetime import timedelta

import pytest

from lms.certificates import services
from lms.certificates.codes import LENGTH, new_code
from lms.core import clock
from lms.core.codes import ALPHABET
from lms.core.extensions import db
from tests.security import world as worlds
from tests.support.csrf import token_of
from tests.support.factories import make_account, make_certificate, make_institution

NAME = "Жумабекова Нургүл Асановна"


@pytest.fixture
def holder(session):
    return make_account(name=NAME, institution=make_institution("Баткен соту"))


@pytest.fixture
def certificate(holder):
    return make_certificate(holder, name=NAME)


def secrets_of(holder, certificate):
    """What stands in our tables about this person and is nobody's business."""
    words = [*NAME.split(), "Баткен", holder.email, str(holder.id), str(holder.person_id), str(certificate.id)]
    return [*words, str(certificate.enrolment_id), str(certificate.serial), "1988"]


def ask(visitor, certificate, name=None):
    address = f"/verify/{certificate.code}"
    if name is None:
        return visitor.visit(address, query={"language": "en"})
    return visitor.post(f"{address}?language=en", {"csrf_token": token_of(visitor), "name_printed": name})


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_it_tells_no_more_than_it_must(browser, holder, certificate, language):
    page = browser().visit(f"/verify/{certificate.code}", query={"language": language})
    shown = [word for word in secrets_of(holder, certificate) if word in page.html]

    assert [word for word in shown if word != str(certificate.serial)] == []
    assert NAME not in str(page.response.headers)


def test_a_wrong_name_is_not_corrected(browser, holder, certificate):
    page = ask(browser(), certificate, "Жумабекова Гүлнара")

    assert not [word for word in ("Нургүл", "Асановна") if word in page.html]


def test_who_is_signed_in_is_told_no_more(browser, holder, certificate):
    for visitor in (browser(make_account()), browser(holder)):
        assert NAME not in ask(visitor, certificate).text


def test_the_name_is_shown_only_as_long_as_the_holder_wants(browser, holder, certificate):
    services.show_name(certificate, is_public=True, by=holder.id, at=clock.now())
    db.session.commit()
    assert NAME in ask(browser(), certificate).text

    services.show_name(certificate, is_public=False, by=holder.id, at=clock.now())
    db.session.commit()
    assert NAME not in ask(browser(), certificate).html


def test_nobody_else_switches_the_name_on(browser, holder, certificate):
    visitor = browser(make_account())
    form = {"csrf_token": token_of(visitor), "state": "on"}

    assert visitor.post(f"/en/my-learning/certificates/{certificate.id}/name", form).status == 404
    assert NAME not in ask(browser(), certificate).html


def test_names_are_not_guessed_from_many_browsers(browser, certificate, frozen):
    """The count belongs to the certificate: another browser or address does not begin anew."""
    statuses = [ask(browser(), certificate, f"Жумабекова {number}").status for number in range(12)]

    assert statuses[0] == 200
    assert set(statuses[7:]) == {429}
    assert ask(browser(), certificate).status == 200


def test_a_locked_name_field_opens_again(browser, certificate, frozen):
    for number in range(12):
        ask(browser(), certificate, f"Жумабекова {number}")
    clock.freeze(frozen + timedelta(hours=2))

    page = ask(browser(), certificate, NAME)
    clock.thaw()

    assert page.status == 200
    assert "matches" in page.text


def test_codes_are_drawn_from_all_of_their_letters():
    """128 bits: no two alike, and no place that stays the same but the first, which has three bits."""
    codes = [new_code() for _number in range(3000)]

    assert len(set(codes)) == len(codes)
    assert {len(code) for code in codes} == {LENGTH}
    assert {frozenset(code[place] for code in codes) == frozenset(ALPHABET) for place in range(1, LENGTH)} == {True}
    assert len({code[0] for code in codes}) == 8


def test_the_neighbours_of_a_code_are_unknown(browser, certificate):
    last = ALPHABET[(ALPHABET.index(certificate.code[-1]) + 1) % 32]

    assert browser().visit(f"/verify/{certificate.code[:-1]}{last}").status == 404
    assert browser().visit(f"/verify/{certificate.id}").status == 404
    assert browser().visit(f"/verify/{certificate.serial}").status in (404, 422)


@pytest.mark.parametrize("code", ["%", "_" * 26, "*" * 26, "' or 1=1 --", "0" * 27, "O" * 25, "ⅠⅠ", "🂡" * 26])
def test_odd_codes_find_nothing(browser, certificate, code):
    assert browser().visit(f"/verify/{code}").status in (200, 404)
    assert "This certificate is valid" not in browser().visit(f"/verify/{code}").text


def test_looking_writes_nothing_but_the_count(browser, certificate):
    before = worlds.rows()
    visitor = browser()
    ask(visitor, certificate)
    ask(visitor, certificate, "Жумабекова")

    assert worlds.changed(before, worlds.rows()) == {}
