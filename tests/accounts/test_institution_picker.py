"""Choosing the own institution among hundreds: kind, place, then a short list by rayon and city."""

import gzip
from datetime import date

import pytest

from lms.accounts.forms.answers import institution_groups, region_options
from lms.core.i18n import speaking
from lms.institutions import queries
from lms.institutions.models import NATIONAL
from tests.support.databases import count_queries
from tests.support.factories import make_institution

DAY = date(2026, 11, 16)
MOST_RADIOS = 40
MOST_BYTES = 14 * 1024


def groups_of(kind, region):
    with speaking("en"):
        return [
            (group.label, [option.label for option in group.options]) for group in institution_groups(kind, region, DAY)
        ]


def test_there_are_twenty_two_kinds_and_ten_places(session):
    with speaking("en"):
        places = [option.value for option in region_options()]

    assert len(queries.groups()) == 22
    assert places == ["KG-GB", "KG-GO", "KG-B", "KG-C", "KG-J", "KG-N", "KG-O", "KG-T", "KG-Y", "KG-XX-NAT"]


def test_the_body_of_the_region_stands_first_then_rayons_then_cities_then_the_country(session):
    assert groups_of("court", "KG-T") == [
        ("Talas oblast", ["Talas Oblast Court"]),
        ("Rayons", ["Bakay-Ata Rayon Court", "Kara-Buura Rayon Court", "Manas Rayon Court", "Talas Rayon Court"]),
        ("Cities", ["Talas City Court"]),
        ("Bodies of the whole country", ["Supreme Court of the Kyrgyz Republic"]),
        ("", ["It is not in the list"]),
    ]


def test_where_a_rayon_has_several_each_has_its_heading(session):
    make_institution("Women of Manas", type_code="cso-women", district="41707225")
    make_institution("Mothers of Manas", type_code="cso-women", district="41707225")
    make_institution("Women of Talas", type_code="cso-women", district="41707400")

    assert groups_of("cso-women", "KG-T") == [
        ("Manas rayon", ["Mothers of Manas", "Women of Manas"]),
        ("Talas city", ["Women of Talas"]),
        ("", ["It is not in the list"]),
    ]


def test_the_national_level_offers_what_belongs_to_no_region(session):
    [(label, names), (_none, _other)] = groups_of("court", NATIONAL)

    assert (label, names) == ("Bodies of the whole country", ["Supreme Court of the Kyrgyz Republic"])


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_no_list_is_longer_than_can_be_read(session, language):
    with speaking(language):
        sizes = {
            (kind.code, region.value): sum(
                len(group.options) for group in institution_groups(kind.code, region.value, DAY)
            )
            for kind in queries.groups()
            for region in region_options()
        }

    assert max(sizes.values()) <= MOST_RADIOS


def test_the_longest_page_fits_the_first_flight_and_asks_a_bounded_number_of_questions(app, browser, session):
    page = browser().visit("/ky/register").submit("Улантуу", login="0555 123 456", password="тоодо өскөн арча дарагы")

    with count_queries(app) as statements:
        page = page.submit("Улантуу", kind="police", region="KG-J")

    assert len(page.all("//input[@name='institution']")) == 15
    assert len(gzip.compress(page.html.encode(), 6)) <= MOST_BYTES
    assert len(statements) < 30
