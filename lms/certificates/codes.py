"""The code on a certificate: 128 random bits as 26 letters and digits, so that nobody can guess one."""

from lms.core import codes
from lms.core.codes import grouped, read_code

LENGTH = 26
BITS = 128
#: Printed on samples; no certificate ever has it.
SAMPLE = "0" * LENGTH

__all__ = ["BITS", "LENGTH", "SAMPLE", "grouped", "is_code", "new_code", "read_code"]


def new_code() -> str:
    """A code nobody can guess."""
    while (code := codes.new_code(LENGTH, bits=BITS)) == SAMPLE:
        pass
    return code


def is_code(code: str) -> bool:
    return codes.is_code(code, LENGTH)
