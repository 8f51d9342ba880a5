"""Single questions, of checks and of the bank."""

from collections.abc import Iterator

from lms.authoring.packs.problems import Level, Place, Problem
from lms.catalogue.documents import ModuleDocument
from lms.core.i18n import LANGUAGES, _, _l
from lms.questions.documents import Question
from lms.questions.kinds import kind_of

#: What the kinds say, so that it can be said in three languages.
SENTENCES = (
    _l("A question has three to five options."),
    _l("Two options have the same key."),
    _l("A single-choice question has exactly one correct option."),
    _l("A multiple-choice question has at least one correct and one incorrect option."),
)
DIFFICULTIES = (1, 2, 3)
#: A correct option this many times, and this many letters, longer than any other gives the answer away.
TOO_LONG, TOO_MANY = 1.6, 20


def question_problems(document: ModuleDocument) -> Iterator[Problem]:
    """Everything that is about one question."""
    objectives = {objective.key for objective in document.objectives}
    for name, questions in (("checks", document.checks), ("questions", document.questions)):
        for question in questions:
            place: Place = (name, question.key)
            for sentence in kind_of(question).problems(question):
                yield Problem((*place, "options"), _(sentence))
            if question.objective not in objectives:
                yield Problem((*place, "objective"), _("There is no objective “%(key)s”.", key=question.objective))
            if question.lesson not in document.lessons_by_key:
                yield Problem((*place, "lesson"), _("There is no lesson “%(key)s”.", key=question.lesson))
            if question.difficulty not in DIFFICULTIES:
                yield Problem((*place, "difficulty"), _("The difficulty is 1, 2 or 3."))
            yield from _options(place, question)


def _options(place: Place, question: Question) -> Iterator[Problem]:
    for option in question.options:
        if not option.sources:
            yield Problem((*place, "options", option.key), _("This option names no source."))
    for language in LANGUAGES:
        right = [len(option.text.get(language, "")) for option in question.options if option.correct]
        wrong = [len(option.text.get(language, "")) for option in question.options if not option.correct]
        if right and wrong and min(right) > TOO_LONG * max(wrong) and min(right) - max(wrong) > TOO_MANY:
            yield Problem(
                (*place, "options"),
                _(
                    "The correct option is much longer than the others (%(language)s): it gives the answer away.",
                    language=language,
                ),
                Level.WARNING,
            )
