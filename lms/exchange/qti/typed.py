"""Interactions where something is typed, and texts with gaps."""

from collections.abc import Collection
from fractions import Fraction

from lms.core.i18n import _
from lms.exchange.notes import LeftOut
from lms.exchange.qti.bodies import text_in
from lms.exchange.qti.names import attribute, key_from, name_of, within
from lms.exchange.qti.places import passage_in
from lms.exchange.qti.scoring import Case, Declaration, adds_up
from lms.exchange.qti.source import OTHERWISE, Held, Source, keys_of
from lms.exchange.readings import Answer
from lms.exchange.rubrics import rubric_from_words
from lms.exchange.weights import decimal_of, exact, near
from lms.exchange.xml_door import Element
from lms.questions.documents import Accepted, Option, Part
from lms.questions.texts import tidy

NUMBERS = {"float", "integer"}
GAPS = ("textEntryInteraction", "inlineChoiceInteraction")
WORDS = "words:"


def entry(source: Source, interaction: Element) -> Held:
    """One field that stands alone: a number or a few words."""
    declared = source.declaration(interaction)
    accepted, listed = _accepted(source, interaction, declared)
    fields = {
        "kind": "numeric" if declared.base in NUMBERS else "short-text",
        "accepted": accepted,
        "otherwise": source.optional(source.feedback.get(OTHERWISE, "")),
    }
    return Held(fields, listed)


def _accepted(source: Source, interaction: Element, declared: Declaration) -> tuple[tuple[Accepted, ...], list[Answer]]:
    cases = [case for case in source.cases if case.response == declared.identifier] or _declared(declared)
    scores = [_score(case, declared) for case in cases]
    most = max(scores, default=Fraction(0))
    if most <= 0:
        raise LeftOut(_("The item does not say what is right."), source.place(interaction))
    if declared.case_sensitive or (declared.base not in NUMBERS and any(case.case_sensitive for case in cases)):
        source.lost(_("Capital and small letters make a difference in the file; here they never do."), interaction)
    accepted: list[Accepted] = []
    listed: list[Answer] = []
    for case, score in zip(cases, scores, strict=True):
        share = min(max(score / most, Fraction(0)), Fraction(1))
        for one in _of_case(source, interaction, declared, case, exact(near(share))):
            accepted.append(one if one.key not in {other.key for other in accepted} else _rekeyed(one, len(accepted)))
            shown = one.number or "; ".join(text for texts in one.texts.values() for text in texts)
            listed.append(Answer(shown, round(float(share * 100), 5), one.feedback[source.language]))
    return tuple(accepted), listed


def _rekeyed(one: Accepted, place: int) -> Accepted:
    return Accepted(f"o{place + 1}", one.feedback, one.sources, one.texts, one.number, one.tolerance, one.share)


def _declared(declared: Declaration) -> list[Case]:
    """Without conditions: what the mapping says, else the right answers."""
    found = [
        Case(declared.identifier, ((value, "0"),), score, "", declared.case_sensitive)
        for value, score in declared.mapping.items()
    ]
    return found or [
        Case(
            declared.identifier,
            tuple((value, "0") for value in declared.correct),
            Fraction(1),
            "",
            case_sensitive=False,
        )
    ]


def _score(case: Case, declared: Declaration) -> Fraction:
    if case.score is not None:
        return case.score
    value = case.values[0][0] if case.values else ""
    return declared.mapping.get(value, Fraction(value in declared.correct))


def _of_case(source: Source, interaction: Element, declared: Declaration, case: Case, share: str) -> list[Accepted]:
    feedback, sources = source.said(case.feedback)
    key = key_from(case.feedback.rpartition(".")[2]) or "o1"
    if declared.base not in NUMBERS:
        texts = tuple(dict.fromkeys(tidy(value) for value, _tolerance in case.values if tidy(value)))
        return [Accepted(key, feedback, sources, {source.language: texts}, share=share)] if texts else []
    found = []
    for value, tolerance in case.values:
        number, around = decimal_of(value), decimal_of(tolerance)
        if number is None:
            raise LeftOut(_("“%(text)s” is not a number.", text=value[:60]), source.place(interaction))
        if around is None:
            source.lost(
                _("A tolerance that grows with the number cannot be held; the number itself is right."), interaction
            )
        found.append(
            Accepted(key, feedback, sources, number=number, tolerance=exact((around or "0").lstrip("-")), share=share)
        )
    return found


