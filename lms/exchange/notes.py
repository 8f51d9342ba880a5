"""What a reader notes while it reads one question."""

from dataclasses import dataclass, field

from lms.exchange.readings import Remark, Weight


class LeftOut(Exception):
    """This question cannot be held. The sentence says why; ``place`` may be closer than that of the question."""

    def __init__(self, text: str, place: str = "") -> None:
        super().__init__(text)
        self.place = place


@dataclass
class Notes:
    """Remarks about question ``number``; the same sentence about the same place is noted once."""

    number: int
    place: str
    remarks: list[Remark] = field(default_factory=list)

    def lost(self, text: str, place: str = "") -> None:
        """The question comes in without this."""
        self._add(Remark(place or self.place, text, Weight.LOST, self.number))

    def left_out(self, text: str, place: str = "") -> None:
        self._add(Remark(place or self.place, text, Weight.LEFT_OUT, self.number))

    def _add(self, remark: Remark) -> None:
        if remark not in self.remarks:
            self.remarks.append(remark)
