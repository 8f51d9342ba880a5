"""What stands between a draft and publication, in groups, each line leading to its place."""

from typing import Any

from flask import url_for

from lms.authoring.checking import Problems, Tally
from lms.authoring.checklist_queries import checklists
from lms.authoring.desks import Desk
from lms.authoring.models import ReviewState
from lms.authoring.packs.checks.balance import WHOLE
from lms.authoring.packs.problems import Level, Place
from lms.authoring.parity import standing_of
from lms.authoring.places import name_of_place
from lms.catalogue.documents import ModuleDocument
from lms.catalogue.models import Edition
from lms.core.i18n import LANGUAGES, NATIVE_NAMES, _, language, n_

Row = dict[str, Any]
SETTINGS: tuple[Place, ...] = tuple(
    (name,)
    for name in (
        "title", "summary", "content_note", "minutes", "outputs", "professions", "states", "law_as_of", "slug", "code",
        "source_language", "level", "validity_months",
    )
)  # fmt: skip


def checklist_of(desk: Desk, problems: Problems, *, open_comments: int) -> list[dict[str, Any]]:
    """Groups with their rows: text, url, state (ready, missing, advice) and a word; ``is_review``: what comes last."""
    return [
        {"title": _("Content"), "rows": _content(desk, problems)},
        {"title": _("Wording"), "rows": [_wording_row(desk.slug, problems)]},
        {"title": _("Languages"), "rows": _languages(desk, problems)},
        {"title": _("Questions"), "rows": _questions(desk, problems)},
        {"title": _("Review"), "rows": _review(desk, problems, open_comments), "is_review": True},
    ]


def _content(desk: Desk, problems: Problems) -> list[Row]:
    document, slug = desk.document, desk.slug
    rows = [
        _row(_("Settings"), url_for("authoring.show_settings", slug=slug), problems.at(*SETTINGS)),
        _row(_("How the module is passed"), url_for("authoring.show_rules", slug=slug), problems.at(("rules",))),
        _row(_("Objectives"), url_for("authoring.show_objectives", slug=slug), problems.at(("objectives",))),
    ]
    if not document.lessons:
        rows.append(_row(_("Lessons"), url_for("authoring.ask_for_lesson", slug=slug), problems.at(("lessons",))))
    for number, lesson in enumerate(document.lessons, start=1):
        url = url_for("authoring.show_lesson", slug=slug, key=lesson.key)
        rows.append(_row(_("Lesson %(number)s", number=number), url, problems.at(("lessons", lesson.key))))
    rows += [
        _row(_("Scenario"), url_for("authoring.show_scenario", slug=slug), problems.at(("scenario",))),
        *_handouts(document, slug, problems),
        _row(_("Sources"), url_for("authoring.list_sources", slug=slug), problems.at(("sources",))),
        *_media(document, slug, problems),
    ]
    return rows


def _handouts(document: ModuleDocument, slug: str, problems: Problems) -> list[Row]:
    """Those that the module has."""
    return [
        _row(
            name_of_place(document, one.part, language()),
            url_for("authoring.show_handout", slug=slug, key=one.key),
            problems.at(("handouts", one.key)),
        )
        for one in document.handouts
    ]


def _languages(desk: Desk, problems: Problems) -> list[Row]:
    """Each language that is translated into: what may not be published, then what still needs work."""
    rows = []
    for code in LANGUAGES:
        if code == desk.document.source_language:
            continue
        url = url_for("authoring.show_languages", slug=desk.slug)
        row = _row(NATIVE_NAMES[code], url, problems.at(("translation", code)))
        if row["state"] == "ready" and standing_of(desk.document, code).first_part is not None:
            row["state"] = "advice"
        rows.append(row)
    return rows


def _media(document: ModuleDocument, slug: str, problems: Problems) -> list[Row]:
    """Pictures as one line; each recording has a page, where its text is written."""
    pictures = [("media", file.name) for file in document.media if file.is_picture]
    rows = [_row(_("Pictures"), url_for("authoring.list_pictures", slug=slug), problems.at(*pictures))]
    documents = [("media", file.name) for file in document.media if file.is_download]
    if documents:
        rows.append(_row(_("Documents"), url_for("authoring.list_pictures", slug=slug), problems.at(*documents)))
    for file in document.media:
        if file.is_recording:
            url = url_for("authoring.show_recording", slug=slug, name=file.name)
            rows.append(_row(_("Recording %(name)s", name=file.name), url, problems.at(("media", file.name))))
    return rows


def _wording_row(slug: str, problems: Problems) -> Row:
    """Words to look at, whatever part they stand in."""
    found = [problem for problem in problems.all if problem.is_wording or problem.place == WHOLE]
    errors = tuple(problem for problem in found if problem.level is Level.ERROR)
    warnings = tuple(problem for problem in found if problem.level is Level.WARNING)
    row = _row(
        _("Words and traces of real people"), url_for("authoring.list_wording", slug=slug), Tally(errors, warnings)
    )
    if warnings and not errors:
        row["word"] = n_("%(num)d piece of advice", "%(num)d pieces of advice", len(warnings))
    return row


def _questions(desk: Desk, problems: Problems) -> list[Row]:
    return [
        _row(
            _("Knowledge checks"),
            url_for("authoring.list_questions", slug=desk.slug, field="checks"),
            problems.at(("checks",)),
        ),
        _row(
            _("Question bank"),
            url_for("authoring.list_questions", slug=desk.slug, field="questions"),
            problems.at(("questions",)),
        ),
    ]


def _review(desk: Desk, problems: Problems, open_comments: int) -> list[Row]:
    review, slug = desk.review, desk.slug
    if desk.status == "published" and desk.edition is not None:
        return [_published_row(desk.edition), _comments_row(slug, open_comments)]
    stands = review is not None and review.document_hash == desk.draft.document_hash
    signed = {s.kind: s for s in review.signatures} if review is not None and stands else {}
    rows = []
    for kind, checklist in checklists().items():
        signature = signed.get(kind)
        is_needed = not (review is not None and stands and review.state is ReviewState.APPROVED)
        if signature is None and not is_needed:
            continue
        word = None
        if review is not None and stands and review.state is ReviewState.OPEN and signature is None:
            word = _("Waiting")
        rows.append(
            {
                "text": checklist.title[language()],
                "url": url_for("authoring.ask_to_send", slug=slug) if not problems.errors else None,
                "state": "ready" if signature is not None and signature.is_approval else "missing",
                "word": word,
            }
        )
    return [*rows, _comments_row(slug, open_comments)]


def _published_row(edition: Edition) -> Row:
    """The text on the shelf; in a demonstration it may stand there unreviewed."""
    text = _("Review")
    if edition.is_reviewed:
        return {"text": text, "url": None, "state": "ready", "word": None}
    return {"text": text, "url": None, "state": "advice", "word": _("not yet reviewed")}


def _comments_row(slug: str, open_comments: int) -> Row:
    return {
        "text": _("Comments that must be settled"),
        "url": url_for("authoring.show_comments", slug=slug),
        "state": "missing" if open_comments else "ready",
        "word": str(open_comments) if open_comments else None,
    }


def _row(text: str, url: str, tally: Tally) -> Row:
    if tally.errors:
        word = n_("%(num)d to do", "%(num)d to do", len(tally.errors))
        return {"text": text, "url": url, "state": "missing", "word": word}
    if tally.warnings:
        return {"text": text, "url": url, "state": "advice", "word": None}
    return {"text": text, "url": url, "state": "ready", "word": None}
