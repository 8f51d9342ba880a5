"""Words: every one is marked for translation, and every translation is there."""

import re
import subprocess
import sys
from gettext import NullTranslations
from pathlib import Path

import flask_babel
import pytest

from lms.accounts.models import Role
from lms.core import i18n
from tests.support.crawler import pages_from
from tests.support.factories import make_account, make_edition, make_enrolment, make_institution, make_person
from tests.support.packs import pack

ROOT = Path(__file__).resolve().parents[2]
OPEN, CLOSE = "⟦", "⟧"
#: The polite address with a capital in the middle of a sentence.
CAPITAL_YOU = re.compile(r"[а-яё0-9,;–)] (Вы|Вас|Вам|Вами|Ваш[а-я]*)\b")
#: Latin letters that are no English words: names, codes, units, formats.
NAMES = {
    "Sabak", "English", "PDF", "XLSX", "CSV", "JSON", "KB", "MB", "BOM", "UTF", "M", "Markdown", "UN", "PBF",
    "A", "B", "C", "I", "L", "O", "U", "X", "K", "Q", "ky", "ru", "en", "kg", "KG", "KY", "RU", "EN",
    "WCAG", "AA", "JavaScript", "QR", "Cookie", "Test",
}  # fmt: skip


class Pseudo(NullTranslations):
    """A language in which every marked text stands in brackets."""

    def gettext(self, message):
        return f"{OPEN}{message}{CLOSE}"

    def ngettext(self, one, many, number):
        return self.gettext(one if number == 1 else many)

    def pgettext(self, context, message):
        return self.gettext(message)

    def npgettext(self, context, one, many, number):
        return self.ngettext(one, many, number)

    ugettext, ungettext, upgettext, unpgettext = gettext, ngettext, pgettext, npgettext


@pytest.fixture
def pseudo(monkeypatch):
    monkeypatch.setattr(flask_babel.Domain, "get_translations", lambda domain: Pseudo())
    monkeypatch.setattr(i18n, "catalogue", lambda folder, code: Pseudo())


def unmarked(text):
    """Latin words that stand outside the brackets."""
    depth, outside = 0, []
    for letter in text:
        depth += (letter == OPEN) - (letter == CLOSE)
        outside.append(letter if depth == 0 and letter != CLOSE else " ")
    bare = re.sub(r"\S+@\S+|https?://\S+|/\S+|\b[A-Z]?\d[\w.-]*", " ", "".join(outside))
    return [word for word in re.findall(r"[A-Za-z]{2,}", bare) if word not in NAMES]


def cyrillic(value):
    """The same document with no Latin letter in its Kyrgyz texts."""
    if isinstance(value, dict):
        return {
            key: text
            if key == "states"
            else "Кыргызча сөз"
            if key == "ky" and isinstance(text, str)
            else cyrillic(text)
            for key, text in value.items()
        }
    if isinstance(value, list):
        return [cyrillic(item) for item in value]
    return value


def visible(page):
    """Words a person sees or hears, without what is in another language or quoted as code."""
    skipped = (
        "//script|//*[@lang and not(self::html) and not(@lang='ky')]|//code|//pre|//svg|//textarea|//option[@lang]"
    )
    for element in page.all(skipped):
        element.clear(keep_tail=True)
    heard = page.all("//@aria-label|//@alt|//body//@title")
    return " ".join([page.text, page.title, *heard])


@pytest.mark.parametrize(
    "who", ["visitor", "trainee", "trainer", "reviewer", "coordinator", "focal point", "administrator"]
)
def test_every_word_on_every_page_is_marked(who, app, session, browser, pseudo):
    court = make_institution("Сот")
    document = pack()
    document = {**cyrillic(document), "lessons": kyrgyz_lessons(document["lessons"])}
    edition = make_edition(as_document(document))
    person = make_person("Асанова Айгүл", institution=court, language="ky")
    roles = {
        "trainer": [Role.TRAINER],
        "reviewer": [Role.GENDER_REVIEWER],
        "coordinator": [Role.COORDINATOR],
        "focal point": [Role.FOCAL_POINT],
        "administrator": [Role.ADMINISTRATOR],
    }.get(who, [])
    account = None if who == "visitor" else make_account(*roles, person=person, place=court)
    if who == "trainee":
        make_enrolment(edition, person, done=("lesson:first",))

    bare = {page.path: words for page in pages_from(browser(account), "/ky/") if (words := unmarked(visible(page)))}

    assert bare == {}


def kyrgyz_lessons(lessons):
    return [
        {
            **lesson,
            "texts": {
                **lesson["texts"],
                "ky": {
                    "title": "Сабак",
                    "summary": "Кыскача",
                    "body": "Биринчи абзац.\n\n## Бөлүм\n\nМыйзам [@iccpr 19].\n",
                },
            },
        }
        for lesson in lessons
    ]


def as_document(raw):
    import msgspec  # noqa: PLC0415  (only here)

    from lms.catalogue.documents import ModuleDocument  # noqa: PLC0415

    return msgspec.convert(raw, ModuleDocument)


def test_the_check_itself_finds_an_unmarked_word():
    assert unmarked(f"{OPEN}All is {OPEN}well{CLOSE} here{CLOSE} but Submit stands bare") == [
        "but",
        "Submit",
        "stands",
        "bare",
    ]


def test_catalogues_are_fresh_and_complete():
    """Kyrgyz and Russian have every text, with the same placeholders and tags."""
    run = subprocess.run([sys.executable, "tools/words.py", "check"], capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("folder", ["content", "translations/ru"])
def test_russian_texts_address_everybody_in_small_letters(folder):
    """Interface and texts stand on one page: "вы", a capital only where a sentence, a heading or a cell begins."""
    texts = [path for path in (ROOT / folder).rglob("*") if path.suffix in {".md", ".yaml", ".po"}]
    found = [f"{path.name}: {hit.group()}" for path in texts for hit in CAPITAL_YOU.finditer(path.read_text("utf-8"))]

    assert len(texts) > 0
    assert found == []
