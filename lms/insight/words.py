"""Figures as a page says them: numbers, signs for what is hidden, sentences for what was found."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from lms.core.i18n import NATIVE_NAMES, _
from lms.insight.answers import Stretch
from lms.insight.fairness import Fairness, Grouping
from lms.insight.figures import Judged
from lms.insight.hiding import FEW, ceiling_of, is_nearly_all, is_nearly_nobody
from lms.insight.shares import OTHER, Shares
from lms.measures import Difference, GainFigures, ItemFigures, Size, TooFew, WholeFigures
from lms.people.models import Sex
from lms.questions.kinds import kind_of
from lms.questions.showing import in_language
from lms.ui.filters import number, percent

#: Stands for every number that would speak of a few people.
SIGN = "·"
CANNOT = "–"

EASY, WEAK = 0.95, 0.2


def share_text(share: float | None, people: int) -> str:
    """A share of people, in whole per cent, or only a bound, so that the few who are left are not told apart."""
    return SIGN if share is None else _at_most(share, people)


def facility_text(facility: float, people: int) -> str:
    """The mean share of the point; bounded at both ends, because beyond them it is about single people."""
    if is_nearly_nobody(facility, people):
        return f"≤ {percent(1 - ceiling_of(people))}"
    return _at_most(facility, people)


def _at_most(share: float, people: int) -> str:
    return f"≥ {percent(ceiling_of(people))}" if is_nearly_all(share, people) else percent(share)


def bar_of(share: float | None, people: int) -> float:
    """How long a bar is drawn: no more exact than what is written beside it."""
    if share is None or is_nearly_nobody(share, people):
        return 0.0
    return ceiling_of(people) if is_nearly_all(share, people) else round(share, 2)


def gains_said(gains: GainFigures) -> dict[str, str]:
    """Percentage points with one decimal; the interval as its two ends."""
    points = {key: number(getattr(gains, key), 1) for key in ("before", "after", "mean", "median", "deviation")}
    interval = CANNOT if gains.low is None else f"{number(gains.low, 1)} … {number(gains.high, 1)}"
    return {
        **points,
        "pairs": number(gains.pairs),
        "interval": interval,
        "normalised": CANNOT if gains.normalised is None else number(gains.normalised, 2),
    }


def _count(count: int) -> str:
    return SIGN if count < FEW else number(count)


def _correlation(value: float | None) -> str:
    return number(value, 2)


def _spread(figures: ItemFigures) -> str:
    """Of a right-or-wrong question it is a function of the facility, and hidden where that is bounded."""
    ends = is_nearly_all(figures.facility, figures.asked), is_nearly_nobody(figures.facility, figures.asked)
    return SIGN if any(ends) else percent(figures.deviation)


#: Field of the figures to its words.
ITEM: Mapping[str, Callable[[ItemFigures], str]] = {
    "asked": lambda found: number(found.asked),
    "unanswered": lambda found: _count(found.unanswered),
    "facility": lambda found: facility_text(found.facility, found.asked),
    "deviation": _spread,
    "guess": lambda found: percent(found.guess),
    "intended_weight": lambda found: number(found.intended_weight, 1),
    "effective_weight": lambda found: number(found.effective_weight, 1),
    "discrimination": lambda found: _correlation(found.discrimination),
    "efficiency": lambda found: percent(found.efficiency),
}
WHOLE: Mapping[str, Callable[[WholeFigures], str]] = {
    "attempts": lambda found: number(found.attempts),
    "mean": lambda found: percent(found.mean),
    "median": lambda found: percent(found.median),
    "deviation": lambda found: percent(found.deviation),
    "skewness": lambda found: _correlation(found.skewness),
    "kurtosis": lambda found: _correlation(found.kurtosis),
    "consistency": lambda found: _correlation(found.consistency),
    "error_ratio": lambda found: percent(found.error_ratio),
    "standard_error": lambda found: percent(found.standard_error),
}


def said(figures: ItemFigures | WholeFigures) -> dict[str, str]:
    """Every field of the figures in words."""
    words: Mapping[str, Callable[[Any], str]] = ITEM if isinstance(figures, ItemFigures) else WHOLE
    return {field.name: words[field.name](figures) for field in fields(figures)}


def group_names(grouping: Grouping) -> dict[str, str]:
    if grouping is Grouping.SEX:
        return {Sex.FEMALE.value: _("Women"), Sex.MALE.value: _("Men")}
    return dict(NATIVE_NAMES)


def class_text(fairness: Fairness | None) -> str:
    """``A``, ``B`` or ``C``, the worst of what was found; a dash where there is nothing to compare."""
    if fairness is None or not fairness.focal:
        return CANNOT
    if fairness.worst is not None:
        return fairness.worst.value
    is_few = any(isinstance(found, TooFew) for found in fairness.focal.values())
    return _("too few") if is_few else CANNOT


def finding(found: Difference | TooFew | None, focal: str, reference: str) -> str:
    """What a comparison of two groups says; ``focal`` and ``reference`` are names of groups."""
    if isinstance(found, TooFew):
        return _("Too few people in one of the groups to judge.")
    if found is None:
        return _("It cannot be said: the groups have no results in common, or all of them answered alike.")
    if found.size is Size.NEGLIGIBLE:
        return _("No difference that matters between people who know equally much.")
    harder, easier = (focal, reference) if found.delta < 0 else (reference, focal)
    if found.size is Size.MODERATE:
        return _(
            "Somewhat harder for: %(harder)s. Easier for: %(easier)s. Compare the wordings.",
            harder=harder,
            easier=easier,
        )
    return _(
        "Much harder for: %(harder)s. Easier for: %(easier)s. Do not use the question until the reason is found.",
        harder=harder,
        easier=easier,
    )


def flags_of(judged: Judged) -> list[str]:
    """What to look at, in sentences; nothing of a question with too few answers."""
    figures = judged.figures
    if isinstance(figures, TooFew):
        return []
    return [*_of_figures(figures), *_of_shares(judged.shares), *_of_fairness(judged.fairness)]


def _of_figures(figures: ItemFigures) -> list[str]:
    found = []
    if figures.facility >= EASY:
        found.append(_("Almost everybody is right."))
    if figures.guess is not None and figures.facility <= figures.guess:
        found.append(_("Nobody would do worse by guessing."))
    if figures.discrimination is not None and figures.discrimination < 0:
        found.append(_("Those who know answer it less often than those who do not: look at the key."))
    elif figures.discrimination is not None and figures.discrimination < WEAK:
        found.append(_("It hardly tells who knows more."))
    return found


def _of_shares(shares: Shares | None) -> list[str]:
    found = []
    if shares is not None and shares.stronger:
        found.append(_("A wrong answer is taken more often than the right one."))
    if shares is not None and shares.idle:
        found.append(_("A wrong answer attracts almost nobody."))
    return found


def _of_fairness(fairness: Mapping[Grouping, Fairness]) -> list[str]:
    notable = {grouping for grouping, found in fairness.items() if found.worst in {Size.MODERATE, Size.LARGE}}
    found = []
    if Grouping.LANGUAGE in notable:
        found.append(_("Harder in one language: compare the wordings."))
    if Grouping.SEX in notable:
        found.append(_("Harder for women or for men: let somebody else read it."))
    return found


def stem_of(stretch: Stretch, code: str) -> str:
    return in_language(stretch.question.stem, code)


def bucket_texts(stretch: Stretch, buckets: tuple[str, ...], code: str) -> dict[str, str]:
    """What each answer means in a language; an answer that was not foreseen is only called so."""
    known = kind_of(stretch.question).bucket_words(stretch.question)
    return {bucket: _bucket_text(bucket, known.get(bucket), code) for bucket in buckets}


def _bucket_text(bucket: str, words: Mapping[str, str] | None, code: str) -> str:
    if words:
        return in_language(dict(words), code)
    place, colon, rest = bucket.partition(":")
    if (rest if colon else place) == OTHER:
        return _("Any other answer") if not colon else _("%(place)s: any other answer", place=place)
    return bucket


def editions_text(stretch: Stretch) -> str:
    """``1–3``, ``2``."""
    newest, oldest = stretch.editions[0], stretch.editions[-1]
    return str(newest) if newest == oldest else f"{oldest}–{newest}"
