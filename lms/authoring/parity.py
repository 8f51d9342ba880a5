"""How far every module is in every language, what keeps it from publication, and where work begins."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from lms.authoring.packs.problems import Problem
from lms.authoring.places import name_of_place
from lms.catalogue.documents import ModuleDocument
from lms.catalogue.translation import OPEN, State, parts_of, tally_of, texts_in
from lms.core.i18n import LANGUAGES, NATIVE_NAMES, _, n_

#: Which states may be published in each language: a policy of whoever runs the platform.
Policy = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Standing:
    """A language of a module, or of a part of it."""

    language: str
    tally: Counter[State]
    #: The part where work begins; None where nothing needs any.
    first_part: str | None = None

    @property
    def total(self) -> int:
        return self.tally.total()

    @property
    def shares(self) -> list[tuple[State, int, int]]:
        """(state, texts, hundredths of all), from what stops most to what is best. Never 0 of something, nor 100 of
        less than all.
        """
        return [(state, self.tally[state], self._hundredths(self.tally[state])) for state in State if self.tally[state]]

    def _hundredths(self, number: int) -> int:
        exact = round(100 * number / self.total)
        return exact if number == self.total else min(max(exact, 1), 99)


def standing_of(document: ModuleDocument, language: str, *parts: str) -> Standing:
    """How far a language is; without parts, in the whole module."""
    texts = (text for text in texts_in(document, language) if text.state in OPEN)
    first = next((text.part for text in texts if not parts or _is_in(text.part, parts)), None)
    return Standing(language, tally_of(document, language, *parts), first)


def lines_of(document: ModuleDocument, language: str) -> list[tuple[str, tuple[str, ...]]]:
    """The lines of the board of one module: what they are called, and which parts they are."""
    groups = {"check": (_("Knowledge checks"), ("check:",)), "question": (_("Question bank"), ("question:",))}
    lines: dict[tuple[str, tuple[str, ...]], None] = {}
    for part in parts_of(document):
        lines[groups.get(part.partition(":")[0]) or (name_of_place(document, part, language), (part,))] = None
    return list(lines)


def _is_in(part: str, parts: tuple[str, ...]) -> bool:
    return part in parts or part.startswith(tuple(one for one in parts if one.endswith(":")) or "\0")


def blocking(document: ModuleDocument, policy: Policy) -> dict[str, Counter[State]]:
    """Language to the states in it that may not be published, with how many texts are so."""
    found = {}
    for language in LANGUAGES:
        if language == document.source_language:
            continue
        tally = tally_of(document, language)
        stopped = Counter({state: tally[state] for state in tally if state.value not in policy[language]})
        if stopped:
            found[language] = stopped
    return found


def blocking_problems(document: ModuleDocument, policy: Policy) -> list[Problem]:
    """The same as sentences of the list before publication."""
    return [
        Problem(("translation", language), _sentence(language, state, number))
        for language, stopped in blocking(document, policy).items()
        for state, number in stopped.items()
    ]


def _sentence(language: str, state: State, number: int) -> str:
    said = {"language": NATIVE_NAMES[language]}
    if state is State.MISSING:
        text = n_("%(language)s: %(num)d text is missing.", "%(language)s: %(num)d texts are missing.", number, **said)
    elif state is State.OUTDATED:
        text = n_(
            "%(language)s: %(num)d text is out of date.", "%(language)s: %(num)d texts are out of date.", number, **said
        )
    elif state is State.MACHINE_DRAFT:
        text = n_(
            "%(language)s: %(num)d text is a machine’s draft.",
            "%(language)s: %(num)d texts are a machine’s draft.",
            number,
            **said,
        )
    else:
        text = n_(
            "%(language)s: %(num)d text is not checked as far as is required.",
            "%(language)s: %(num)d texts are not checked as far as is required.",
            number,
            **said,
        )
    return " ".join((text, _("Such texts may not be published here.")))
