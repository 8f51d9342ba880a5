"""What is noted beside a question while a file is read or written."""

from dataclasses import dataclass

from lms.exchange.readings import Remark, Weight


@dataclass
class Margin:
    """Remarks of one question of the file. ``place`` names its line, row or element; ``number`` counts from 1."""

    place: str
    number: int | None
    remarks: list[Remark]

    def lost(self, text: str, place: str | None = None) -> None:
        """The question comes in, or goes out, without this. Said once."""
        self._note(text, Weight.LOST, place)

    def left_out(self, text: str, place: str | None = None) -> None:
        """The question does not come in, or go out."""
        self._note(text, Weight.LEFT_OUT, place)

    def _note(self, text: str, weight: Weight, place: str | None) -> None:
        remark = Remark(place or self.place, text, weight, self.number)
        if remark not in self.remarks[-20:]:
            self.remarks.append(remark)
