"""The bank as a whole: two matched forms, enough questions to draw from, no pattern that gives answers away."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from lms.authoring.packs.problems import Level, Problem
from lms.catalogue.documents import ModuleDocument
from lms.core.i18n import _, n_
from lms.questions.documents import Question

BANK = 24
ENOUGH_TO_JUDGE = 12
TOO_OFTEN = 0.45
PLACE: tuple[str, ...] = ("questions",)


def bank_problems(document: ModuleDocument) -> Iterator[Problem]:
    """Everything that is about the bank."""
    yield from _size(document)
    yield from _forms(document)
    yield from _pairs(document.questions)
    yield from _pattern(document.questions)
    yield from _coverage(document)


def _size(document: ModuleDocument) -> Iterator[Problem]:
    number, rules = len(document.questions), document.rules
    free = sum(question.form is None for question in document.questions)
    if number < rules.final_questions:
        yield Problem(
            PLACE,
            _(
                "The final quiz needs %(needed)s questions; the bank has %(number)s.",
                needed=rules.final_questions,
                number=number,
            ),
        )
    elif free < rules.final_questions - rules.pre_test_questions:
        yield Problem(
            PLACE,
            _(
                "Too few questions belong to no form: the final quiz draws %(needed)s of them, there are %(number)s.",
                needed=rules.final_questions - rules.pre_test_questions,
                number=free,
            ),
        )
    elif number < BANK:
        text = n_(
            "The bank has %(num)d question; 24 or more make attempts differ.",
            "The bank has %(num)d questions; 24 or more make attempts differ.",
            number,
        )
        yield Problem(PLACE, text, Level.WARNING)


def _forms(document: ModuleDocument) -> Iterator[Problem]:
    forms = Counter(question.form for question in document.questions)
    needed = document.rules.pre_test_questions
    for form in ("A", "B"):
        if forms[form] != needed:
            yield Problem(
                PLACE,
                _(
                    "Form %(form)s has %(number)s questions; the pre-test needs exactly %(needed)s.",
                    form=form,
                    number=forms[form],
                    needed=needed,
                ),
            )


def _pairs(questions: Sequence[Question]) -> Iterator[Problem]:
    pairs: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        if (question.form is None) != (question.pair is None):
            yield Problem(
                (*PLACE, question.key), _("A question of a form belongs to a pair, and only such a question.")
            )
        elif question.pair is not None:
            pairs[question.pair].append(question)
    for name, members in pairs.items():
        place = (*PLACE, members[-1].key, "pair")
        if sorted(str(member.form) for member in members) != ["A", "B"]:
            yield Problem(place, _("The pair “%(pair)s” is not one question of form A and one of form B.", pair=name))
        elif len({member.objective for member in members}) > 1:
            yield Problem(place, _("The two questions of the pair “%(pair)s” have different objectives.", pair=name))


def _pattern(questions: Sequence[Question]) -> Iterator[Problem]:
    single = [question for question in questions if question.kind == "single-choice"]
    if len(single) < ENOUGH_TO_JUDGE:
        return
    places = Counter(next((i for i, option in enumerate(q.options, 1) if option.correct), 0) for q in single)
    place, often = places.most_common(1)[0]
    if often > TOO_OFTEN * len(single):
        yield Problem(
            PLACE,
            _(
                "The correct option stands in place %(place)s in %(often)s of %(all)s questions. Spread it.",
                place=place,
                often=often,
                all=len(single),
            ),
            Level.WARNING,
        )
    yield from _lengths(single)


def _lengths(single: Sequence[Question]) -> Iterator[Problem]:
    """Whoever knows nothing and always takes the longest option, or the shortest, must not do well."""
    longest, shortest = sum(map(_is_longest, single)), sum(map(_is_shortest, single))
    if longest > TOO_OFTEN * len(single):
        yield Problem(
            PLACE,
            _(
                "The correct option is the longest in %(often)s of %(all)s questions. Make the others as long.",
                often=longest,
                all=len(single),
            ),
            Level.WARNING,
        )
    if shortest > TOO_OFTEN * len(single):
        yield Problem(
            PLACE,
            _(
                "The correct option is the shortest in %(often)s of %(all)s questions. Make some others as short.",
                often=shortest,
                all=len(single),
            ),
            Level.WARNING,
        )


def _is_longest(question: Question) -> bool:
    """Whether a correct option is longer than each other one."""
    right, wrong = _lengths_of(question)
    return max(right, default=0) > max(wrong, default=0)


def _is_shortest(question: Question) -> bool:
    """Whether a correct option is shorter than each other one."""
    right, wrong = _lengths_of(question)
    return bool(right and wrong) and min(right) < min(wrong)


def _lengths_of(question: Question) -> tuple[list[int], list[int]]:
    """Letters in all languages together, of correct options and of the others."""
    lengths: tuple[list[int], list[int]] = ([], [])
    for option in question.options:
        lengths[not option.correct].append(sum(map(len, option.text.values())))
    return lengths


def _coverage(document: ModuleDocument) -> Iterator[Problem]:
    asked = {question.objective for question in document.questions}
    taught = {key for lesson in document.lessons for key in lesson.objectives}
    for objective in document.objectives:
        if objective.key not in asked:
            yield Problem(
                ("objectives", objective.key), _("No question of the bank tests this objective."), Level.WARNING
            )
        if objective.key not in taught:
            yield Problem(("objectives", objective.key), _("No lesson serves this objective."), Level.WARNING)
