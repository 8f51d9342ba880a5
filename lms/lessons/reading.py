"""A lesson as a page: its text rendered once for each document and language, its checks with one person's answers.

What stands beside the lessons is drawn in the same way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

import msgspec
from markupsafe import Markup  # noqa: TID251  (pieces made by lms.core.markdown are joined)

from lms.catalogue.asking import MediaUrl, citing, words_in
from lms.catalogue.citations import citation
from lms.catalogue.documents import Lesson, MediaFile, ModuleDocument, running_time
from lms.core import markdown
from lms.core.glossary import glossary
from lms.core.i18n import _, speaking
from lms.core.pictures import OF_POINTS, weight_of
from lms.laws.queries import Standing
from lms.laws.warnings import warning_at, warnings_for
from lms.questions.documents import Question
from lms.questions.kinds import kind_of
from lms.questions.showing import Shown, explain, shown
from lms.ui.filters import file_size


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, or a check that stands between two."""

    html: str = ""
    check: str | None = None
    is_scenario: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A lesson in one language, without anything of a person."""

    key: str
    number: int
    total: int
    title: str
    summary: str
    minutes: int
    content_note: str | None
    pieces: tuple[Piece, ...]
    checks: Mapping[str, Shown] = field(default_factory=dict)
    #: Checks without an answer as the template drew them first.
    drawn: dict[str, str] = field(default_factory=dict)

    @property
    def has_scenario(self) -> bool:
        return any(piece.is_scenario for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A text from beside the lessons in one language, without anything of a person."""

    key: str
    title: str
    html: Markup


def render_handout(
    document: ModuleDocument, key: str, language: str, media_url: MediaUrl, *, changed: Sequence[Standing] = ()
) -> Sheet:
    """The text, made at the first asking and kept with the document. Raises KeyError."""
    here = tuple(one for one in changed if one.place == f"handout:{key}")
    name = ("handout", key, language, here, glossary())
    kept = document.kept.get(name)
    if kept is None:
        text = document.handouts_by_key[key].texts[language]
        drawn = _drawn(document, text.body, language, media_url, changed=here).html
        pieces = (one for one in drawn if isinstance(one, Markup))
        kept = document.kept[name] = Sheet(key, text.title, Markup("").join(pieces))
    return kept


def render_lesson(
    document: ModuleDocument,
    lesson_key: str,
    language: str,
    media_url: MediaUrl,
    *,
    lite: bool = False,
    changed: Sequence[Standing] = (),
) -> Reading:
    """The lesson, made at the first asking and kept with the document. Raises KeyError.

    The language must be one of ``document.languages``; ``lite`` makes links of pictures. ``changed``: law that has
    changed and is named in the lesson.
    """
    here = tuple(one for one in changed if one.place == f"lesson:{lesson_key}")
    name = ("lite lesson" if lite else "lesson", lesson_key, language, here, glossary())
    kept = document.kept.get(name)
    if kept is None:
        lesson = document.lessons_by_key[lesson_key]
        kept = document.kept[name] = _render(document, lesson, language, media_url, lite=lite, changed=here)
    return kept


def _render(
    document: ModuleDocument,
    lesson: Lesson,
    language: str,
    media_url: MediaUrl,
    *,
    lite: bool,
    changed: Sequence[Standing],
) -> Reading:
    text = lesson.texts[language]
    rendered = _drawn(document, text.body, language, media_url, lite=lite, changed=changed, is_lesson=True)
    keys = list(dict.fromkeys(rendered.checks))
    return Reading(
        key=lesson.key,
        number=document.lessons.index(lesson) + 1,
        total=len(document.lessons),
        title=text.title,
        summary=text.summary,
        minutes=lesson.minutes,
        content_note=lesson.content_note.get(language) if lesson.content_note else None,
        pieces=tuple(_piece(part) for part in rendered.html),
        checks={
            key: _check(document, document.checks_by_key[key], number, len(keys), language, media_url)
            for number, key in enumerate(keys, start=1)
        },
    )


