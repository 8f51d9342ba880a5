"""Lessons of an edition as chapters in XHTML: the same drawing as on the page, without what needs the platform.

Knowledge checks stand in their place, the answers with their reasons at the end of the lesson. Questions of the bank
never leave: who has them has the tests. Recordings stay behind, what is said in them comes along.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from string import ascii_lowercase

from lxml import etree, html
from markupsafe import Markup, escape  # noqa: TID251  (pieces made by lms.core.markdown are joined)

from lms.authoring.books.notes import as_paragraphs, states_of
from lms.catalogue.documents import DOWNLOADS, JOB_AID, Lesson, MediaFile, ModuleDocument
from lms.core.i18n import _, speaking
from lms.lessons.reading import Reading, order_of, render_handout, render_lesson
from lms.questions.documents import Option, Question

XHTML = "http://www.w3.org/1999/xhtml"
#: Where pictures stand in the drawing; in the book the folder is beside the chapters.
MEDIA = "/book/media/"
#: Kinds that can be answered on paper by choosing.
_CHOSEN = frozenset({"single-choice", "multiple-choice", "true-false"})
_RECORDINGS = ("audio", "video")
#: What scripts of the platform or its layout need.
_ON_PAGES_ONLY = ("loading", "srcset", "sizes", "tabindex", "aria-hidden")


@dataclass(frozen=True)
class Chapter:
    """A file of the book, called by its name without an ending."""

    name: str
    title: str
    content: bytes


def unheard(_done: int, _total: int) -> None:
    """Nobody waits for word of how far the book is."""


def chapters(
    document: ModuleDocument,
    language: str,
    script: str = "",
    *,
    notes: Iterable[str] = (),
    told: Callable[[int, int], None] = unheard,
) -> list[Chapter]:
    """The lessons, then the page for work. What only whoever leads a group reads never comes along.

    ``notes`` stand in the first one, for readers who are shown no page before it.
    """
    found, before = [], tuple(notes)
    for number, lesson in enumerate(document.lessons, start=1):
        content = chapter(document, lesson, language, script, notes=before)
        found.append(Chapter(f"lesson-{number:02d}", lesson.texts[language].title, content))
        before = ()
        told(number, len(document.lessons))
    sheet = drawn_job_aid(document, language, is_noted=True)
    if sheet is not None:
        title, body = sheet
        found.append(Chapter(JOB_AID, title, page(title, language, body, script)))
    return found


def chapter(
    document: ModuleDocument, lesson: Lesson, language: str, script: str = "", *, notes: tuple[str, ...] = ()
) -> bytes:
    """One lesson as a file, with what its reader must know first."""
    with speaking(language):
        # Of the whole module is said already what of this part would be said again.
        notes = tuple(dict.fromkeys((*notes, *states_of(document, language, f"lesson:{lesson.key}"))))
    title, body = drawn(document, lesson, language, is_answered=bool(script), notes=notes)
    return page(title, language, body, script)


def drawn(
    document: ModuleDocument,
    lesson: Lesson,
    language: str,
    *,
    is_answered: bool = False,
    notes: tuple[str, ...] = (),
) -> tuple[str, Markup]:
    """Title of a lesson, and all of it as it leaves, answers at the end. ``is_answered``: checks take answers there."""
    reading = render_lesson(document, lesson.key, language, _address)
    with speaking(language):
        body = Markup("").join(_body(document, reading, language, is_answered=is_answered))
    return reading.title, _under(reading.title, as_paragraphs(notes) + body)


def drawn_job_aid(document: ModuleDocument, language: str, *, is_noted: bool = False) -> tuple[str, Markup] | None:
    """Title of the page for work, and all of it, with what its reader must know first; None if the module has none."""
    aid = document.handouts_by_key.get(JOB_AID)
    if aid is None:
        return None
    sheet = render_handout(document, JOB_AID, language, _address)
    with speaking(language):
        notes = states_of(document, language, aid.part) if is_noted else ()
    return sheet.title, _under(sheet.title, as_paragraphs(notes) + Markup(sheet.html))  # noqa: S704  (drawn by us)


def _under(title: str, body: Markup) -> Markup:
    return Markup("<h1>{}</h1>\n{}").format(title, body)


def page(title: str, language: str, body: Markup, script: str = "") -> bytes:
    """A file of the book: what the drawing wrote as HTML becomes XML. With a script it is a page of HTML."""
    root = html.document_fromstring(f"<html><head><title>{escape(title)}</title></head><body>{body}</body></html>")
    for element in list(root.iter(*_RECORDINGS)):
        element.drop_tree()
    for link in root.xpath(f"//a[starts-with(@href, '{MEDIA}')]"):
        if link.xpath("ancestor::div[@class='media-block']"):
            link.drop_tree()  # to a file that stays behind
        elif script and link.get("href").endswith(tuple(DOWNLOADS)):
            link.set("href", f"media/{link.get('href').removeprefix(MEDIA)}")
        else:
            link.drop_tag()
    for element in list(root.iter("picture", "source")):
        element.drop_tag()  # what stands in them is the picture
    for element in root.iter():
        for name in _ON_PAGES_ONLY:
            element.attrib.pop(name, None)
        if element.get("src", "").startswith(MEDIA):
            element.set("src", f"media/{name_at(element.get('src'))}")
    head = root.find("head")
    head.append(html.Element("link", rel="stylesheet", type="text/css", href="book.css"))
    root.set("lang", language)
    if script:  # for a browser, and not for a reader of books
        main = html.Element("main")
        main.extend(list(root.body))
        root.body.append(main)
        head.insert(0, html.Element("meta", charset="utf-8"))
        head.insert(1, html.Element("meta", name="viewport", content="width=device-width, initial-scale=1"))
        head.append(html.Element("script", src=script, defer=""))
        shown: bytes = html.tostring(root, encoding="UTF-8", doctype="<!DOCTYPE html>")
        return shown
    root.set("xmlns", XHTML)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", doctype="<!DOCTYPE html>")
    return written


def name_at(address: str) -> str:
    """The name of the picture at an address in the drawing, whichever of its sizes stands there."""
    return address.removeprefix(MEDIA).partition("/")[0]


def _address(file: MediaFile) -> str:
    return f"{MEDIA}{file.name}"


def _body(document: ModuleDocument, reading: Reading, language: str, *, is_answered: bool) -> Iterator[Markup]:
    yield Markup("<p>{}</p>\n").format(reading.summary)
    if reading.content_note:
        yield Markup('<p class="note">{}</p>\n').format(reading.content_note)
    keys: list[str] = []
    for piece in reading.pieces:
        if piece.is_scenario and document.scenario is not None:
            yield Markup('<div class="note"><p><strong>{}</strong></p>\n<p>{}</p></div>\n').format(
                _("Scenario: %(title)s", title=document.scenario.title[language]),
                _("It is worked through on the platform."),
            )
        elif piece.check is None:
            yield Markup(piece.html)  # noqa: S704  (cleaned where it was drawn)
        elif piece.check not in keys:
            keys.append(piece.check)
            yield _check(document.checks_by_key[piece.check], len(keys), language, is_answered=is_answered)
    answers = [_answer(document.checks_by_key[key], number, language) for number, key in enumerate(keys, start=1)]
    if answers:
        yield Markup("<h2>{}</h2>\n{}").format(_("Answers to the knowledge checks"), Markup("").join(answers))


def _check(question: Question, number: int, language: str, *, is_answered: bool) -> Markup:
    heading = Markup('<div class="check"><h2>{}</h2>\n').format(_("Knowledge check %(number)s", number=number))
    case = Markup("<p>{}</p>").format(question.case[language]) if question.case else Markup("")
    stem = Markup("<p>{}</p>").format(question.stem[language])
    if question.kind not in _CHOSEN:
        below = Markup("<p>{}</p>").format(_("This check is answered on the platform."))
    elif is_answered:
        return heading + case + _to_answer(question, language) + Markup("</div>\n")
    else:
        rows = (Markup("<li>{}</li>").format(option.text[language]) for option in _options(question))
        below = Markup('<ol type="a">{}</ol>').format(Markup("").join(rows))
    return heading + case + stem + below + Markup("</div>\n")


def _to_answer(question: Question, language: str) -> Markup:
    """To be answered in a browser: the script shows the button, and the reasons of what was chosen."""
    field = "checkbox" if question.kind == "multiple-choice" else "radio"
    rows = (
        Markup(
            '<li><label><input type="{}" name="{}" value="{}"{}> {}</label> '
            "<span hidden><strong>{}</strong> {}</span></li>"
        ).format(
            field,
            question.key,
            letter,
            Markup(" data-right") if option.correct else "",
            option.text[language],
            _("Right:") if option.correct else _("Wrong:"),
            option.feedback[language],
        )
        for letter, option in zip(ascii_lowercase, _options(question), strict=False)
    )
    return Markup(
        '<fieldset data-check="{}"><legend>{}</legend><ol type="a">{}</ol>'
        '<p><button type="button" hidden>{}</button></p></fieldset>\n'
    ).format(question.key, question.stem[language], Markup("").join(rows), _("Check my answer"))


def _answer(question: Question, number: int, language: str) -> Markup:
    if question.kind not in _CHOSEN:
        return Markup("")
    rows = (
        Markup("<li><strong>{}</strong> {}: {}</li>").format(
            _("Right:") if option.correct else _("Wrong:"), option.text[language], option.feedback[language]
        )
        for option in _options(question)
    )
    return Markup('<h3>{}</h3><ol type="a">{}</ol>\n').format(
        _("Knowledge check %(number)s", number=number), Markup("").join(rows)
    )


def _options(question: Question) -> list[Option]:
    """In the order in which the lesson shows them."""
    by_key = {option.key: option for option in question.options}
    return [by_key[key] for key in order_of(question)]
