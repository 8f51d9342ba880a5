"""The contents of a module as every page shows them: the thread, the account of completion, the notices.

Texts are worked out once for each document and language and kept with the document. Nothing here asks the database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.catalogue.documents import ModuleDocument
from lms.catalogue.models import Edition
from lms.catalogue.translation import State, has_only, has_texts
from lms.core.i18n import NATIVE_NAMES, _, language, n_, speaking
from lms.enrolments.requirements import Requirement, StepKind, path_of, requirements_of
from lms.ui.filters import duration, long_date


@dataclass(frozen=True, slots=True)
class Entry:
    """A step of the module in the words of one language. ``notes``: the second line, by state."""

    title: str
    path: str
    notes: Mapping[str, str]


def entries_of(document: ModuleDocument, code: str) -> Mapping[str, Entry]:
    """Step key to title, address (without language) and notes."""
    kept = document.kept.get(("contents", code))
    if kept is None:
        with speaking(code):
            kept = {line.key: _entry(document, line, code) for line in requirements_of(document, {})}
        document.kept["contents", code] = kept
    return kept


def _entry(document: ModuleDocument, line: Requirement, code: str) -> Entry:
    length = _length(document, line)
    with_length = {"now": _("You are here"), "done": _("Completed")}
    notes = {state: f"{word} · {length}" if length else word for state, word in with_length.items()}
    notes["ahead"], notes["locked"] = length, opens_after(document)
    return Entry(_title(document, line, code), path_of(document.slug, line), notes)


def _title(document: ModuleDocument, line: Requirement, code: str) -> str:
    if line.kind is StepKind.PRE_TEST:
        return _("Pre-test")
    if line.kind is StepKind.FINAL:
        return _("Final quiz")
    shown = document.language_for(code)
    if line.kind is StepKind.SCENARIO and document.scenario is not None:
        return _("Scenario: %(title)s", title=document.scenario.title.get(shown, ""))
    keys = [lesson.key for lesson in document.lessons]
    title = document.lessons[keys.index(line.lesson_key or "")].texts[shown].title
    return f"{keys.index(line.lesson_key or '') + 1}. {title}"


def _length(document: ModuleDocument, line: Requirement) -> str:
    if line.kind is StepKind.LESSON and line.lesson_key is not None:
        return duration(document.lessons_by_key[line.lesson_key].minutes)
    if line.kind is StepKind.PRE_TEST:
        count = document.rules.pre_test_questions
        return n_("%(num)s question, not graded", "%(num)s questions, not graded", count)
    if line.kind is StepKind.FINAL:
        return n_("%(num)s question", "%(num)s questions", document.rules.final_questions)
    return ""


def opens_after(document: ModuleDocument) -> str:
    """What has to be done before the final quiz."""
    if document.scenario is None:
        return _("Opens after all lessons")
    return _("Opens after all lessons and the scenario")


def thread_of(
    document: ModuleDocument, lines: Sequence[Requirement], *, now: str | None = None, linked: bool = True
) -> list[dict[str, str | None]]:
    """Items for the component ``thread``. ``now`` is the step of this page; unlinked before the module is begun."""
    entries, code = entries_of(document, language()), language()
    items = []
    for line in lines:
        entry = entries[line.key]
        state = _state(line, now)
        url = f"/{code}/{entry.path}" if linked else None
        items.append({"title": entry.title, "url": url, "state": state, "note": entry.notes[state]})
    return items


class Thread:
    """The contents with a person's states. Drawn, they are the same for all who have come equally far: kept here."""

    #: So many drawings of one document are kept; then they are drawn anew.
    MOST = 512

    def __init__(self, document: ModuleDocument, lines: Sequence[Requirement], now: str) -> None:
        self.document, self.lines, self.now = document, lines, now
        self.key = (language(), tuple(_state(line, now) for line in lines))
        self.drawn: dict[object, str] = document.kept.setdefault("threads", {})

    def items(self) -> list[dict[str, str | None]]:
        """For the component ``thread``."""
        return thread_of(self.document, self.lines, now=self.now)

    def kept(self) -> str | None:
        """What was drawn for these states before."""
        return self.drawn.get(self.key)

    def keep(self, html: str) -> str:
        if len(self.drawn) >= self.MOST:
            self.drawn.clear()
        self.drawn[self.key] = html
        return html


