"""What the page of one question shows, ready to be drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lms.core.i18n import LANGUAGES, NATIVE_NAMES, _
from lms.insight import words
from lms.insight.fairness import Fairness, Grouping
from lms.insight.figures import Judged, Test
from lms.insight.shares import Chosen, Shares, Third, old_shares
from lms.insight.tables import item_lines
from lms.measures import Difference, TooFew
from lms.questions.showing import in_language
from lms.ui.filters import number, percent


@dataclass(frozen=True)
class OneQuestion:
    """``answers`` and ``beside`` are empty where only people read the answers."""

    flags: list[str]
    figures: list[dict[str, str]]
    answers: list[dict[str, Any]]
    fairness: list[dict[str, Any]]
    beside: list[dict[str, Any]]
    has_thirds: bool
    has_hidden: bool
    #: Facility since the beginning, where there are answers older than a year.
    since: str | None


def one_question(test: Test, judged: Judged, code: str) -> OneQuestion | None:
    """None where there are too few answers: then nothing stands on the page but that sentence."""
    if isinstance(judged.figures, TooFew):
        return None
    answers = test.answers
    old = answers.old.get(judged.stretch)
    since = old_shares(judged.stretch, answers.of_stretch[judged.stretch], old) if old else None
    found = None if since is None or isinstance(since, TooFew) else since
    answered = _answers(judged, judged.shares, code, found[0] if found else None) if judged.shares else []
    return OneQuestion(
        flags=words.flags_of(judged),
        figures=item_lines(judged.figures),
        answers=answered,
        fairness=[_compared(grouping, judged.fairness[grouping]) for grouping in Grouping],
        beside=_beside(judged, judged.shares) if judged.shares else [],
        has_hidden=any(words.SIGN in answer.values() for answer in answered),
        has_thirds=bool(judged.shares and judged.shares.thirds),
        since=words.facility_text(found[1], found[0].asked) if found else None,
    )


def _answers(judged: Judged, shares: Shares, code: str, since: Chosen | None) -> list[dict[str, Any]]:
    """A line for each answer: how often it was chosen, by whom, and what is to be said of it."""
    texts = words.bucket_texts(judged.stretch, shares.buckets, code)
    return [
        {
            "text": texts[bucket],
            "is_right": bucket in shares.right,
            "is_idle": bucket in shares.idle,
            "bar": words.bar_of(shares.everybody.shares[bucket], shares.everybody.asked),
            "everybody": _share(shares.everybody, bucket),
            "upper": _share(shares.thirds.get(Third.UPPER), bucket),
            "lower": _share(shares.thirds.get(Third.LOWER), bucket),
            "since": _share(since, bucket) if since else None,
        }
        for bucket in shares.buckets
    ]


def _share(chosen: Chosen | None, bucket: str) -> str:
    return words.CANNOT if chosen is None else words.share_text(chosen.shares.get(bucket), chosen.asked)


def _compared(grouping: Grouping, fairness: Fairness) -> dict[str, Any]:
    names = words.group_names(grouping)
    reference = names.get(fairness.reference or "", "")
    rows = [_comparison(found, names.get(focal, focal), reference) for focal, found in sorted(fairness.focal.items())]
    title = _("By language") if grouping is Grouping.LANGUAGE else _("By sex")
    return {"grouping": grouping.value, "title": title, "reference": reference, "rows": rows}


def _comparison(found: Difference | TooFew | None, focal: str, reference: str) -> dict[str, str]:
    row = {"group": focal, "finding": words.finding(found, focal, reference)}
    if not isinstance(found, Difference):
        return row
    return row | {
        "size": found.size.value,
        "odds": number(found.odds_ratio, 2),
        "interval": _("%(low)s to %(high)s", low=number(found.low, 2), high=number(found.high, 2)),
        "delta": number(found.delta, 2),
        "p_value": _chance(found.p_value),
        "people": number(found.people),
    }


#: Nobody needs to know how far below.
RARE = 0.001


def _chance(p_value: float) -> str:
    return f"< {percent(RARE, 1)}" if p_value < RARE else percent(p_value, 1)


def _beside(judged: Judged, shares: Shares) -> list[dict[str, Any]]:
    """For each language the wording, and each answer with its share among those who study in that language."""
    return [
        {
            "code": code,
            "name": NATIVE_NAMES[code],
            "stem": in_language(judged.stretch.question.stem, code),
            "case": in_language(judged.stretch.question.case, code),
            "answers": _in(code, judged, shares),
        }
        for code in LANGUAGES
    ]


def _in(code: str, judged: Judged, shares: Shares) -> list[Mapping[str, Any]]:
    texts, chosen = words.bucket_texts(judged.stretch, shares.buckets, code), shares.languages.get(code)
    return [
        {"text": texts[bucket], "is_right": bucket in shares.right, "share": _share(chosen, bucket)}
        for bucket in shares.buckets
    ]
