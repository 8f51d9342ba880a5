"""Status lists: one bit for each statement, set when it was taken back. Nobody can tell whose bit is asked for.

Source: W3C, *Bitstring Status List 1.0*: at least 131,072 bits, so that one credential hides among many; compressed
with gzip and written as base64url after ``u``. The first bit is the leftmost of the first byte.
"""

import gzip
from base64 import urlsafe_b64encode
from collections.abc import Iterable

#: Entries in one list.
LIST_LENGTH = 131_072


def encoded_bits(positions: Iterable[int]) -> str:
    """The list with these positions set. The same positions give the same text."""
    bits = bytearray(LIST_LENGTH // 8)
    for position in positions:
        bits[position // 8] |= 0b1000_0000 >> position % 8
    return "u" + urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")
