"""Slips with codes, for people without e-mail: eight to a sheet, each in the language of its person."""

from datetime import UTC, datetime

import pytest

from lms.core import site as about_the_service
from lms.core.site import Site, Support
from lms.documents import DocumentRefused, UnprintableText, slips
from lms.documents.slips import Slip, TooManySlips, print_slips, printing
from tests.support import pdf

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
LONGEST_NAME = "Өмүрзак-Нурсултан Темирлан уулу Бекмырзаев-Жээнбеков-Шаршенкулов Абдыкадыр Мамасалиевич Эшматов-Үңүрөв"
LONGEST_PURPOSE = "Сабакка кайра кирүү үчүн код. Төмөнкү даректи ачып, кодду жазып, жаңы сырсөз ойлоп табыңыз. " * 2


def a_slip(name="Асанова Айгүл Бакытовна", **changes) -> Slip:
    facts = {
        "name": name,
        "purpose": "Сабакка кайра кирүү үчүн код.",
        "code": "7M4K-Q2Z9-DXTB",
        "address": "https://sabak.example/ky/sign-in/code",
        "language": "ky",
        "note": "Код бир жолу иштейт.",
    }
    return Slip(**{**facts, **changes})


def printed(*wanted: Slip) -> bytes:
    return print_slips(wanted, title="Коддор жазылган баракчалар", language="ky", at=AT)


def test_a_slip_says_everything_its_person_needs(session):
    document = printed(a_slip())

    words = pdf.text_of(document)
    for part in ("Асанова Айгүл Бакытовна", "Сабакка кайра кирүү үчүн код.", "7M4K-Q2Z9-DXTB", "Код бир жолу иштейт."):
        assert part in words
    assert "sabak.example/ky/sign-in/code" in words
    assert "https://sabak.example/ky/sign-in/code" in pdf.links_of(document)
    assert "Демонстрациялык маалымат" in words


def test_each_slip_speaks_the_language_of_its_person(session):
    document = printed(a_slip(), a_slip("Asanova Aigul", language="en", purpose="A code to sign in again."))

    words = pdf.text_of(document)
    assert "Demonstration data" in words
    assert "Address to open" in words
    pictures = [tag for tag in pdf.tags_of(document) if tag.name == "Figure"]
    assert len({picture.alternative for picture in pictures}) == 2
    assert {"ky", "en"} <= {tag.language for tag in pdf.tags_of(document)} | {pdf.about(document).language}


def test_the_qr_code_may_say_more_than_is_typed(session):
    link = "https://sabak.example/ky/sign-in/code?c=7M4KQ2Z9DXTB"

    document = printed(a_slip(link=link))

    assert pdf.links_of(document) == [link]
    assert link not in pdf.text_of(document)


def test_eight_slips_fill_a_sheet_of_a4(session):
    assert pdf.page_sizes(printed(*[a_slip()] * 8)) == [(210, 297)]
    assert pdf.page_sizes(printed(*[a_slip()] * 9)) == [(210, 297)] * 2


def test_the_longest_name_code_and_sentence_keep_within_the_slip(session):
    slip = a_slip(LONGEST_NAME, purpose=LONGEST_PURPOSE, code="7M4K-Q2Z9-DXTB-3R8W-VNC5-HYJ0-PA")

    document = printed(*[slip] * 8)

    words = pdf.text_of(document)
    assert pdf.page_sizes(document) == [(210, 297)]
    assert words.count("7M4K-Q2Z9-DXTB-3R8W-VNC5-HYJ0-PA") == 8
    assert words.count("Үңүрөв") == 8
    assert words.count("ойлоп табыңыз.") == 16


def test_a_text_longer_than_the_paper_is_refused(session):
    with pytest.raises(DocumentRefused, match="longer than its paper"):
        printed(a_slip(LONGEST_NAME, purpose=LONGEST_PURPOSE * 4))


def test_slips_are_archivable_tagged_and_carry_their_fonts(session):
    document = printed(a_slip())

    assert pdf.about(document).conformance == {"pdfaid:part": "2", "pdfaid:conformance": "A", "pdfuaid:part": "1"}
    assert all(pdf.fonts_of(document).values())
    assert "H1" in [tag.name for tag in pdf.tags_of(document)]


def test_a_letter_that_cannot_be_printed_stops_the_sheet_and_names_the_slip(session):
    with pytest.raises(UnprintableText) as refused:
        printed(a_slip(), a_slip("Ли 李"))

    assert refused.value.text == "Ли 李"


def test_no_slip_and_too_many_slips_are_refused(session, monkeypatch):
    monkeypatch.setattr(printing, "MOST_SLIPS", 2)

    with pytest.raises(ValueError, match="nothing"):
        printed()
    with pytest.raises(TooManySlips, match="3 slips"):
        printed(*[a_slip()] * 3)
    assert slips.MOST_SLIPS == 800


def test_the_help_line_is_printed_once_it_is_known(session, monkeypatch):
    assert "Help by phone" not in pdf.text_of(printed(a_slip(language="en")))
    known: Site = about_the_service.site()
    support = Support(phone="0312 00 00 00", hours={"ky": "9–18", "ru": "9–18", "en": "9 to 18"})
    monkeypatch.setattr(
        printing, "site", lambda: Site(known.name, known.short_name, known.purpose, known.project, support=support)
    )

    words = pdf.text_of(printed(a_slip(language="en")))

    assert "Help by phone: 0312 00 00 00, 9 to 18" in words
