"""What would dangle if something were deleted."""

from lms.authoring.packs.texts import media_in, source_key, sources_in
from lms.catalogue.documents import ModuleDocument


def references_to(document: ModuleDocument, field: str, key: str) -> list[str]:
    """Keys of what refers to an item, in the order of the document."""
    return _FINDERS[field](document, key) if field in _FINDERS else []


def _to_lesson(document: ModuleDocument, key: str) -> list[str]:
    found = [question.key for question in (*document.checks, *document.questions) if question.lesson == key]
    scenario = document.scenario
    return [*found, *([scenario.key] if scenario is not None and scenario.lesson == key else [])]


def _to_objective(document: ModuleDocument, key: str) -> list[str]:
    lessons = [lesson.key for lesson in document.lessons if key in lesson.objectives]
    return [*lessons, *(q.key for q in (*document.checks, *document.questions) if q.objective == key)]


def _to_source(document: ModuleDocument, key: str) -> list[str]:
    found = [one.key for one in document.written if any(key in sources_in(text.body) for text in one.texts.values())]
    found += [
        question.key
        for question in (*document.checks, *document.questions)
        if any(source_key(source) == key for source in question.all_sources)
    ]
    scenario = document.scenario
    if scenario is not None:
        cited = [s for node in scenario.nodes for choice in node.choices for s in choice.sources]
        if any(source_key(source) == key for source in (*cited, *scenario.standard_sources)):
            found.append(scenario.key)
    return found


def _to_picture(document: ModuleDocument, name: str) -> list[str]:
    written = [one.key for one in document.written if any(name in media_in(text.body) for text in one.texts.values())]
    questions = (*document.checks, *document.questions)
    return [*written, *(q.key for q in questions if q.image is not None and q.image.name == name)]


def _to_check(document: ModuleDocument, key: str) -> list[str]:
    mark = f'key="{key}"'
    return [lesson.key for lesson in document.lessons if any(mark in text.body for text in lesson.texts.values())]


_FINDERS = {
    "lessons": _to_lesson,
    "objectives": _to_objective,
    "sources": _to_source,
    "media": _to_picture,
    "checks": _to_check,
}