def _state(line: Requirement, now: str | None) -> str:
    if line.key == now:
        return "now"
    if line.is_done:
        return "done"
    return "ahead" if line.is_open else "locked"


def requirement_rows(
    document: ModuleDocument, done: Mapping[str, datetime], *, linked: bool = False
) -> list[dict[str, str | None]]:
    """Items for the component ``requirement_list``: what completion needs, in the same lines for whoever may see them.

    ``linked`` adds the way to what is open, for the person who studies.
    """
    entries = entries_of(document, language())
    rows: list[dict[str, str | None]] = []
    for line in requirements_of(document, done):
        entry = entries[line.key]
        row = {"text": entry.title, "detail": _detail(document, line), **_standing(line)}
        if linked and line.is_open:
            row["url"] = f"/{language()}/{entry.path}"
        rows.append(row)
    return rows


def _standing(line: Requirement) -> dict[str, str | None]:
    if line.is_done:
        return {"state": "done"}
    if not line.is_required:
        return {"state": "not_needed", "word": _("Not required")}
    return {"state": "open" if line.is_open else "waiting"}


def _detail(document: ModuleDocument, line: Requirement) -> str | None:
    if line.done_at is not None:
        return _("Completed: %(date)s", date=long_date(line.done_at))
    if line.kind is StepKind.FINAL:
        return pass_mark(document) if line.is_open else opens_after(document)
    return None


def pass_mark(document: ModuleDocument) -> str:
    """How many right answers the final quiz needs."""
    total = document.rules.final_questions
    return _("Needed: %(needed)s of %(total)s correct", needed=document.rules.points_needed(total), total=total)


def text_notices(document: ModuleDocument, edition: Edition | None, code: str, *parts: str) -> list[str]:
    """What a reader of this text has to know: nobody has reviewed it yet, a machine has translated it, it is behind.

    ``parts`` names what the page shows (``lesson:words-matter``; ``question:`` is all of them); none: the module.
    """
    notices = []
    if edition is not None and not edition.is_reviewed:
        notices.append(_("This module has not yet been reviewed for gender and human rights."))
    if has_texts(document, code, State.MACHINE_DRAFT, *parts):
        whole = has_only(document, code, State.MACHINE_DRAFT, *parts)
        notices.append(
            _("This translation was made by a machine. A person has not checked it yet.")
            if whole
            else _("Parts of this translation were made by a machine. A person has not checked them yet.")
        )
    if has_texts(document, code, State.OUTDATED, *parts):
        notices.append(_outdated(document, is_part=bool(parts)))
    return notices


def _outdated(document: ModuleDocument, *, is_part: bool) -> str:
    """The learner may switch: place, answers and score stay."""
    source = NATIVE_NAMES[document.source_language]
    if is_part:
        return _(
            "Part of this translation is out of date: the original has changed in meaning since. What holds is the "
            "original; you can read it by choosing “%(language)s” above.",
            language=source,
        )
    return _(
        "Parts of this translation are out of date: the original has changed in meaning since. They say so where they "
        "stand; what holds is the original (%(language)s).",
        language=source,
    )


def native_names(codes: Sequence[str]) -> str:
    """Languages by their own names."""
    names = {"ky": "Кыргызча", "ru": "Русский", "en": "English"}
    return ", ".join(names[code] for code in codes)


def lessons_done(document: ModuleDocument, done: Mapping[str, datetime]) -> int:
    return sum(f"lesson:{lesson.key}" in done for lesson in document.lessons)
