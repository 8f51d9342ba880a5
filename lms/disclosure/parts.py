"""Columns that are a part of another column: hidden so that neither the part nor what remains of the whole is small.

Of a line with 40 people of whom 37 are something, the 3 who are not are known as well. So a part is hidden where it or
its rest is small, where its whole is hidden, and where it would follow from the total of its column.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

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
    others = sorted((row for row in rows if wholes[row]), key=lambda row: (parts[row], row))

    def tell(inner: Collection[str]) -> bool:
        return is_small(sum(parts[row] for row in inner), sum(wholes[row] for row in inner), k=k)

    return with_company(first, others, tell)


def is_small(part: int, whole: int, *, k: int) -> bool:
    return 0 < part < k or 0 < whole - part < k


def with_company(first: Collection[str], others: Sequence[str], tell: Callable[[Collection[str]], bool]) -> set[str]:
    """What is hidden in a column must not follow from its total: two rows, together safe, or the total too.

    ``others`` go with them in this order; ``tell`` says whether some rows together are a few people.
    """
    found, shown = set(first), [row for row in others if row not in first]
    while found and TOTAL not in found and (len(found) == 1 or tell(found)):
        found.add(shown.pop(0) if shown else TOTAL)
    if found == {TOTAL} and shown:
        found.add(shown[0])
    return found
