"""The formats by their names; each reads and writes in the same way."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from lms.exchange import aiken, gift
from lms.exchange.readings import Reading, Written
from lms.questions.documents import Question


class Format(Protocol):
    """``read`` raises Refused for a file that is none of this format; neither of the two keeps anything."""

    def read(self, content: bytes, *, language: str) -> Reading: ...
    def write(self, questions: Sequence[Question], *, media: Mapping[str, bytes] | None = None) -> Written: ...


FORMATS: dict[str, Format] = {
    "gift": gift,
    "aiken": aiken,
}
#: How a file of this format is called.
ENDINGS = {"gift": "gift", "moodle-xml": "xml", "aiken": "txt", "qti": "zip", "xlsx": "xlsx"}
