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
    _l("Two parts have the same key."),
    _l("Two accepted answers have the same key."),
    _l("A single-choice question has exactly one correct option."),
    _l("A multiple-choice question has at least one correct and one incorrect option."),
    _l("A true-or-false question has the options “true” and “false”, and one of them is correct."),
    _l("A matching question has two to ten pairs."),
    _l("Every left side of a matching question names the option that belongs to it."),
    _l("An order has three to eight steps."),
    _l("An accepted number and its tolerance are written in digits, with a point for decimals."),
    _l("An accepted answer has at least one spelling, each of up to 200 characters."),
    _l("A key inside a question has up to forty lower-case Latin letters, digits and hyphens."),
    _l("The key “other” is kept for answers that nobody foresaw."),
    _l("Two places of a branching case have the same key."),
    _l("Two choices in one place have the same key."),
    _l("Two levels of a criterion have the same key."),
    _l("Points cannot be given by this rule in a question of this kind."),
    _l("Where wrong options take points away, at least as many options are wrong as right."),
    _l("What an answer earns is 0, 1, a percentage, or a fraction with a denominator up to 10."),
    _l("At least one accepted answer earns the whole point."),
    _l("A question has up to twenty accepted answers."),
    _l("A text with gaps has one to ten gaps."),
    _l("Every gap that is filled by choosing names the option that belongs there."),
    _l("A text with errors has up to twelve places to mark, some wrong and some not."),
    _l("The text names each of its places exactly once, in every language, as {key}."),
    _l("An essay has a rubric of one to eight criteria."),
    _l("A criterion has two to six levels, from 0 points upwards, to 20 at most."),
    _l("Two criteria have the same key."),
    _l("A branching case has a beginning and at least one ending."),
    _l("Every choice of a branching case leads to a place in it."),
    _l("A branching case never leads in a circle and has at most twelve decisions on a way."),
    _l("On one way through a branching case every decision protects people’s rights, and so does its ending."),
    _l("Every place of a branching case offers two to five choices."),
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
                absent = _("There is no objective “%(key)s”.", key=question.objective)
                yield Problem((*place, "objective"), absent if question.objective else _("Choose the objective."))
            if question.lesson not in document.lessons_by_key:
                absent = _("There is no lesson “%(key)s”.", key=question.lesson)
                yield Problem((*place, "lesson"), absent if question.lesson else _("Choose the lesson to read again."))
            if question.difficulty not in DIFFICULTIES:
                yield Problem((*place, "difficulty"), _("The difficulty is 1, 2 or 3."))
            if name == "checks" and not kind_of(question).for_checks:
                yield Problem((*place, "kind"), _("This kind of question cannot be a check in a lesson."))
            yield from _reasons(place, question)
            yield from _image(document, place, question)
            yield from _options(place, question)


def _reasons(place: Place, question: Question) -> Iterator[Problem]:
    """Every answer has its reason and its source, also the one that nobody foresaw."""
    for inside, sources in question.explained:
        if not sources:
            yield Problem((*place, *inside), _("This option names no source."))
    if question.credit not in kind_of(question).credits:
        yield Problem((*place, "credit"), _("This kind of question has no such rule of credit."))
    is_typed = bool(question.accepted) or any(part.right is None for part in question.parts)
    if is_typed and not question.otherwise:
        yield Problem(place, _("Say what is told to whoever types an answer that you have not foreseen."))


def _image(document: ModuleDocument, place: Place, question: Question) -> Iterator[Problem]:
    image = question.image
    if image is not None and image.name not in document.media_by_name:
        yield Problem((*place, "image"), _("There is no picture “%(name)s” in the module.", name=image.name))


def _options(place: Place, question: Question) -> Iterator[Problem]:
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
