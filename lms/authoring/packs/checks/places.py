"""Places within sources: each can be said in the words of whoever reads it."""

from collections.abc import Iterator, Sequence

from lms.authoring.packs.problems import Place, Problem
from lms.authoring.packs.texts import places_cited
from lms.catalogue.citations import words_left
from lms.catalogue.documents import ModuleDocument
from lms.core.i18n import LANGUAGES, _


def cited_in_lists(document: ModuleDocument) -> Iterator[tuple[Place, str]]:
    """Sources named in lists, ``iccpr art. 19(3)``, and where; those in lessons are looked at with the lesson."""
    for name, questions in (("checks", document.checks), ("questions", document.questions)):
        for question in questions:
            explanation = (("explanation_sources",), question.explanation_sources)
            for place, sources in (*question.explained, explanation):
                for source in sources:
                    yield (name, question.key, *place, "sources"), source
    scenario = document.scenario
    if scenario is not None:
        for node in scenario.nodes:
            for choice in node.choices:
                for source in choice.sources:
                    yield ("scenario", "nodes", node.key, "choices", choice.key, "sources"), source
        for source in scenario.standard_sources:
            yield ("scenario", "standard_sources"), source


def place_problems(document: ModuleDocument) -> Iterator[Problem]:
    """Places that a Kyrgyz or a Russian page would show in English."""
    for where, source in cited_in_lists(document):
        yield from _problem(where, source.partition(" ")[2], LANGUAGES)
    for written in document.written:
        for language, text in written.texts.items():
            for cited, line in places_cited(text.body):
                yield from _problem((written.field, written.key, "texts", language, "body", line), cited, [language])


def _problem(where: Place, cited: str, languages: Sequence[str]) -> Iterator[Problem]:
    left = words_left(cited, languages)
    if left:
        sentence = _(
            "“%(place)s”: Kyrgyz and Russian pages have no words for “%(words)s”. "
            "Write the place by its number: art. 19(3), paras. 25, 26, sect. IV, annex II.",
            place=cited,
            words=", ".join(left),
        )
        yield Problem(where, sentence)
