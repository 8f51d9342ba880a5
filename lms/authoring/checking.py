"""What is wrong with a draft, and the list of what stands between it and publication."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from flask import current_app

from lms.authoring.packs import Known, Level, Problem, check_document
from lms.authoring.packs.checks import known_from
from lms.authoring.packs.checks.known import KYRGYZ_WORDS, PEOPLE, RULES, TERMS, checker_from
from lms.authoring.packs.problems import Place
from lms.authoring.packs.weighing import in_the_store
from lms.authoring.parity import blocking_problems
from lms.authoring.queries import rules_stamp, waivers_by_mark
from lms.authoring.question_queries import known_owners
from lms.authoring.rulebook import rows_in_force
from lms.catalogue.documents import ModuleDocument
from lms.catalogue.services import counts_otherwise
from lms.core.i18n import _
from lms.questions.origins import owner_in
from lms.wording import rules_from

_kept: dict[Path, tuple[tuple[object, ...], Known]] = {}
FILES = ("sources.yaml", "professions.yaml", "site.yaml", RULES, TERMS, PEOPLE, KYRGYZ_WORDS)


def current_known() -> Known:
    """What modules may refer to, and the rules about words; read again when a file or a rule has changed."""
    content: Path = current_app.config["CONTENT"]
    paths = [content / name for name in FILES]
    changed = (rules_stamp(), *(path.stat().st_mtime_ns for path in paths if path.exists()))
    kept = _kept.get(content)
    if kept is None or kept[0] != changed:
        rules, _misfits = rules_from(rows_in_force())
        kept = _kept[content] = (changed, replace(known_from(content), checker=checker_from(content, rules)))
    return kept[1]


def problems_in(document: ModuleDocument) -> list[Problem]:
    """All problems of a draft, each once, in the language of the page."""
    known = _known_to(document)
    found = dict.fromkeys([*check_document(document, known), *blocking_problems(document, known.publishable)])
    if counts_otherwise(document):
        words = _("The outputs and “core” stay as in the first edition: numbers already reported rest on them.")
        found[Problem(("outputs",), words)] = None
    return list(found)


def _known_to(document: ModuleDocument) -> Known:
    """With the questions that were published here, if the document takes any, and what was decided about its words."""
    known = replace(current_known(), decided=waivers_by_mark(document.slug), weigh=in_the_store)
    origins = {one.origin: owner_in(one.origin) for one in document.questions if one.origin}
    published = known_owners(owner for owner in origins.values() if owner) if origins else set()
    return replace(known, questions=known.questions | {"/".join(owner) for owner in published}) if published else known


@dataclass(frozen=True)
class Tally:
    """What is wrong in one place."""

    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    def beside_wording(self) -> "Tally":
        """Without what the check of wording says, where that is shown by itself."""
        errors, warnings = (tuple(p for p in found if not p.is_wording) for found in (self.errors, self.warnings))
        return Tally(errors, warnings)


class Problems:
    """The problems of a draft by place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.all = problems
        self._by_place: dict[Place, list[Problem]] = defaultdict(list)
        for problem in problems:
            for length in range(1, len(problem.place) + 1):
                self._by_place[problem.place[:length]].append(problem)

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.all if problem.level is Level.ERROR]

    def at(self, *places: Place, exactly: bool = False) -> Tally:
        """What is wrong at these places and inside them; ``exactly``: not inside them."""
        found = [p for place in places for p in self._by_place[place] if not exactly or p.place == place]
        return Tally(
            tuple(p for p in found if p.level is Level.ERROR), tuple(p for p in found if p.level is Level.WARNING)
        )
