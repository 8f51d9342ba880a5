"""What is written in Markdown: the same build in all three languages, and what it refers to inside the module."""

from collections import Counter
from collections.abc import Collection, Iterator

from lms.authoring.packs.problems import Level, Place, Problem
from lms.authoring.packs.texts import Part, outline_of, terms_in
from lms.catalogue.documents import Handout, HandoutText, LessonText, ModuleDocument, Written
from lms.core import markdown
from lms.core.i18n import NATIVE_NAMES, _
from lms.core.markdown.parsing import BOX_OPEN, MATERIAL, container_of, parse

NOT_READ = "not-read"
SIGNS = {"picture": "![…]", "download": "[…](media/…)"}


def lesson_problems(document: ModuleDocument, terms: Collection[str] | None = None) -> Iterator[Problem]:
    """Everything that is about single lessons, and what stands beside them."""
    objectives = {objective.key for objective in document.objectives}
    for lesson in document.lessons:
        place: Place = ("lessons", lesson.key)
        if lesson.minutes <= 0:
            yield Problem((*place, "minutes"), _("State how many minutes the lesson takes."))
        for key in lesson.objectives:
            if key not in objectives:
                yield Problem((*place, "objectives"), _("There is no objective “%(key)s”.", key=key))
    for written in document.written:
        for language, text in written.texts.items():
            place = (written.field, written.key, "texts", language, "body")
            yield from _text(
                document, place, text, {} if isinstance(written, Handout) else document.checks_by_key, terms
            )
        yield from _same_build(document, written)
        yield from _same_terms(document, written)
    yield from _checks_placed(document)
    yield from _scenario_placed(document)


def _text(
    document: ModuleDocument,
    place: Place,
    text: LessonText | HandoutText,
    checks: Collection[str],
    terms: Collection[str] | None,
) -> Iterator[Problem]:
    pictures = {f"media/{name}" for name in document.media_by_name}
    found = markdown.problems(text.body, document.sources_by_key, checks, pictures, known_terms=terms)
    for problem in found:
        yield Problem((*place, problem.line), problem.message)
    for token in parse(text.body, {}):
        if token.type != BOX_OPEN:
            continue
        name, attributes = container_of(token)
        line = token.map[0] + 1 if token.map else 1
        source = document.sources_by_key.get(attributes.get("source", ""))
        if name == "law-text" and source is not None and source.read == NOT_READ:
            yield Problem(
                (*place, line), _("Nothing is quoted from a source that was not read: “%(key)s”.", key=source.key)
            )
        if name == MATERIAL and place[0] == Handout.field:
            yield Problem((*place, line), _("Material for analysis stands in lessons only: this text is printed."))
        if name == "law-in-force" and document.law_as_of is None:
            yield Problem((*place, line), _("National law is described here, so the module must say as of which day."))


def _same_build(document: ModuleDocument, written: Written) -> Iterator[Problem]:
    """The first difference of each translation from the source language."""
    languages = sorted(written.texts, key=lambda language: language != document.source_language)
    if not languages:
        return
    source, outline = languages[0], outline_of(written.texts[languages[0]].body)
    for language in languages[1:]:
        if not written.texts[language].body.strip():
            continue
        other = outline_of(written.texts[language].body)
        place: Place = (written.field, written.key, "texts", language, "body")
        for here, there in zip(outline, other, strict=False):
            if here[:2] != there[:2]:
                yield Problem((*place, there[2]), _difference(source, here, there))
                break
        else:
            if len(outline) != len(other):
                yield Problem((*place, other[-1][2] if other else 1), _lengths(source, outline, other))


def _same_terms(document: ModuleDocument, written: Written) -> Iterator[Problem]:
    """The same words are explained in every language, wherever they come to stand in its sentences."""
    chief = written.texts.get(document.source_language)
    expected = terms_in(chief.body) if chief else set()
    for language, text in written.texts.items():
        if chief is None or not text.body.strip():
            continue
        place: Place = (written.field, written.key, "texts", language, "body")
        for key in sorted(expected ^ terms_in(text.body)):
            words = _("The term “%(key)s” is marked in one language and not in the other: here or in %(language)s.")
            yield Problem(place, words % {"key": key, "language": NATIVE_NAMES[document.source_language]})


def _difference(source: str, expected: Part, found: Part) -> str:
    return _(
        "Here stands %(found)s; in %(language)s there is %(expected)s (line %(line)s).",
        found=_named(found),
        expected=_named(expected),
        language=NATIVE_NAMES[source],
        line=expected[2],
    )


def _lengths(source: str, expected: list[Part], found: list[Part]) -> str:
    longer, shorter = (expected, found) if len(expected) > len(found) else (found, expected)
    extra = ", ".join(_named(part) for part in longer[len(shorter) : len(shorter) + 3])
    if longer is expected:
        return _(
            "At the end this is missing, which %(language)s has: %(what)s.", language=NATIVE_NAMES[source], what=extra
        )
    return _(
        "At the end this is too much, which %(language)s has not: %(what)s.", language=NATIVE_NAMES[source], what=extra
    )


def _named(part: Part) -> str:
    """``::: case``, ``##``, ``[@iccpr]``: as an author writes it."""
    kind, detail, _line = part
    if kind == "heading":
        return "#" * int(detail[1])
    if kind == "citation":
        return f"[@{detail}]"
    if kind in SIGNS:
        return SIGNS[kind]
    return f"::: {kind} {detail}".strip()


def _scenario_placed(document: ModuleDocument) -> Iterator[Problem]:
    """There is one scenario, and one lesson at most leads into it."""
    before: str | None = None
    for lesson in document.lessons:
        text = lesson.texts.get(document.source_language) or next(iter(lesson.texts.values()), None)
        lines = [line for kind, _detail, line in outline_of(text.body) if kind == "scenario"] if text else []
        if not lines:
            continue
        place: Place = ("lessons", lesson.key, "texts", document.source_language, "body", lines[0])
        if document.scenario is None:
            yield Problem(place, _("The module has no scenario."))
        elif before is not None:
            yield Problem(place, _("The lesson “%(key)s” leads into the scenario already.", key=before))
        before = before or lesson.key
    for handout in document.handouts:
        for language, handed in handout.texts.items():
            if any(kind == "scenario" for kind, _detail, _line in outline_of(handed.body)):
                place = (handout.field, handout.key, "texts", language, "body")
                yield Problem(place, _("A lesson leads into the scenario; this text is printed."))


def _checks_placed(document: ModuleDocument) -> Iterator[Problem]:
    placed: Counter[str] = Counter()
    for lesson in document.lessons:
        text = lesson.texts.get(document.source_language) or next(iter(lesson.texts.values()), None)
        if text is not None:
            placed.update(detail for kind, detail, _line in outline_of(text.body) if kind == "check")
    for check in document.checks:
        if placed[check.key] == 0:
            yield Problem(("checks", check.key), _("No lesson shows this check."), Level.WARNING)
        if placed[check.key] > 1:
            yield Problem(("checks", check.key), _("More than one lesson shows this check."))
