"""Women and men in the cases and pictures of a module: as often, and in the same roles."""

import re
from collections.abc import Iterator

from lms.authoring.packs.problems import Level, Place, Problem
from lms.catalogue.documents import ModuleDocument
from lms.core.i18n import _
from lms.wording import Balance, Checker, balance_of
from lms.wording.masks import boxes_of

PICTURE = re.compile(r"!\[([^\]\n]{0,600})\]\(\s*<?media/")
#: English tells the sex by “she” and “he” alone; the others tell it elsewhere or not at all.
ORDER = ("en", "ru", "ky")
WHOLE: Place = ("balance",)


def balance_problems(document: ModuleDocument, checker: Checker) -> Iterator[Problem]:
    """Advice, counted in one language."""
    balance = balance_in(document, checker)
    if not balance.is_even:
        text = _(
            "Women appear in %(women)s and men in %(men)s of the cases and pictures. Let women appear as often.",
            women=balance.women,
            men=balance.men,
        )
        yield Problem(WHOLE, text, Level.WARNING)
    for role in balance.always_men:
        text = _("In the cases, this role is always held by a man: %(role)s.", role=name_of_role(role))
        yield Problem(WHOLE, text, Level.WARNING)
    for role in balance.always_women:
        text = _("In the cases, this role is always held by a woman: %(role)s.", role=name_of_role(role))
        yield Problem(WHOLE, text, Level.WARNING)


def balance_in(document: ModuleDocument, checker: Checker) -> Balance:
    language = next((code for code in ORDER if any(code in lesson.texts for lesson in document.lessons)), "en")
    return balance_of(stories_in(document, language), language, checker.people)


def stories_in(document: ModuleDocument, language: str) -> Iterator[str]:
    """Cases of lessons, of what stands beside them and of questions, the scenario, and what pictures show."""
    for written in document.written:
        body = written.texts[language].body if language in written.texts else ""
        yield from (body[start:end].partition("\n")[2] for start, end in boxes_of(body, "case"))
        yield from (found[1] for found in PICTURE.finditer(body))
    for question in (*document.checks, *document.questions):
        yield " ".join(filter(None, [(question.case or {}).get(language), question.stem.get(language)]))
        if question.image:
            yield question.image.alt.get(language, "")
    if document.scenario:
        yield document.scenario.intro.get(language, "")
        yield from (node.situation.get(language, "") for node in document.scenario.nodes)


def name_of_role(role: str) -> str:
    """A role of the list as a person calls it; one that an editor added goes by its key."""
    names = {
        "judge": _("judge"),
        "prosecutor": _("prosecutor"),
        "investigator": _("investigator"),
        "officer": _("officer"),
        "lawyer": _("lawyer"),
        "expert": _("expert"),
        "teacher": _("teacher"),
        "journalist": _("journalist"),
        "suspect": _("suspect"),
    }
    return names.get(role, role)
