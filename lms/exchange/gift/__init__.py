"""GIFT: questions as plain text, as Moodle publishes it (docs.moodle.org, “GIFT format”).

``blocks`` cuts a file into questions, ``syntax`` knows its signs, ``texts`` its formats and languages, ``answers`` what
stands between the braces; ``reading`` and ``writing`` put them together.
"""

from lms.exchange.gift.reading import read
from lms.exchange.gift.writing import write

__all__ = ["read", "write"]
