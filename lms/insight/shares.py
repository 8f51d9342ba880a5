"""How often each answer was chosen: by everybody, by those who know most and least, and by language."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lms.insight.answers import Answer, OldAnswer, Stretch
from lms.insight.hiding import hidden_counts, shown_groups
from lms.measures import AnswerShares, TooFew, judge_answers
from lms.questions.kinds import kind_of
from lms.questions.kinds.base import ChoiceKind
from lms.questions.kinds.single_choice import SingleChoice

OTHER = "other"


class Third(StrEnum):
    """By the total of the attempt."""

    UPPER = "upper"
    LOWER = "lower"


@dataclass(frozen=True)
class Chosen:
    """``shares``: of so many ``asked``, 0 to 1; None where it would speak of a few."""

    asked: int
    shares: Mapping[str, float | None]


@dataclass(frozen=True)
class Shares:
    """The answers of a question in the order of the document."""

    buckets: tuple[str, ...]
    right: frozenset[str]
    everybody: Chosen
    thirds: Mapping[Third, Chosen]
    languages: Mapping[str, Chosen]
    #: Wrong options that fewer than one in twenty chose; options only, because typed mistakes are meant to be rare.
    idle: tuple[str, ...]
    #: Wrong answers that were chosen more often than any right one.
    stronger: tuple[str, ...]


IDLE = 0.05


def shares_of(stretch: Stretch, rows: Sequence[Answer], least: int) -> Shares | None:
    """None for a question whose answers only people read."""
    kind, question = kind_of(stretch.question), stretch.question
    if kind.by_people:
        return None
    buckets, right = _buckets(stretch, rows), right_buckets(stretch)
    everybody = _counted(rows)
    raw = judge_answers(everybody, asked=_people(rows))
    found = raw.shares if isinstance(raw, AnswerShares) else {}
    wrong = [bucket for bucket in buckets if bucket not in right]
    best = max((found.get(bucket, 0.0) for bucket in right), default=1.0)
    languages = sorted({row.language for row in rows})
    by_language = {code: [row for row in rows if row.language == code] for code in languages}
    large = shown_groups({code: _people(part) for code, part in by_language.items()}, least)
    return Shares(
        buckets=buckets,
        right=right,
        everybody=_chosen(stretch, buckets, rows),
        thirds={
            third: _chosen(stretch, buckets, part) for third, part in _thirds(rows).items() if _people(part) >= least
        },
        languages={code: _chosen(stretch, buckets, by_language[code]) for code in languages if code in large},
        idle=tuple(bucket for bucket in wrong if found.get(bucket, 0.0) < IDLE)
        if isinstance(kind, ChoiceKind) and question.options
        else (),
        stronger=tuple(bucket for bucket in wrong if found.get(bucket, 0.0) > best)
        if isinstance(kind, SingleChoice)
        else (),
    )


def old_shares(stretch: Stretch, rows: Sequence[Answer], old: Sequence[OldAnswer]) -> tuple[Chosen, float] | TooFew:
    """Shares and facility since the beginning: what is counted now, and what is older than a year."""
    counts = Counter(_counted(rows))
    for answer in old:
        for bucket in answer.buckets:
            counts[bucket] += answer.times
    asked = _people(rows) + sum(answer.times for answer in old)
    judged = judge_answers(counts, asked=asked)
    if isinstance(judged, TooFew):
        return judged
    points = sum(row.mark * row.times for row in rows) + sum(answer.share * answer.times for answer in old)
    return _hidden(stretch, dict.fromkeys(_buckets(stretch, rows), 0) | counts, asked), points / asked


def _buckets(stretch: Stretch, rows: Iterable[Answer]) -> tuple[str, ...]:
    """Everything that can be chosen, then what is counted beside it."""
    known = dict.fromkeys(kind_of(stretch.question).bucket_words(stretch.question))
    seen = sorted({bucket for row in rows for bucket in row.buckets} - known.keys())
    return (*known, *seen)


def right_buckets(stretch: Stretch) -> frozenset[str]:
    """What the answer that earns the whole point is counted under, and typed answers that earn it alone."""
    question = stretch.question
    kind = kind_of(question)
    found = set(kind.buckets(question, kind.right_answer(question)))
    found |= {answer.key for answer in question.accepted if answer.worth == 1}
    found |= {f"{part.key}:{answer.key}" for part in question.parts for answer in part.accepted if answer.worth == 1}
    return frozenset(found)


def _people(rows: Iterable[Answer]) -> int:
    return sum(row.times for row in rows)


def _counted(rows: Iterable[Answer]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for row in rows:
        for bucket in row.buckets:
            counts[bucket] += row.times
    return counts


def _chosen(stretch: Stretch, buckets: Sequence[str], rows: Sequence[Answer]) -> Chosen:
    return _hidden(stretch, dict.fromkeys(buckets, 0) | _counted(rows), _people(rows))


def _hidden(stretch: Stretch, counts: Mapping[str, int], asked: int) -> Chosen:
    """Where everybody chooses one, what is left over is those who chose nothing: they hide a small answer too."""
    is_one = isinstance(kind_of(stretch.question), SingleChoice)
    hidden = hidden_counts(counts, whole=asked if is_one else None, kept=right_buckets(stretch))
    return Chosen(asked, {key: None if key in hidden else count / asked for key, count in counts.items()})


def _thirds(rows: Sequence[Answer]) -> dict[Third, list[Answer]]:
    """Those with the highest and with the lowest totals, a third each, or a little less: equal totals stay together."""
    people = _people(rows)
    by_total: Counter[float] = Counter()
    for row in rows:
        by_total[row.total] += row.times
    low, high = (
        _up_to(sorted(by_total), by_total, people / 3),
        _up_to(sorted(by_total, reverse=True), by_total, people / 3),
    )
    return {
        Third.UPPER: [row for row in rows if row.total in high],
        Third.LOWER: [row for row in rows if row.total in low],
    }


def _up_to(totals: Sequence[float], number: Mapping[float, int], most: float) -> set[float]:
    taken, together = set(), 0
    for total in totals:
        together += number[total]
        if together > most:
            break
        taken.add(total)
    return taken
