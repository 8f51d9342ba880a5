"""How a module is passed, and whether its bank holds what the rules of drawing ask for."""

from collections.abc import Iterator
from fractions import Fraction

from lms.authoring.packs.checks.module import is_day
from lms.authoring.packs.problems import Level, Place, Problem
from lms.catalogue.documents import DrawRule, ModuleDocument, Rules
from lms.core.i18n import _

PLACE: Place = ("rules",)
MOST_ATTEMPTS = 20
#: Less could not be read; more is no sitting.
LEAST_MINUTES, MOST_MINUTES = 5, 600


def rule_problems(document: ModuleDocument) -> Iterator[Problem]:
    """Everything that is about the rules."""
    yield from _numbers(document.rules)
    yield from _time(document.rules)
    yield from _drawing(document)


def _numbers(rules: Rules) -> Iterator[Problem]:
    try:
        share = Fraction(rules.pass_share)
    except (ValueError, ZeroDivisionError):
        share = Fraction(0)
    if not 0 < share <= 1:
        yield Problem((*PLACE, "pass_share"), _("The share to pass is a fraction between 0 and 1, for example 3/4."))
    if not 1 <= rules.attempts <= MOST_ATTEMPTS:
        yield Problem((*PLACE, "attempts"), _("A final quiz allows 1 to 20 attempts."))
    if not 0 <= rules.pre_test_questions <= rules.final_questions:
        yield Problem((*PLACE, "pre_test_questions"), _("The pre-test is not longer than the final quiz."))
    if rules.final_questions < 1:
        yield Problem((*PLACE, "final_questions"), _("The final quiz has at least one question."))
    if min(rules.pause_after, rules.pause_hours) < 0:
        yield Problem((*PLACE, "pause_hours"), _("A pause cannot be negative."))


def _time(rules: Rules) -> Iterator[Problem]:
    if rules.minutes is not None and not LEAST_MINUTES <= rules.minutes <= MOST_MINUTES:
        yield Problem((*PLACE, "minutes"), _("A time limit is 5 to 600 minutes."))
    if rules.results_from is not None and not is_day(rules.results_from):
        yield Problem(
            (*PLACE, "results_from"), _("“%(day)s” is not a day. Write it like 2026-11-01.", day=rules.results_from)
        )


def _drawing(document: ModuleDocument) -> Iterator[Problem]:
    rules = document.rules
    asked = sum(rule.count for rule in rules.draw)
    if asked > rules.final_questions:
        text = _(
            "The rules of drawing ask for %(asked)s questions; the final quiz has %(number)s.",
            asked=asked,
            number=rules.final_questions,
        )
        yield Problem((*PLACE, "draw"), text)
    objectives = {objective.key for objective in document.objectives}
    for number, rule in enumerate(rules.draw, start=1):
        place = (*PLACE, "draw", number - 1)
        if rule.count < 1:
            yield Problem(place, _("Rule %(number)s of drawing asks for no question.", number=number))
        if rule.objective is not None and rule.objective not in objectives:
            yield Problem(place, _("There is no objective “%(key)s”.", key=rule.objective))
        if rule.lesson is not None and rule.lesson not in document.lessons_by_key:
            yield Problem(place, _("There is no lesson “%(key)s”.", key=rule.lesson))
        yield from _supply(document, number, rule, place)
    yield from _room(document)


def _supply(document: ModuleDocument, number: int, rule: DrawRule, place: Place) -> Iterator[Problem]:
    """The first final draws from the form that was not taken and from what belongs to no form."""
    all_of_it = sum(map(rule.fits, document.questions))
    first = min(sum(rule.fits(q) for q in document.questions if q.form in (None, form)) for form in ("A", "B"))
    if all_of_it < rule.count:
        text = _(
            "Rule %(number)s of drawing asks for %(needed)s questions; the bank has %(found)s that fit.",
            number=number,
            needed=rule.count,
            found=all_of_it,
        )
        yield Problem(place, text)
    elif first < rule.count:
        text = _(
            "Rule %(number)s of drawing asks for %(needed)s questions; a first final quiz, which holds one form and "
            "questions of no form, finds %(found)s that fit.",
            number=number,
            needed=rule.count,
            found=first,
        )
        yield Problem(place, text)


def _room(document: ModuleDocument) -> Iterator[Problem]:
    """Beside the questions of a form the first final must have room for what the rules ask for."""
    rules = document.rules
    for form in ("A", "B"):
        held = [question for question in document.questions if question.form == form]
        wanted = sum(max(0, rule.count - sum(map(rule.fits, held))) for rule in rules.draw)
        free = max(0, rules.final_questions - len(held))
        if wanted > free and sum(rule.count for rule in rules.draw) <= rules.final_questions:
            text = _(
                "Beside form %(form)s the rules of drawing ask for up to %(wanted)s questions in the first final quiz; "
                "there is room for %(free)s.",
                form=form,
                wanted=wanted,
                free=free,
            )
            yield Problem((*PLACE, "draw"), text, Level.WARNING)
