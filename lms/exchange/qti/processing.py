"""Response processing: what an answer scores, and which feedback it opens."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from lms.exchange.qti.making import Maker, figure
from lms.exchange.qti.source import OTHERWISE
from lms.questions.documents import Accepted

SCORE, FEEDBACK = "SCORE", "FEEDBACK"


class Processing:
    """Fills the element of one item."""

    def __init__(self, make: Maker, element: Any) -> None:
        self.make = make
        self.element = element

    def set_score(self, parent: Any, value: Fraction, outcome: str = SCORE) -> None:
        holder = self.make.sub(parent, "setOutcomeValue", identifier=outcome)
        self.make.sub(holder, "baseValue", figure(value), baseType="float")

    def open(self, parent: Any, identifier: str) -> None:
        """Add one feedback to those that are open."""
        many = self._feedback(parent)
        self.make.sub(many, "baseValue", identifier, baseType="identifier")

    def open_chosen(self, parent: Any, response: str) -> None:
        """Add the feedback of whatever was chosen."""
        self.make.sub(self._feedback(parent), "variable", identifier=response)

    def _feedback(self, parent: Any) -> Any:
        many = self.make.sub(self.make.sub(parent, "setOutcomeValue", identifier=FEEDBACK), "multiple")
        self.make.sub(many, "variable", identifier=FEEDBACK)
        return many

    def all_or_nothing(self, response: str, outcome: str = SCORE) -> Any:
        """The whole point for the right answer. Returns the condition, whose first branch is for it."""
        condition = self.make.sub(self.element, "responseCondition")
        branch = self.make.sub(condition, "responseIf")
        match = self.make.sub(branch, "match")
        self.make.sub(match, "variable", identifier=response)
        self.make.sub(match, "correct", identifier=response)
        self.set_score(branch, Fraction(1), outcome)
        return condition

    def mapped(self, response: str) -> None:
        holder = self.make.sub(self.element, "setOutcomeValue", identifier=SCORE)
        self.make.sub(holder, "mapResponse", identifier=response)

    def foreseen(
        self, response: str, accepted: Sequence[Accepted], language: str, names: Sequence[str], outcome: str = SCORE
    ) -> None:
        """What each foreseen answer scores; any other opens the feedback for others."""
        condition = self.make.sub(self.element, "responseCondition")
        for place, (one, name) in enumerate(zip(accepted, names, strict=True)):
            branch = self.make.sub(condition, "responseElseIf" if place else "responseIf")
            self._compared(branch, response, one, language)
            self.set_score(branch, one.worth, outcome)
            self.open(branch, name)
        self.open(self.make.sub(condition, "responseElse"), OTHERWISE)

    def _compared(self, branch: Any, response: str, one: Accepted, language: str) -> None:
        if one.number is not None:
            tolerance = f"{one.tolerance} {one.tolerance}"
            equal = self.make.sub(branch, "equal", toleranceMode="absolute", tolerance=tolerance)
            self.make.sub(equal, "variable", identifier=response)
            self.make.sub(equal, "baseValue", one.number, baseType="float")
            return
        either = self.make.sub(branch, "or")
        for text in one.texts.get(language, ()):
            match = self.make.sub(either, "stringMatch", caseSensitive="false")
            self.make.sub(match, "variable", identifier=response)
            self.make.sub(match, "baseValue", text, baseType="string")

    def together(self, outcomes: Sequence[str], *, each: bool) -> None:
        """The score of several places: their mean, or the whole point where each has its whole one."""
        if each:
            holder = self.make.sub(self.element, "setOutcomeValue", identifier=SCORE)
            divide = self.make.sub(holder, "divide")
            total = self.make.sub(divide, "sum")
            for outcome in outcomes:
                self.make.sub(total, "variable", identifier=outcome)
            self.make.sub(divide, "baseValue", str(len(outcomes)), baseType="float")
            return
        branch = self.make.sub(self.make.sub(self.element, "responseCondition"), "responseIf")
        every = self.make.sub(branch, "and")
        for outcome in outcomes:
            least = self.make.sub(every, "gte")
            self.make.sub(least, "variable", identifier=outcome)
            self.make.sub(least, "baseValue", "1", baseType="float")
        self.set_score(branch, Fraction(1))
