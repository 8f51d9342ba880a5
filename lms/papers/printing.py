"""From sheets to paper: what the two templates print, and the PDF itself."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from lms.catalogue.documents import ModuleDocument
from lms.core.codes import grouped
from lms.core.i18n import _, in_language, language, speaking
from lms.core.installation import is_demonstration
from lms.core.pictures import WHOLE, copy_of
from lms.core.site import site
from lms.documents import qr_svg, render_pdf
from lms.papers.desks import BatchAt, asked_on
from lms.papers.key import key_lines
from lms.papers.layouts import printed_question
from lms.papers.models import PaperSheet
from lms.quizzes.models import AttemptKind

SHEETS, KEY = (Path(__file__).with_name("documents") / name for name in ("sheets.typ", "key.typ"))
#: Of one document; more would go beyond the time that the typesetter is given. Longer batches come in portions.
MOST_IN_ONE = 20
#: The typesetter reads these; nothing else is a picture of a module.
FORMATS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}
WORD_OF = {AttemptKind.PRE_TEST: "pre-test", AttemptKind.FINAL: "quiz"}


def portions_of(count: int) -> list[tuple[int, int]]:
    """First and last sheet of each document that a batch comes in."""
    return [(first, min(first + MOST_IN_ONE - 1, count)) for first in range(1, count + 1, MOST_IN_ONE)]


def print_sheets(at: BatchAt, sheets: Sequence[PaperSheet]) -> bytes:
    """The sheets as one PDF, in the language of the batch; the same sheets give the same bytes.

    Raises UnprintableText (a text of the module holds a letter that the fonts lack) and DocumentRefused.
    """
    batch, spoken = at.batch, _spoken(at)
    with speaking(spoken):
        facts = {
            **_about(at),
            "is_large": batch.is_large,
            "words": _sheet_words(at.batch.kind),
            "pictures": _pictures(at.document),
            "sheets": [_sheet(at, sheet) for sheet in sheets],
        }
    return render_pdf(SHEETS, language=spoken, title=facts["title"], facts=facts, at=batch.made_at)


def print_key(at: BatchAt, sheets: Sequence[PaperSheet]) -> bytes:
    """What is right on each of the sheets, by their codes. Raises as ``print_sheets``."""
    spoken = _spoken(at)
    with speaking(spoken):
        facts = {
            **_about(at),
            "words": {
                # i18n: across every page of the list of right answers to a printed test
                "mark": _("Answer key"),
                "note": _("Only for those who hold the test. Do not leave it where it is taken."),
                "sheet": _("Sheet"),
                "number": _("Question"),
                "answer": _("Right answer"),
                "page": _page_words(),
            },
            "sheets": [
                {
                    "code": grouped(sheet.code),
                    "form": _form(sheet),
                    "rows": [
                        {"number": asked.number, "lines": key_lines(asked, spoken)}
                        for asked in asked_on(sheet, at.document)
                    ],
                }
                for sheet in sheets
            ],
        }
        title = ": ".join((_("Answer key"), facts["title"]))
    return render_pdf(KEY, language=spoken, title=title, facts=facts, at=at.batch.made_at)


def _spoken(at: BatchAt) -> str:
    return at.document.language_for(at.batch.language)


def _about(at: BatchAt) -> dict[str, Any]:
    """Within ``speaking``."""
    module = in_language(at.document.title)
    name = _("Pre-test") if at.batch.kind is AttemptKind.PRE_TEST else _("Final quiz")
    return {
        "service": in_language(site().name),
        "mark": _("Demonstration data") if is_demonstration(current_app) else None,
        "module": module,
        "name": name,
        "title": f"{name}: {module}",
        "edition": " · ".join((at.document.code, _("Edition %(number)s", number=at.batch.edition.number))),
    }


def _page_words() -> str:
    # i18n: at the foot of a printed test; <page> and <pages> become numbers
    return _("page <page> of <pages>")


def _sheet_words(kind: AttemptKind) -> dict[str, Any]:
    counts = (
        # i18n: on a printed test
        _("It shows what you already know. It does not affect the certificate.")
        if kind is AttemptKind.PRE_TEST
        else _("It decides the certificate. The sheet takes one of your tries.")
    )
    return {
        # i18n: on a printed test, on the part that is cut off
        "keep": _("Tear this part off and keep it"),
        "code": _("Code"),
        "address": _("Address to open"),
        "qr_alt": _("QR code that opens this address"),
        "claim": _("Sign in, open the address and type the code. Your result appears there, and only there."),
        "rules": [
            counts,
            _("Do not write your name on the sheet. The code says whose it is once you have typed it in."),
            _("Write with a pen. If you have crossed a wrong box, fill all of it and cross another one."),
            _("When you have finished, keep the upper part of this page and give the rest to the trainer."),
        ],
        "page": _page_words(),
        "end": _("End of the test"),
    }


def _form(sheet: PaperSheet) -> str:
    # i18n: which of two variants a printed test is: A or B
    return _("Form %(letter)s", letter=sheet.form)


def _sheet(at: BatchAt, sheet: PaperSheet) -> dict[str, Any]:
    link = claim_address(at, sheet.code)
    parts = urlsplit(link)
    return {
        "code": grouped(sheet.code),
        "form": _form(sheet),
        "link": link,
        "address": f"{parts.netloc}{parts.path}",
        "qr": qr_svg(link),
        "questions": [printed_question(asked, language()) for asked in asked_on(sheet, at.document)],
    }


def claim_address(at: BatchAt, code: str) -> str:
    """Where the person types the code; it is typed already for whoever reads the QR code."""
    path = f"{language()}/modules/{at.slug}/{WORD_OF[at.batch.kind]}/paper?code={code}"
    return f"{current_app.config['SITE_URL']}/{path}"


def _pictures(document: ModuleDocument) -> dict[str, Any]:
    """Name to the bytes of every picture beside a question, as numbers, which the typesetter can read."""
    names = {question.image.name for question in document.questions if question.image}
    found = {}
    for name in sorted(names):
        file = document.media_by_name.get(name)
        if file is not None and file.type in FORMATS and not file.analysis:
            found[name] = {"bytes": list(copy_of(file.sha256, WHOLE)), "format": FORMATS[file.type]}
    return found
