"""Figures about gain as cells: the same numbers in every table that prints them."""

from decimal import Decimal
from fractions import Fraction

from lms.core.i18n import _
from lms.disclosure.suppression import SIGN
from lms.measures.gains import GainFigures
from lms.reporting.dimensions import PLACES_OF_A_SHARE, rounded
from lms.reporting.gains import Group, Outcomes
from lms.reporting.reports.base import Value
from lms.sheets import Column, Kind

ONE_PLACE, TWO_PLACES = Decimal("0.1"), Decimal("0.01")
FEW = ("paired", "gain")
SHORT = ("paired", "before", "after", "gain", "normalised")
WHOLE = ("paired", "before", "after", "gain", "median", "deviation", "low", "high", "normalised", "could_gain")


def gain_cells(found: Outcomes, whose: Group | None, keys: tuple[str, ...]) -> dict[str, Value]:
    """Numbers; the sign where they must not be told, nothing where nobody is. None stands for two filters at once."""
    if whose is None:
        return dict.fromkeys(keys, SIGN)
    cells = _few_cells(found, whose) if set(keys) <= set(FEW) else _all_cells(found, whose)
    if cells is None:
        return dict.fromkeys(keys, SIGN) if found.of(whose).paired else {**dict.fromkeys(keys), "paired": 0}
    return {key: cells[key] for key in keys}


def _few_cells(found: Outcomes, whose: Group) -> dict[str, Value] | None:
    mean = found.mean_gain(whose)
    return None if mean is None else {"paired": mean[0], "gain": rounded(mean[1], ONE_PLACE)}


def _all_cells(found: Outcomes, whose: Group) -> dict[str, Value] | None:
    figures = found.gain(whose)
    return None if figures is None else _cells(figures)


def _cells(figures: GainFigures) -> dict[str, Value]:
    has_normalised = figures.normalised is not None
    return {
        "paired": figures.pairs,
        "before": _number(figures.before / 100, PLACES_OF_A_SHARE),
        "after": _number(figures.after / 100, PLACES_OF_A_SHARE),
        "gain": _number(figures.mean, ONE_PLACE),
        "median": _number(figures.median, ONE_PLACE),
        "deviation": _number(figures.deviation, ONE_PLACE),
        "low": _number(figures.low, ONE_PLACE),
        "high": _number(figures.high, ONE_PLACE),
        "normalised": _number(figures.normalised, TWO_PLACES) if has_normalised else SIGN,
        "could_gain": figures.normalised_pairs if has_normalised else SIGN,
    }


def _number(value: float | None, places: Decimal) -> Decimal | None:
    """Half up from the fraction that it is: a tie must not fall to the wrong side for being a binary number."""
    return None if value is None else rounded(Fraction(value).limit_denominator(10**7), places)


def gain_columns(keys: tuple[str, ...]) -> list[Column]:
    titles = {
        # i18n: number of people with a pre-test and a first final quiz
        "paired": (_("Paired n"), Kind.INTEGER),
        "before": (_("Pre mean %(sign)s", sign="%"), Kind.PERCENT),
        "after": (_("Post mean %(sign)s", sign="%"), Kind.PERCENT),
        # i18n: pp = percentage points
        "gain": (_("Gain pp"), Kind.DECIMAL),
        "median": (_("Median gain pp"), Kind.DECIMAL),
        "deviation": (_("Standard deviation pp"), Kind.DECIMAL),
        # i18n: lower end of the confidence interval
        "low": (_("95 %(sign)s interval from", sign="%"), Kind.DECIMAL),
        # i18n: upper end of the confidence interval
        "high": (_("95 %(sign)s interval to", sign="%"), Kind.DECIMAL),
        "normalised": (_("Normalised gain"), Kind.DECIMAL),
        # i18n: number of people whose pre-test left something to gain
        "could_gain": (_("Normalised gain n"), Kind.INTEGER),
    }
    return [Column(key, *titles[key]) for key in keys]


def gain_notes() -> list[str]:
    return [
        _(
            "Paired: people with a pre-test and a first final quiz on the same text, each once in a module; compared "
            "are the eight questions of the pre-test with the eight of the other form in the final quiz."
        ),
        _("Results are told of ten people or more, and of no group from which fewer could be worked out."),
    ]


def gain_definitions() -> list[tuple[str, str]]:
    return [
        (_("Gain pp"), _("Mean of the differences after minus before, in percentage points.")),
        (
            _("Normalised gain"),
            _(
                "Mean of (after − before) / (100 − before) of the people who had not everything right before; not told "
                "of fewer than ten of them."
            ),
        ),
    ]


def one_filter_note() -> str:
    return _(
        "Results are told under one filter beside the period at most, and not for single places: small groups could be "
        "worked out otherwise."
    )
