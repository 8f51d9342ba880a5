"""Random tables, published and attacked: by an attacker who knows all that is shown, and everything from before."""

from random import Random

from lms.disclosure.suppression import suppress
from tests.disclosure.tables import random_table
from tests.support.attacking import Attacker

K = 10
TABLES = 1000


def attack(table, hidden):
    """The small cells that are given away. What nobody sees is known to the attacker by its name only."""
    numbers, shares = table.seen(hidden)
    return Attacker(table.values, numbers, table.sums(), shares).narrowed(table.small(K))


def test_no_small_number_can_be_narrowed():
    with_several = 0
    for seed in range(TABLES):
        table = random_table(Random(seed))
        with_several += len(table.small(K)) >= 3
        hidden = suppress([table.sheet()], k=K)

        assert attack(table, hidden) == [], seed
        if not table.small(K):
            assert not hidden
    assert with_several >= TABLES / 2


def test_a_twin_that_hides_small_numbers_only_is_found_out():
    narrowed = 0
    for seed in range(40):
        table = random_table(Random(seed))
        narrowed += bool(attack(table, set(table.small(K))))

    assert narrowed > 20
