"""What each kind of question is good for, in a sentence and an example, for whoever chooses one."""

from dataclasses import dataclass

from flask_babel import LazyString

from lms.core.i18n import _l
from lms.questions.kinds import KINDS


@dataclass(frozen=True)
class About:
    good_for: LazyString
    example: LazyString


ABOUT = {
    "single-choice": About(
        _l("For one decision among a few: what the law allows, what to do first."),
        _l("“Which of these may the court order?” – and three answers."),
    ),
    "multiple-choice": About(
        _l("For everything that belongs to a rule, where some of it is easily forgotten."),
        _l("“What must be examined before speech is limited?”"),
    ),
    "true-false": About(
        _l("For a misunderstanding that many share. Half of all guesses are right, so it tells little by itself."),
        _l("“Every offensive word is a crime.” – true or not?"),
    ),
    "matching": About(
        _l("For telling things apart that are alike: terms, bodies, articles."),
        _l("Articles on the left; the right that each protects is chosen for it."),
    ),
    "ordering": About(
        _l("For steps that must follow each other."),
        _l("“In which order is a search carried out?”"),
    ),
    "numeric": About(
        _l("For a period, an age or a sum that must be known and is not to be guessed."),
        _l("“After how many hours must a detained person be brought before a judge?”"),
    ),
    "short-text": About(
        _l("For a term that must come to mind by itself."),
        _l("“What is it called when a court weighs the aim against the harm?”"),
    ),
    "gap-fill": About(
        _l("For the exact wording of a rule, or for a document with its essential words left out."),
        _l("“The restriction must be … by law and … in a democratic society.”"),
    ),
    "error-text": About(
        _l("For a critical eye: a decision, a report or a press release with mistakes in it."),
        _l("“Mark the words in this press release that blame the victim.”"),
    ),
    "essay": About(
        _l("For reasoning in one’s own words. People read and mark it, so it takes their time."),
        _l("“Write the reasons of the decision in this case.”"),
    ),
    "scenario": About(
        _l("For decisions that follow from each other and cannot be taken back."),
        _l("You are on duty, a call comes in: what do you do – and then?"),
    ),
}


def kinds_for(field: str) -> list[tuple[str, LazyString, About]]:
    """Code, name and description of the kinds that may stand in a lesson, or in the bank."""
    return [(code, kind.name, ABOUT[code]) for code, kind in KINDS.items() if field == "questions" or kind.for_checks]
