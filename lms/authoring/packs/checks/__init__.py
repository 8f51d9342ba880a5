"""Everything that can be wrong with a document, the same for a package and for a draft in the studio.

Sentences are in the language being spoken. Errors block loading and publication, warnings advise.
"""

from typing import Any

import msgspec

from lms.authoring.packs.checks.balance import balance_problems
from lms.authoring.packs.checks.bank import bank_problems
from lms.authoring.packs.checks.guarding import guarding_problems
from lms.authoring.packs.checks.known import Known, known_from
from lms.authoring.packs.checks.lessons import lesson_problems
from lms.authoring.packs.checks.module import module_problems
from lms.authoring.packs.checks.origins import origin_problems
from lms.authoring.packs.checks.places import place_problems
from lms.authoring.packs.checks.questions import question_problems
from lms.authoring.packs.checks.rules import rule_problems
from lms.authoring.packs.checks.scenario import scenario_problems
from lms.authoring.packs.checks.translation import translation_problems
from lms.authoring.packs.checks.weight import weight_problems
from lms.authoring.packs.checks.words import word_problems
from lms.authoring.packs.problems import Problem
from lms.catalogue.documents import ModuleDocument

__all__ = ["Known", "check_document", "check_texts", "known_from"]


def check_document(document: ModuleDocument, known: Known) -> list[Problem]:
    """All problems of a document whose shape is right."""
    return [
        *module_problems(document, known),
        *rule_problems(document),
        *lesson_problems(document, known.terms),
        *place_problems(document),
        *guarding_problems(document),
        *weight_problems(document, known),
        *question_problems(document),
        *bank_problems(document),
        *origin_problems(document, known),
        *scenario_problems(document),
        *translation_problems(document),
        *check_texts(msgspec.to_builtins(document), known),
        *balance_problems(document, known.checker),
    ]


def check_texts(data: Any, known: Known) -> list[Problem]:
    """Problems of single texts; also for data whose shape is not right yet."""
    return word_problems(data, known.checker, known.decided)
