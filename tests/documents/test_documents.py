"""Facts become a PDF in a process of its own; what cannot be printed or goes too far is refused."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from lms.documents import (
    DocumentRefused,
    UnprintableText,
    qr_svg,
    render_pdf,
    rendering,
    unprintable_letters,
    written_otherwise,
)
from tests.support import pdf

AT = datetime(2026, 11, 20, 9, 30, 12, 345678, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]
PLAIN = """\
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set text(lang: data.language, font: ("Noto Serif", "Noto Sans"))
= #data.facts.name
"""


@pytest.fixture
def template(tmp_path):
    """A function that writes a template and says where it is."""

    def write(text: str):
        path = tmp_path / "document.typ"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def rendered(path, name="Өмүрбек Ңүтөев", **options) -> bytes:
    return render_pdf(path, language="ky", title="Күбөлөндүрүү", facts={"name": name}, at=AT, **options)


def test_facts_are_set_with_title_language_and_structure(template):
    document = rendered(template(PLAIN))

    about = pdf.about(document)
    assert pdf.text_of(document) == "Өмүрбек Ңүтөев"
    assert (about.title, about.language) == ("Күбөлөндүрүү", "ky")
    assert about.is_marked
    assert about.shows_title
    assert about.conformance == {"pdfaid:part": "2", "pdfaid:conformance": "A", "pdfuaid:part": "1"}
    assert "H1" in [tag.name for tag in pdf.tags_of(document)]


def test_the_same_facts_give_the_same_bytes(template):
    path = template(PLAIN)

    assert rendered(path) == rendered(path)


def test_a_name_is_never_code(template):
    name = '"] #panic("no") #sys.version $x$ = *b* \\u{41} <a> @b // c'

    assert pdf.text_of(rendered(template(PLAIN), name)) == name


def test_signs_of_our_own_words_are_written_otherwise_and_other_letters_asked_for():
    assert written_otherwise("≥75 %, ≤ 8 →\t·, a\u2060b") == ">=75 %, <= 8 -> ·, ab"
    assert written_otherwise("Мээрим 🙂 Ңүтөева") == "Мээрим ? Ңүтөева"
    assert written_otherwise("\u1112\u1161") == "?"  # two signs that are drawn as one letter
    assert written_otherwise({"≥": ["≥1", ("≤2", 3, None)]}) == {"≥": [">=1", ["<=2", 3, None]]}


@pytest.mark.parametrize("locale", ["ky", "ru"])
def test_no_word_of_a_page_needs_a_question_mark_on_paper(locale):
    """But the arrows of keys, which no paper has."""
    with (ROOT / "translations" / locale / "LC_MESSAGES" / "messages.po").open("rb") as stream:
        said = [message.string for message in read_po(stream)] + [message.id for message in read_po(stream)]
    texts = [text for each in said for text in ([each] if isinstance(each, str) else each)]
    texts.append((ROOT / "content" / "indicators.yaml").read_text(encoding="utf-8"))
    lacking = {letter for text in texts for letter in unprintable_letters(text, font=None)}
    assert {letter for letter in lacking if written_otherwise(letter) == "?"} <= {"↑", "↓"}


def test_letters_that_the_fonts_lack_are_named():
    assert unprintable_letters("Ңң Өө Үү ҚқҒғҺһӘәІіҰұЎў Ҳҳ Ҷҷ Ӣӣ Ӯӯ «№» – ’ ⃀ É") == []
    assert unprintable_letters("Ли 李 и 李 😀") == ["李", "😀"]
    assert unprintable_letters("а\u202eб\u200bв\u0007") == ["\u202e", "\u200b", "\u0007"]
    assert unprintable_letters("И\u0306") == []


def test_letters_are_asked_of_a_font_that_exists():
    assert unprintable_letters("Ң", font="Noto Sans") == unprintable_letters("Ң", font=None) == []
    with pytest.raises(LookupError, match="Comic"):
        unprintable_letters("Ң", font="Comic")


def test_a_text_that_cannot_be_printed_stops_the_document(template):
    with pytest.raises(UnprintableText, match=r"李 \(U\+674E\)") as refused:
        render_pdf(template(PLAIN), language="en", title="T", facts={"names": [{"full": "Ли 李"}]}, at=AT)

    assert refused.value.letters == ["李"]
    assert refused.value.text == "Ли 李"


def test_a_moment_needs_a_time_zone(template):
    with pytest.raises(ValueError, match="time zone"):
        render_pdf(template(PLAIN), language="en", title="T", facts={}, at=AT.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("#let x = (", "unclosed delimiter"),
        (PLAIN.replace("facts.name", "facts.surname"), "surname"),
        (PLAIN.replace("#set document(title: data.title)\n", ""), "title"),
        (
            PLAIN + "#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>\"), format: \"svg\")",
            "alt",
        ),
        (PLAIN.replace("Noto Serif", "No Such Font"), "unknown font family"),
        ('#read("/etc/hostname")', "not found"),
        ('#read("../secret.txt")', "outside"),
        ("#let f(n) = f(n + 1)\n#f(1)", "recursion|depth"),
        ("#while true {}", "always true"),
    ],
)
def test_what_the_typesetter_refuses_is_said(template, text, said):
    (template("").parent.parent / "secret.txt").write_text("secret")

    with pytest.raises(DocumentRefused, match=f"(?s)with 3: .*({said})"):
        rendered(template(text))


def test_a_document_that_takes_too_much_memory_is_stopped(template):
    with pytest.raises(DocumentRefused, match="memory"):
        rendered(template("#let a = range(10000000).map(n => str(n) * 20)\n#a.len()"))


def test_a_document_that_takes_too_long_is_stopped(template, monkeypatch):
    monkeypatch.setattr(rendering, "LONGEST_SECONDS", 1)

    with pytest.raises(DocumentRefused, match=r"longer than 1 s|ended with -"):
        rendered(template("#for a in range(9000) { for b in range(9000) { let c = calc.rem(a, 7) } }"))


def test_the_typesetter_sees_no_environment(template, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")

    assert rendered(template(PLAIN)).startswith(b"%PDF-")


def test_a_qr_code_has_a_quiet_zone_and_literal_colours():
    picture = qr_svg("https://sabak.example/verify/7M4KQ2Z9DXTB3R8WVNC5HYJ0PA")

    assert picture.startswith("<svg ")
    assert 'fill="#fff"' in picture
    assert 'stroke="#000"' in picture
    assert 'd="M4 4.5h7' in picture
    assert "var(" not in picture
    assert "style=" not in picture
