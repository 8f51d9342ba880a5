"""What is noted beside one question while a file is read or written."""

from dataclasses import dataclass, field

from lms.exchange.readings import Remark, Weight


class LeftOut(Exception):
    """This question cannot be held. The sentence says why; ``place`` may be closer than that of the question."""

    def __init__(self, text: str, place: str = "") -> None:
        super().__init__(text)
        self.place = place


#: A sentence is said once of a place; so many of the newest are looked at, because a file may have thousands.
_RECENT = 20


@dataclass
class Notes:
    """Remarks about one question. ``place`` names its line, row or element; ``number`` counts from 1.

    ``remarks`` may be those of the whole file.
    """

    place: str
    number: int
    remarks: list[Remark] = field(default_factory=list)

    def lost(self, text: str, place: str = "") -> None:
        """The question comes in, or goes out, without this."""
        self._add(Remark(place or self.place, text, Weight.LOST, self.number))

    def left_out(self, text: str, place: str = "") -> None:
        """The question does not come in, or go out."""
        self._add(Remark(place or self.place, text, Weight.LEFT_OUT, self.number))

    def _add(self, remark: Remark) -> None:
        if remark not in self.remarks[-_RECENT:]:
            self.remarks.append(remark)
