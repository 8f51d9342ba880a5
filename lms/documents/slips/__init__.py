"""Printed slips with a code, for people who have no e-mail: eight to a sheet of A4, with lines to cut along.

Whoever reads a slip needs nothing else: whose it is, what it is for, the code, the address to type or to scan, how
long it works and where to ask. Each slip speaks the language of its own person.
"""

from lms.documents.slips.printing import MOST_SLIPS, Slip, TooManySlips, print_slips

__all__ = ["MOST_SLIPS", "Slip", "TooManySlips", "print_slips"]
