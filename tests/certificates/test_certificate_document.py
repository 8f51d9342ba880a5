"""The certificate on paper: read back in each pair of languages, at its longest and at its emptiest."""

import copy
from datetime import UTC, datetime
from pathlib import Path

import pytest
import segno

import lms.certificates
from lms.documents import DocumentRefused, qr_svg, render_pdf
from tests.support import pdf
from tests.support.left_out import needs_program

TEMPLATE = Path(lms.certificates.__file__).parent / "documents" / "certificate.typ"
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
CODE = "7M4KQ2Z9DXTB3R8WVNC5HYJ0PA"
ADDRESS = f"https://sabak.example/verify/{CODE}"
GROUPED = "7M4K-Q2Z9-DXTB-3R8W-VNC5-HYJ0-PA"
PAIRS = [("ky", "en"), ("ru", "en")]
LONGEST_NAME = "Өмүрзак-Нурсултан Темирлан уулу Бекмырзаев-Жээнбеков-Шаршенкулов Абдыкадыр Мамасалиевич Эшматов-Үңүрөв"

WORDS = {
    "ky": {
        "service": "Сабак: сот адилеттиги жана адам укуктары",
        "heading": "Модулду бүтүрүү сертификаты",
        "statement": "Окуу модулу өтүлдү, жыйынтыктоочу тест тапшырылды",
        "module": "Негиздер: зомбулуктуу экстремизм деген эмне жана эмне эмес",
        "details": [("Көлөмү", "1 саат 15 мүнөт"), ("Басылышы", "2"), ("Бүтүргөн күнү", "2026-жылдын 20-ноябры")],
        "check": "Сертификатты текшерүү",
        "code_label": "Код",
        "qr_alt": "Бул сертификатты текшерүү барагына алып баруучу QR-код",
    },
    "ru": {
        "service": "Сабак: правосудие и права человека",
        "heading": "Сертификат о прохождении модуля",
        "statement": "Учебный модуль пройден, итоговый тест сдан",
        "module": "Основы: что является и что не является насильственным экстремизмом",
        "details": [("Объём", "1 час 15 минут"), ("Редакция", "2"), ("Дата завершения", "20 ноября 2026 г.")],
        "check": "Проверить сертификат",
        "code_label": "Код",
        "qr_alt": "QR-код, ведущий на страницу проверки этого сертификата",
    },
    "en": {
        "service": "Sabak: justice and human rights",
        "heading": "Certificate of completion",
        "statement": "Training module completed, final quiz passed",
        "module": "Foundations: what is and what is not violent extremism",
        "details": [("Length", "1 h 15 min"), ("Edition", "2"), ("Completed on", "20 November 2026")],
        "check": "Check this certificate",
        "code_label": "Code",
        "qr_alt": "QR code that leads to the page where this certificate is checked",
    },
}
DEMONSTRATION = {"ky": "Демонстрациялык маалымат", "ru": "Демонстрационные данные", "en": "Demonstration data"}


def facts_in(pair, **changes) -> dict:
    texts = {}
    for language in pair:
        texts[language] = copy.deepcopy(WORDS[language]) | {"issuer": None, "partners": None, "signatories": []}
        texts[language]["details"] = [{"label": label, "value": value} for label, value in texts[language]["details"]]
    return {
        "languages": list(pair), "name": "Асанова Айгүл Бакытовна", "code": CODE, "address": ADDRESS,
        "short_address": "sabak.example/verify", "qr": qr_svg(ADDRESS), "mark": None, "texts": texts,
    } | changes  # fmt: skip


def with_everything(facts) -> dict:
    """Issuer, partners, two signatures and a fourth detail on top."""
    for texts in facts["texts"].values():
        texts["issuer"] = {"label": "Issued by", "value": "Sample training centre"}
        texts["partners"] = {"label": "Partners", "value": "First organisation; Second organisation"}
        texts["signatories"] = [
            {"name": "А. Үлгүлүү", "position": "Head of the project"},
            {"name": "Б. Мисалова", "position": "Director of the training centre"},
        ]
        texts["details"].append({"label": "Valid until", "value": "20 November 2029"})
    return facts


def certificate(facts) -> bytes:
    main = facts["languages"][0]
    return render_pdf(TEMPLATE, language=main, title=facts["texts"][main]["heading"], facts=facts, at=AT)


@pytest.mark.parametrize("pair", PAIRS)
def test_everything_stands_on_one_sheet_in_both_languages(pair):
    document = certificate(facts_in(pair))

    text = pdf.text_of(document)
    assert pdf.page_sizes(document) == [(297, 210)]
    assert "Асанова Айгүл Бакытовна" in text
    assert GROUPED in text
    assert "sabak.example/verify" in text
    for language in pair:
        words = WORDS[language]
        for word in ("service", "heading", "statement", "module", "check", "code_label"):
            assert words[word] in text
        for label, value in words["details"]:
            assert label in text
            assert value in text
    assert len(document) < 120 * 1024


