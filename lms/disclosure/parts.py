"""Columns that are a part of another column: hidden so that neither the part nor what remains of the whole is small.

Of a line with 40 people of whom 37 are something, the 3 who are not are known as well. So a part is hidden where it or
its rest is small, where its whole is hidden, and where it would follow from the total of its column.
"""

from collections.abc import Collection, Mapping, Sequence

from lms.disclosure.suppression import TOTAL

#: Row to a number of people; ``TOTAL`` stands for the total.
Numbers = Mapping[str, int]


def hidden_rows(
    parts: Numbers, wholes: Numbers, rows: Sequence[str], *, k: int, already: Collection[str] = (), least: int = 0
) -> set[str]:
    """The rows of a column in which the part must not be seen.

    ``already``: rows whose whole is hidden. ``least``: below so many people in the whole nothing is said of it.
    """
    first = {
        row
        for row in (*rows, TOTAL)
        if row in already or is_small(parts[row], wholes[row], k=k) or 0 < wholes[row] < least
    }
    return with_company(first, parts, wholes, rows, k=k)


def is_small(part: int, whole: int, *, k: int) -> bool:
    return 0 < part < k or 0 < whole - part < k


def with_company(first: set[str], parts: Numbers, wholes: Numbers, rows: Sequence[str], *, k: int) -> set[str]:
    """What is hidden in a column must not follow from its total: two rows, together safe, or the total too."""
    found = set(first)
    shown = sorted((row for row in rows if row not in found and wholes[row]), key=lambda row: (parts[row], row))
    while found - {TOTAL} and TOTAL not in found:
        inner = found - {TOTAL}
        part, whole = sum(parts[row] for row in inner), sum(wholes[row] for row in inner)
        if len(inner) > 1 and not is_small(part, whole, k=k):
            break
        found.add(shown.pop(0) if shown else TOTAL)
    if found == {TOTAL} and shown:
        found.add(shown[0])
    return found
