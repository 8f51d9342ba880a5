"""What an item says of its answers: right ones, weights, and what response processing does.

Understood are the templates *match_correct* and *map_response*, and the usual conditions written out: a response
compared with values, what it adds to the score, and which feedback it opens.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from lms.exchange.qti.names import attribute, first, name_of, named, within
from lms.exchange.weights import share_of
from lms.exchange.xml_door import Element, text_of

_COMPARES = ("match", "equal", "equalRounded", "stringMatch", "member", "contains")


class Case(NamedTuple):
    """Values that a response is compared with, what they score, and the feedback they open."""

    response: str
    #: Value and tolerance.
    values: tuple[tuple[str, str], ...]
    score: Fraction | None
    feedback: str
    case_sensitive: bool


@dataclass(frozen=True)
class Declaration:
    """A response: what is right, and what each value earns."""

    identifier: str
    base: str
    cardinality: str
    correct: tuple[str, ...]
    mapping: dict[str, Fraction] = field(default_factory=dict)
    otherwise: Fraction = Fraction(0)
    case_sensitive: bool = False


def number_in(text: str) -> Fraction | None:
    share = share_of(text)
    return None if share is None else share * 100


def declarations_in(item: Element) -> dict[str, Declaration]:
    found = {}
    for element in named(item, "responseDeclaration"):
        mapping = first(element, "mapping")
        entries = named(mapping, "mapEntry")
        found[attribute(element, "identifier")] = Declaration(
            attribute(element, "identifier"),
            attribute(element, "baseType"),
            attribute(element, "cardinality", "single"),
            tuple(text_of(value) for value in named(first(element, "correctResponse"), "value")),
            {attribute(one, "mapKey"): number_in(attribute(one, "mappedValue")) or Fraction(0) for one in entries},
            number_in(attribute(mapping, "defaultValue", "0")) or Fraction(0) if mapping is not None else Fraction(0),
            any(attribute(one, "caseSensitive") == "true" for one in entries),
        )
    return found


def template_in(item: Element) -> str:
    """``match_correct``, ``map_response`` or nothing; what is written out counts as what it does."""
    processing = first(item, "responseProcessing")
    if processing is None:
        return ""
    address = attribute(processing, "template").rstrip("/").rsplit("/", 1)[-1].removesuffix(".xml")
    if address:
        return address
    if next(within(processing, "mapResponse"), None) is not None:
        return "map_response"
    return "match_correct" if next(within(processing, "correct"), None) is not None else ""


def adds_up(item: Element) -> bool:
    """Whether parts of an answer count for themselves."""
    processing = first(item, "responseProcessing")
    return template_in(item) == "map_response" or next(within(processing, "sum"), None) is not None


def cases_in(item: Element, declarations: dict[str, Declaration]) -> list[Case]:
    processing = first(item, "responseProcessing")
    branches = within(processing, "responseIf", "responseElseIf")
    return [case for branch in branches for case in _cases(branch, declarations)]


def _cases(branch: Element, declarations: dict[str, Declaration]) -> Iterator[Case]:
    score, feedback = None, ""
    for element in named(branch, "setOutcomeValue"):
        base = next(within(element, "baseValue"), None)
        if base is None:
            continue
        if attribute(base, "baseType") in {"float", "integer"}:
            score = number_in(text_of(base))
        else:
            feedback = text_of(base)
    by_response: dict[str, list[tuple[str, str]]] = {}
    sensitive = False
    for comparison in _comparisons(branch):
        response = attribute(next(within(comparison, "variable", "mapResponse"), comparison), "identifier")
        tolerance = (attribute(comparison, "tolerance") or "0").split()[0]
        if attribute(comparison, "toleranceMode", "exact") == "relative":
            tolerance = "relative"
        values = [text_of(value) for value in within(comparison, "baseValue")]
        if next(within(comparison, "correct"), None) is not None:
            values = list(declarations[response].correct) if response in declarations else []
        by_response.setdefault(response, []).extend((value, tolerance) for value in values)
        sensitive = sensitive or attribute(comparison, "caseSensitive") == "true"
    for response, found in by_response.items():
        if response in declarations and found:
            yield Case(response, tuple(found), score, feedback, sensitive)


def _comparisons(branch: Element) -> Iterator[Element]:
    """Those of the condition, not of conditions inside."""
    for child in branch:
        if not isinstance(child.tag, str) or name_of(child) in {"setOutcomeValue", "responseCondition"}:
            continue
        if name_of(child) in _COMPARES:
            yield child
        elif name_of(child) in {"or", "anyN"}:
            yield from _comparisons(child)
