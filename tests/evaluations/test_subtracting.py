"""Whoever writes every figure down, day after day, for every period and choice of modules, and subtracts."""

import random
from collections import Counter
from datetime import date, timedelta
from uuid import UUID

import pytest

from lms.evaluations import figures as figures_module
from lms.evaluations import splits as splits_module
from lms.evaluations.figures import Tally
from lms.evaluations.occasions import Months, last_of_quarter
from lms.evaluations.releasing import sorted_out

QUARTERS = [
    (date(2026, 1, 1), date(2026, 3, 31)),
    (date(2026, 4, 1), date(2026, 6, 30)),
    (date(2026, 7, 1), date(2026, 9, 30)),
]
FIXED = [
    *QUARTERS,
    (date(2026, 1, 1), date(2026, 12, 31)),
    (date(2025, 10, 1), date(2026, 12, 31)),
    (date(2026, 1, 1), date(2026, 2, 28)),
]
DAYS = [date(2025, 12, 28), *(date(2026, month, day) for month in range(1, 13) for day in (2, 5, 20))]
LOOKS = [day for day in DAYS if day.day == 5 or day.month in {1, 4}]


def grown(chance, modules):
    """Day to the replies that have left their boxes until then; the work of some nights was left out."""
    waiting, gone, found = {module: [] for module in modules}, [], {}
    for day in DAYS:
        for module in modules:
            waiting[module] += [
                {"occasion": "module", "month": f"{day:%Y-%m}", "sex": chance.choice(["female", "male", None])}
                for _number in range(chance.choice([0, 1, 3, 9]))
            ]
            if chance.random() < 0.8:
                left, waiting[module] = sorted_out(waiting[module], today=day)
                gone += [(module, said["month"], said["sex"]) for said in left]
        found[day] = list(gone)
    return found


def figures_on(day, replies, modules, chance):
    """(day, first day, last day, modules, sex) to how many replies the figure is of."""
    ends = [
        sorted(date(2026, 1, 1) + timedelta(days=chance.randrange(365)) for _end in range(2)) for _number in range(6)
    ]
    for first, last in [*FIXED, *ends]:
        for chosen in [*({module} for module in modules), set(modules[:2]), set(modules)]:
            sizes = Counter(one for one in replies if one[0] in chosen)
            counted = {key: Tally(size, (size,) * 5, 0) for key, size in sizes.items()}
            found = figures_module.satisfaction_of(counted, {}, Months.of_quarters(first, last), day)
            for module, figures in found.items():
                about = frozenset(chosen if module is None else {module})
                for sex, part in [("all", figures), *figures.by_sex.items()]:
                    if part.mean is not None:
                        yield (day, first, last, about, sex), part.replies


def given_away(shown):
    """Figures of fewer than ten; and pairs, the one about a part of the other, that differ by one to nine replies."""
    found = [about for about, size in shown.items() if size < 10]
    for (day, first, last, modules, sex), size in shown.items():
        for (later, begins, ends, more, other), larger in shown.items():
            is_part = day <= later and begins <= first and last <= ends and modules <= more and other in {sex, "all"}
            if is_part and 0 < larger - size < 10:
                found.append(((day, first, last, modules, sex), (later, begins, ends, more, other)))
    return found


def written_down(seed):
    chance, modules = random.Random(seed), [UUID(int=number) for number in (1, 2, 3)]
    replies = grown(chance, modules)
    return {about: size for day in LOOKS for about, size in figures_on(day, replies[day], modules, chance)}


@pytest.mark.parametrize("seed", range(3))
def test_no_difference_of_two_figures_is_of_fewer_than_ten(seed):
    shown = written_down(seed)

    assert len(shown) > 100
    assert given_away(shown) == []


@pytest.mark.parametrize(
    "weaker",
    [
        lambda sizes, today: {month: last_of_quarter(month) for month in sizes},
        lambda sizes, today: {month: last_of_quarter(month) for month in sizes if sizes[month] >= 10},
    ],
    ids=["whatever is there", "ten are enough, in any month"],
)
def test_the_attack_finds_what_a_weaker_rule_gives_away(monkeypatch, weaker):
    monkeypatch.setattr(splits_module, "steps_of", weaker)

    assert given_away(written_down(1))
