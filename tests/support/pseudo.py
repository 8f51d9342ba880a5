"""A language in which every marked text stands in brackets, and a module that has no Latin letter in its Kyrgyz."""

import re
from copy import deepcopy
from gettext import NullTranslations

import msgspec

from lms.catalogue.documents import ModuleDocument
from tests.authoring.documents import sound_pack
from tests.support.browser import Browser

OPEN, CLOSE = "⟦", "⟧"
#: Latin letters that are no English words: names, codes, units, formats.
NAMES = {
    "Sabak", "English", "PDF", "XLSX", "CSV", "JSON", "SVG", "KB", "MB", "BOM", "UTF", "M", "Markdown", "UN", "PBF",
    "A", "B", "C", "I", "L", "O", "U", "X", "K", "Q", "ky", "ru", "en", "kg", "KG", "KY", "RU", "EN",
    "WCAG", "AA", "JavaScript", "QR", "Cookie", "Test", "XLIFF", "PO", "SCORM", "EPUB",
}  # fmt: skip


#: Names that an author gives to parts of the module, which the studio shows.
KEYS = {"first", "second", "story", "good", "bad", "iccpr"}


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
    """Words a person sees or hears, without what is in another language, code or a list of keys."""
    tree = deepcopy(page.tree)
    foreign = "//*[@lang and not(self::html) and not(@lang='ky')]|//option[@lang]"
    skipped = f"{foreign}|//script|//code|//pre|//svg|//textarea|//select[@name='key']"
    for element in tree.xpath(skipped):
        element.clear(keep_tail=True)
    heard = tree.xpath("//@aria-label|//@alt|//body//@title")
    return " ".join(["".join(tree.find(".//body").itertext()), tree.findtext(".//title"), *heard])


class Listener(Browser):
    """Somebody's browser that notes the words without brackets on every page."""

    def __init__(self, app, account=None):
        super().__init__(app, account)
        self.bare = {}

    def visit(self, path, query=None, follow=True):
        return self.listen(super().visit(path, query, follow))

    def post(self, path, data=None, follow=True, **more):
        return self.listen(super().post(path, data, follow, **more))

    def listen(self, page):
        if page.tree is not None:
            keys = KEYS if "/studio/" in page.path else ()
            if words := [word for word in unmarked(visible(page)) if word not in keys]:
                self.bare[page.path, page.status] = words
        return page


def kyrgyz_module(**changes):
    """A module that could be published at once."""
    raw = sound_pack(**changes)
    kyrgyz = {"title": "Сабак", "summary": "Кыскача"}
    for lesson in raw["lessons"]:
        check = '\n::: check {key="c1"}\n:::\n' if lesson["key"] == "first" else ""
        body = f"Биринчи абзац.\n\n## Бөлүм\n\nМыйзам [@iccpr 19].\n{check}"
        lesson["texts"]["ky"] = {**kyrgyz, "body": body}
    lessons = raw.pop("lessons")
    return msgspec.convert({**cyrillic(raw), "lessons": lessons}, ModuleDocument)