def gaps(source: Source, interactions: list[Element], container: Element) -> tuple[Held, str]:
    """A text with fields in it, and the text around them as HTML gives it."""
    names = [attribute(one, "responseIdentifier") for one in interactions]
    keys = keys_of(names)
    declared = list(dict.fromkeys([*(keys[name] for name in source.declarations if name in keys), *keys.values()]))
    pool = _Pool(source)
    parts, listed = [], []
    for one in interactions:
        key = keys[attribute(one, "responseIdentifier")]
        part, answers = pool.part(one, key)
        parts.append(part)
        listed += answers

    passage, text = passage_in(source, container, interactions, "responseIdentifier")
    fields = {
        "kind": "gap-fill",
        "options": tuple(pool.options.values()),
        # As they are declared; in the text they may follow each other otherwise.
        "parts": tuple(sorted(parts, key=lambda part: declared.index(part.key))),
        "passage": source.words(passage),
        "credit": source.facts.credit or ("each" if adds_up(source.root) else "whole"),
        "otherwise": source.optional(source.feedback.get(OTHERWISE, "")),
    }
    return Held(fields, listed), text


class _Pool:
    """All that gaps are filled from: here they share one list."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.options: dict[tuple[str, str], Option] = {}
        self.lists: set[frozenset[str]] = set()

    def part(self, interaction: Element, key: str) -> tuple[Part, list[Answer]]:
        declared = self.source.declaration(interaction)
        feedback, sources = self.source.said(declared.identifier)
        if name_of(interaction) == "textEntryInteraction":
            accepted, listed = _accepted(self.source, interaction, declared)
            return Part(key, feedback, sources, accepted=accepted), listed
        choices = {attribute(one, "identifier"): text_in(one) for one in within(interaction, "inlineChoice")}
        right = next((name for name in declared.correct if name in choices), None)
        right = right or max(declared.mapping, key=lambda name: declared.mapping[name], default=None)
        if right is None or right not in choices:
            raise LeftOut(_("The item does not say what is right."), self.source.place(interaction))
        self.lists.add(frozenset(choices.values()))
        if len(self.lists) > 1:
            self.source.lost(
                _("Every gap had choices of its own; here all gaps are filled from one list."), interaction
            )
        found: dict[str, Option] = {}
        for name, text in choices.items():
            found[name] = self._option(name, text, [option.key for option in found.values()])
        listed = [Answer(text, 100.0 if name == right else 0.0, "") for name, text in choices.items()]
        return Part(key, feedback, sources, right=found[right].key), listed

    def _option(self, name: str, text: str, beside: Collection[str]) -> Option:
        """The same words are the same choice; the same name with other words is another.

        Not so ``beside`` each other in one list: what reads alike in one language may differ in another.
        """
        known = self.options.get((name, text)) or next(
            (
                option
                for (_name, other), option in self.options.items()
                if other == text and text and option.key not in beside
            ),
            None,
        )
        if known is None:
            taken = {option.key for option in self.options.values()}
            key = key_from(name)
            if not key or key in taken:
                key = f"o{len(taken) + 1}"
            known = Option(key, self.source.words(text), *self.source.said(name))
        return self.options.setdefault((name, text), known) if known.key not in self._keys() else known

    def _keys(self) -> set[str]:
        return {option.key for option in self.options.values()}


def essay(source: Source, interaction: Element) -> Held:
    guidance = "\n\n".join(
        text_in(block)
        for block in within(source.root, "rubricBlock")
        if {"scorer", "tutor", "author"} & set(attribute(block, "view").split())
    )
    tag = next((tag.removeprefix(WORDS) for tag in source.file.tags if tag.startswith(WORDS)), "")
    least, _dash, most = tag.partition("-")
    rubric = rubric_from_words(source.words(guidance), _count(least), _count(most))
    return Held({"kind": "essay", "rubric": rubric}, [])


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("1000000") else None
