"""A part of a module with its translation beside it, text by text, and what is said of each."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lms.accounts.queries import names_of_accounts
from lms.authoring.comparing.words import Piece, pieces
from lms.authoring.desks import Desk
from lms.authoring.earlier import earlier_sources
from lms.authoring.places import name_of_place, place_in_words
from lms.authoring.translating import BODY, SURPLUS, Written, base_of
from lms.authoring.translation_queries import marks_on
from lms.catalogue.documents import ModuleDocument
from lms.catalogue.texts import WRITTEN
from lms.catalogue.translation import CHECKED, OPEN, STATED, State, Text, hash_of_text, part_of, parts_of, texts_at
from lms.core.i18n import _
from lms.core.i18n import language as shown_language
from lms.ui.forms import Option

TARGET, STATE, BASE = "target:", "state:", "base:"
STATE_OF_ALL = "state-of-all"
ROWS_LEAST, ROWS_MOST, LINE = 2, 16, 44


@dataclass(frozen=True, slots=True)
class Row:
    """One text as the page shows it. ``target`` and ``chosen`` are what was typed, else what is stored."""

    text: Text
    anchor: str
    label: str
    target: str
    chosen: str
    options: tuple[Option, ...]
    by: str | None
    at: datetime | None
    error: str | None = None
    #: What is stored, where somebody has changed it meanwhile.
    stored: str | None = None
    #: What the original said when this was translated, with what has changed since; only where it is known.
    since: tuple[Piece, ...] = ()

    @property
    def base(self) -> str:
        return base_of(self.text)

    @property
    def is_open(self) -> bool:
        return self.text.state in OPEN

    @property
    def height(self) -> int:
        """Lines of the field, so that most texts are seen whole."""
        longest = max(self.text.source, self.target, key=len)
        lines = sum(1 + len(line) // LINE for line in longest.split("\n"))
        return min(max(lines, ROWS_LEAST), ROWS_MOST)


def state_words() -> dict[State, str]:
    """How a state is called on a page."""
    return {
        State.MISSING: _("Missing"),
        State.OUTDATED: _("Out of date"),
        State.MACHINE_DRAFT: _("Machine draft"),
        State.TRANSLATED: _("Translated"),
        State.LEGALLY_CHECKED: _("Legally checked"),
        State.APPROVED: _("Approved"),
        State.SOURCE: _("Source language"),
    }


#: The tint of a state, as the component ``tag`` knows it.
TINTS = {
    State.MISSING: "error",
    State.OUTDATED: "wait",
    State.MACHINE_DRAFT: "wait",
    State.TRANSLATED: "info",
    State.LEGALLY_CHECKED: "ok",
    State.APPROVED: "ok",
    State.SOURCE: "neutral",
}


def rows_of(
    desk: Desk,
    language: str,
    part: str,
    typed: Mapping[str, Written],
    *,
    overtaken: list[str],
    unfit: list[str],
    is_review: bool,
) -> list[Row]:
    """Every text of the part, with what was typed and not taken. A reviewer says more of it than its author."""
    texts = texts_at(desk.document, language, part)
    marks = marks_on(desk.module.id, language, {hash_of_text(text.target) for text in texts})
    earlier = earlier_sources(desk, language, texts)
    names = names_of_accounts([mark.marked_by_id for mark in marks.values()])
    rows = []
    for number, text in enumerate(texts, start=1):
        mark = marks.get(hash_of_text(text.target)) if text.target.strip() else None
        kept = typed.get(text.identity)
        state = kept.state if kept else text.state
        rows.append(
            Row(
                text=text,
                anchor=f"text-{number}",
                label=label_of(desk.document, text.identity),
                target=kept.target if kept and not is_review else text.target,
                chosen=state.value if state in STATED else "",
                options=_options(text, is_review=is_review),
                by=names.get(mark.marked_by_id) if mark else None,
                at=mark.marked_at if mark else None,
                error=_("A paragraph cannot hold lines that open or close a box.") if text.identity in unfit else None,
                stored=text.target if text.identity in overtaken else None,
                since=tuple(pieces(earlier[text.identity], text.source)) if text.identity in earlier else (),
            )
        )
    return rows


def _options(text: Text, *, is_review: bool) -> tuple[Option, ...]:
    words = state_words()
    usual = [state for state in STATED if is_review or state is text.state or state not in CHECKED]
    other = [] if text.state in STATED else [Option("", words[text.state])]
    return (*other, *(Option(state.value, words[state]) for state in usual))


def options_for_all() -> tuple[Option, ...]:
    """What a reviewer may say of all texts of a page at once."""
    words = state_words()
    return tuple(Option(state.value, words[state]) for state in STATED if state in CHECKED)


def label_of(document: ModuleDocument, identity: str) -> str:
    """What a text is in its part."""
    names = identity.split("/")
    if names[0] in WRITTEN and names[2] == BODY:
        return _("Paragraph %(number)s", number=names[3])
    if names[0] in WRITTEN and names[2] == SURPLUS:
        return _("A paragraph that the original no longer has")
    skip = 2 if names[0] in (*WRITTEN, "checks", "questions") else 0
    return place_in_words(names, document=document, skip=skip)


def place_naming(desk: Desk) -> Callable[[str], str]:
    """How the place of a text is called: its part, then what it is there. Each part is named once."""
    named = functools.cache(lambda part: name_of_place(desk.document, part, shown_language()))
    return lambda identity: f"{named(part_of(identity))} › {label_of(desk.document, identity)}"


def written_in(desk: Desk, language: str, part: str, form: Mapping[str, str]) -> list[Written]:
    """What the page has sent, text by text; what is not on the page stays as it is."""
    rows, of_all = [], form.get(STATE_OF_ALL, "")
    for text in texts_at(desk.document, language, part):
        name = text.identity
        if TARGET + name in form:
            said = of_all if of_all in CHECKED else form.get(STATE + name, "")
            state = State(said) if said in STATED else None
            rows.append(Written(name, form.get(BASE + name, ""), form[TARGET + name], state))
    return rows


def part_names(desk: Desk, language: str) -> dict[str, str]:
    """The parts with the names they have on pages, in the order of the module."""
    return {part: name_of_place(desk.document, part, language) for part in parts_of(desk.document)}