@pytest.mark.parametrize("pair", PAIRS)
def test_it_can_be_read_aloud_and_archived(pair):
    document = certificate(facts_in(pair))

    about, tags = pdf.about(document), pdf.tags_of(document)
    assert (about.language, about.title) == (pair[0], WORDS[pair[0]]["heading"])
    assert about.is_marked
    assert about.conformance == {"pdfaid:part": "2", "pdfaid:conformance": "A", "pdfuaid:part": "1"}
    assert [tag.name for tag in tags if tag.name.startswith("H")] == ["H1", "H1", "H2", "H2"]
    assert [tag.alternative for tag in tags if tag.name == "Figure"] == [WORDS[pair[0]]["qr_alt"]]
    assert [tag.language for tag in tags if tag.language] == ["en", "en"]
    assert "Span" not in [tag.name for tag in tags]
    assert pdf.links_of(document) == [ADDRESS]


def test_fonts_are_our_own_and_embedded():
    fonts = pdf.fonts_of(certificate(with_everything(facts_in(("ky", "en")))))

    assert {name.split("-")[0] for name in fonts} == {"NotoSerif", "NotoSans"}
    assert all(fonts.values())


@pytest.mark.parametrize(
    "name", ["Ңңөөүү ӨӨҮҮ ҢҢ", "Өмүрбекова Үмүтжан Өзгөнбай кызы", "Aigül Öskönbaeva", "Ҳамидов Ҷӯра"]
)
def test_every_letter_of_a_name_is_printed(name):
    assert name in pdf.text_of(certificate(facts_in(("ky", "en"), name=name)))


def test_issuer_partners_and_signatures_stand_where_they_are_known():
    text = pdf.text_of(certificate(with_everything(facts_in(("ru", "en")))))

    assert "Issued by: Sample training centre" in text
    assert "Partners: First organisation; Second organisation" in text
    assert "А. Үлгүлүү" in text
    assert "Director of the training centre" in text
    assert "Valid until" in text


def test_what_is_unknown_leaves_no_trace():
    text = pdf.text_of(certificate(facts_in(("ru", "en"))))

    assert "none" not in text.lower()
    assert "Issued by" not in text


@pytest.mark.parametrize("pair", PAIRS)
def test_demonstration_data_say_so_in_both_languages(pair):
    document = certificate(facts_in(pair, mark=DEMONSTRATION))

    text = pdf.text_of(document)
    assert text.startswith(DEMONSTRATION[pair[0]])
    assert "Demonstration data" in text
    assert pdf.page_sizes(document) == [(297, 210)]


def test_a_sample_has_no_code_to_check():
    sample = facts_in(
        ("ky", "en"), code=None, address=None, short_address=None, qr=None, mark={"ky": "Үлгү", "en": "Sample"}
    )

    document = certificate(sample)

    assert "Үлгү · Sample" in pdf.text_of(document)
    assert "Figure" not in [tag.name for tag in pdf.tags_of(document)]
    assert pdf.links_of(document) == []


@pytest.mark.parametrize("pair", PAIRS)
def test_the_longest_name_and_everything_else_still_fit(pair):
    facts = with_everything(facts_in(pair, name=LONGEST_NAME, mark=DEMONSTRATION))
    for texts in facts["texts"].values():
        texts["module"] = f"{texts['module']}. {texts['module']}"

    document = certificate(facts)

    assert len(LONGEST_NAME) > 100
    # A hyphen may end a line, so the name is compared without the spaces that breaking a line adds.
    assert LONGEST_NAME.replace(" ", "") in pdf.text_of(document).replace(" ", "")
    assert pdf.page_sizes(document) == [(297, 210)]


def test_what_does_not_fit_is_refused_rather_than_continued_overleaf():
    facts = with_everything(facts_in(("ky", "en"), name=LONGEST_NAME * 16, mark=DEMONSTRATION))

    with pytest.raises(DocumentRefused, match="does not fit on one page"):
        certificate(facts)


def test_the_same_record_gives_the_same_paper():
    assert certificate(facts_in(("ky", "en"))) == certificate(facts_in(("ky", "en")))


@needs_program("pdftoppm", package="poppler-utils")
def test_the_qr_code_is_large_enough_and_says_the_address():
    dots = 12
    page = pdf.grey_pixels(certificate(facts_in(("ky", "en"))), dots_per_mm=dots)
    # The lower left part of the sheet, inside the frame and left of the words.
    corner = [row[20 * dots : 53 * dots] for row in page[155 * dots : 195 * dots]]
    dark_rows = [n for n, row in enumerate(corner) if min(row) < 64]
    dark_columns = [n for n in range(len(corner[0])) if min(row[n] for row in corner) < 64]
    top, left = dark_rows[0], dark_columns[0]
    side = dark_columns[-1] - left + 1

    matrix = segno.make_qr(ADDRESS, error="m").matrix
    step = side / len(matrix)
    seen = [
        [corner[int(top + (y + 0.5) * step)][int(left + (x + 0.5) * step)] < 128 for x in range(len(matrix))]
        for y in range(len(matrix))
    ]

    assert side / dots >= 25
    assert seen == [[bool(module) for module in row] for row in matrix]