def _drawn(
    document: ModuleDocument,
    body: str,
    language: str,
    media_url: MediaUrl,
    *,
    changed: Sequence[Standing],
    lite: bool = False,
    is_lesson: bool = False,
) -> markdown.Rendered:
    """Checks and material for analysis stand in lessons only."""
    with speaking(language):
        return markdown.render(
            body,
            language=language,
            around=markdown.Around(
                cite=lambda key, place: citation(document, key, place, language),
                media=lambda address: shown_file(document, address, media_url, language, lite=lite),
                check=lambda key: is_lesson and key in document.checks_by_key,
                explain=glossary().explain(language),
                has_scenario=is_lesson and document.scenario is not None,
            ),
            warn=(lambda key, place: warning_at(changed, document, key, place, language)) if changed else None,
            with_material=is_lesson,
        )


def _piece(part: markdown.CheckMark | markdown.ScenarioMark | Markup) -> Piece:
    if isinstance(part, markdown.ScenarioMark):
        return Piece(is_scenario=True)
    return Piece(check=part.key) if isinstance(part, markdown.CheckMark) else Piece(part)


def shown_file(
    document: ModuleDocument, address: str, media_url: MediaUrl, language: str, *, lite: bool
) -> markdown.MediaFile | None:
    """A picture or recording as the text shows it; None if the module has none of this address."""
    file = document.media_by_name.get(address.removeprefix("media/"))
    if file is None:
        return None
    # Material for analysis lies in a closed box and is fetched when that is opened; a link would lead to the file.
    has_sizes = file.type in OF_POINTS and not file.analysis
    weight = None
    if lite and not file.analysis:
        weight = file_size((weight_of(file.sha256) if has_sizes else None) or file.size)
    return markdown.MediaFile(
        media_url(file),
        file.width,
        file.height,
        weight,
        _recording(file, language),
        has_sizes=has_sizes,
        is_guarded=file.analysis,
        download=f"{file.kind}, {file_size(file.size)}" if file.is_download else "",
    )


def _recording(file: MediaFile, language: str) -> markdown.Recording | None:
    if not file.is_recording:
        return None
    return markdown.Recording(
        is_film=file.is_film,
        length=running_time(file.seconds) if file.seconds else "",
        size=file_size(file.size),
        languages=file.languages,
        text=(file.text or {}).get(language, ""),
        captions=[one.language for one in file.captions],
        reader=language,
    )


def _check(
    document: ModuleDocument, question: Question, number: int, total: int, language: str, url: MediaUrl
) -> Shown:
    words = words_in(document, question, language, url)
    return shown(question, words, language, number=number, total=total, order=order_of(question))


def order_of(check: Question) -> list[str]:
    """In which order a check shows its options: as its author put them, the same for all.

    Steps in the right order would be their own answer; they are shuffled once.
    """
    as_written = msgspec.structs.replace(check, shuffle=False)
    return kind_of(check).order(as_written, Random(check.key))  # noqa: S311  (not a secret)


def answered_checks(
    document: ModuleDocument,
    reading: Reading,
    answers: Mapping[str, Sequence[str]],
    language: str,
    changed: Sequence[Standing] = (),
) -> dict[str, Shown]:
    """The checks of a lesson with a person's answers; reason and source stand by what was answered, nowhere else."""
    checks = {
        key: answered(document, check, answers[key], language) if answers.get(key) else check
        for key, check in reading.checks.items()
    }
    if changed:
        told = {key: warnings_for(changed, document, f"check:{key}", language) for key in checks}
        checks = {key: replace(check, notices=told[key]) if told[key] else check for key, check in checks.items()}
    return checks


def answered(document: ModuleDocument, check: Shown, chosen: Sequence[str], language: str) -> Shown:
    """The check after an answer."""
    question = document.checks_by_key[check.key]
    kind = kind_of(question)
    stored = kind.read(question, chosen)
    page = replace(check, values=kind.veil(question, stored, order_of(question)), stored=stored)
    return explain(page, question, language, citing(document, language))


def unanswered(check: Shown) -> Shown:
    """The check sent without an answer."""
    return replace(check, error=_("Choose an answer."))
