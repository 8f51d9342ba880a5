"""Interactions where something is chosen, put in order, paired or marked."""

from fractions import Fraction

from lms.core.i18n import _
from lms.exchange.gap_texts import numbers_in, order_in
from lms.exchange.notes import LeftOut
from lms.exchange.qti.names import attribute, named, within
from lms.exchange.qti.places import passage_in
from lms.exchange.qti.scoring import Declaration, adds_up, template_in
from lms.exchange.qti.source import Held, Source, keys_of
from lms.exchange.readings import Answer
from lms.exchange.standard import truth
from lms.exchange.weights import credit_of, unlike
from lms.exchange.xml_door import Element
from lms.questions.documents import Credit, Option, Part

_PAIR = 2


def choice(source: Source, interaction: Element) -> Held:
    choices = list(within(interaction, "simpleChoice"))
    single = (
        attribute(interaction, "maxChoices", "1") == "1" and source.declaration(interaction).cardinality == "single"
    )
    names = [attribute(one, "identifier") for one in choices]
    is_truth = single and sorted(names) == ["false", "true"]
    right = _right(source, interaction)
    if single and len(right) != 1:
        raise LeftOut(_("Exactly one choice is right where one may be chosen."), source.place(interaction))
    options, listed = _options(source, choices, right)
    if is_truth:
        options = tuple(_truth(source, option) for option in options)
    kind = "true-false" if is_truth else "single-choice" if single else "multiple-choice"
    fields = {
        "kind": kind,
        "options": options,
        "shuffle": source.facts.shuffle and attribute(interaction, "shuffle", "false") == "true",
    }
    if is_truth:
        fields["shuffle"] = source.facts.shuffle
    if not single:
        fields["credit"] = source.facts.credit or _credit(source, interaction, names)
    return Held(fields, listed)


def _truth(source: Source, option: Option) -> Option:
    """The usual words are there in every language, whatever the item is in."""
    usual = truth(is_true=option.key == "true")
    if option.text[source.language] != usual[source.language]:
        return option
    return Option(option.key, usual, option.feedback, option.sources, option.correct)


def _right(source: Source, interaction: Element) -> list[str]:
    """Identifiers of what is right: those declared, else those that earn something."""
    declared = source.declaration(interaction)
    right = list(declared.correct) or [name for name, score in declared.mapping.items() if score > 0]
    if not right:
        raise LeftOut(_("The item does not say what is right."), source.place(interaction))
    return right


def _shares(declared: Declaration, names: list[str]) -> list[Fraction]:
    """What each choice earns, of all that can be earned."""
    scores = [declared.mapping.get(name, declared.otherwise) for name in names]
    most = sum((score for score in scores if score > 0), Fraction(0))
    return [score / most for score in scores] if most else scores


def _credit(source: Source, interaction: Element, names: list[str]) -> Credit:
    declared = source.declaration(interaction)
    if template_in(source.root) != "map_response" or not declared.mapping:
        return "whole"
    shares = _shares(declared, names)
    credit, exactly = credit_of(shares)
    if not exactly:
        source.lost(
            unlike(shares),
            interaction,
        )
    return credit


def _options(source: Source, choices: list[Element], right: list[str]) -> tuple[tuple[Option, ...], list[Answer]]:
    keys = keys_of([attribute(one, "identifier") for one in choices])
    options, listed = [], []
    for one in choices:
        name = attribute(one, "identifier")
        feedback, sources = source.said(name)
        text = source.text(one)
        options.append(Option(keys[name], source.words(text), feedback, sources, name in right))
        listed.append(Answer(text, 100.0 if name in right else 0.0, feedback[source.language]))
    return tuple(options), listed


def order(source: Source, interaction: Element) -> Held:
    choices = {attribute(one, "identifier"): one for one in within(interaction, "simpleChoice")}
    right = _right(source, interaction)
    if sorted(right) != sorted(choices):
        raise LeftOut(_("The right order does not name every step once."), source.place(interaction))
    options, listed = _options(source, [choices[name] for name in right], [])
    return Held({"kind": "ordering", "options": options, "credit": source.facts.credit or "whole"}, listed)


def match(source: Source, interaction: Element) -> Held:
    """Two sets: what is matched, and what it is matched with. Each of the first takes one of the second."""
    sets = named(interaction, "simpleMatchSet")
    if len(sets) != _PAIR:
        raise LeftOut(_("There is no pair in this question."), source.place(interaction))
    lefts, rights = (named(one, "simpleAssociableChoice") for one in sets)
    pairs = dict(pair.split(maxsplit=1) for pair in _right(source, interaction) if len(pair.split()) == _PAIR)
    names = [attribute(one, "identifier") for one in rights]
    if len(pairs) != len(_right(source, interaction)) or not set(pairs.values()) <= set(names):
        raise LeftOut(_("Here each left side belongs to exactly one right side."), source.place(interaction))
    options, _listed = _options(source, rights, [])
    keys, part_keys = keys_of(names), keys_of([attribute(one, "identifier") for one in lefts])
    parts, listed = [], []
    for one in lefts:
        name = attribute(one, "identifier")
        if name not in pairs:
            raise LeftOut(_("Here each left side belongs to exactly one right side."), source.place(one))
        feedback, sources = source.said(name)
        text = source.text(one)
        parts.append(Part(part_keys[name], feedback, sources, source.words(text), keys[pairs[name]]))
        shown = next(option.text[source.language] for option in options if option.key == keys[pairs[name]])
        listed.append(Answer(f"{text} – {shown}", 100.0, feedback[source.language]))
    credit = source.facts.credit or ("each" if adds_up(source.root) else "whole")
    fields = {
        "kind": "matching",
        "options": tuple(Option(one.key, one.text, one.feedback, one.sources) for one in options),
        "parts": tuple(parts),
        "credit": credit,
        "shuffle": source.facts.shuffle and attribute(interaction, "shuffle", "false") == "true",
    }
    return Held(fields, listed)


def hottext(source: Source, interaction: Element) -> Held:
    """Words that can be marked in a text: those to be marked are wrong."""
    words = list(within(interaction, "hottext"))
    names = [attribute(one, "identifier") for one in words]
    options, listed = _options(source, words, _right(source, interaction))
    numbers = numbers_in(order_in(source.file.tags)[0])
    passage, _text = passage_in(source, interaction, words, "identifier")
    fields = {
        "kind": "error-text",
        "options": tuple(sorted(options, key=lambda option: numbers.get(option.key, 0))),
        "passage": source.words(passage),
        "credit": source.facts.credit or _credit(source, interaction, names),
    }
    return Held(fields, listed)
