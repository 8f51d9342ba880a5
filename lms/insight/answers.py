"""Answers put to questions as their keys stood, from the rows that were counted.

What is counted together is a *stretch*: a question as long as its answer key was the same, whatever became of the words
in it. Another key makes another question of it, with figures of its own.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from lms.catalogue.documents import ModuleDocument
from lms.catalogue.queries import documents_of
from lms.insight import queries
from lms.insight.queries import BETWEEN_ANSWERS, BETWEEN_PARTS, NO_ANSWER, Group, Old, Pinned
from lms.measures import Counted, Totals
from lms.questions.documents import Question
from lms.questions.kinds import kind_of


@dataclass(frozen=True, eq=False)
class Stretch:
    """``question`` is its newest wording; ``editions`` are the numbers of those that had it, the newest first."""

    question_id: UUID
    question: Question
    editions: tuple[int, ...]
    #: How many different wordings there were.
    wordings: int
    #: Whether this is the question as it stands in the newest edition that has it.
    is_newest: bool

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def name(self) -> str:
        """Of its own on every page: an older key says until which edition it stood."""
        return self.key if self.is_newest else f"{self.key}.{self.editions[0]}"


class Answer(NamedTuple):
    """So many attempts were asked this, answered it so, and reached so much in all. Marks and totals in points."""

    stretch: Stretch
    #: What it is counted under; words that somebody typed are not in it.
    buckets: tuple[str, ...]
    is_given: bool
    mark: float
    total: float
    language: str
    sex: str
    times: int


class Asked(NamedTuple):
    """So many attempts reached this total, in points."""

    total: float
    language: str
    sex: str
    times: int


@dataclass(frozen=True, eq=False)
class Answers:
    """All that is counted of a module. ``left_out``: attempts that were asked another number of questions."""

    module_id: UUID
    stretches: tuple[Stretch, ...]
    rows: tuple[Answer, ...]
    attempts: tuple[Asked, ...]
    maximum: float
    left_out: int
    #: What is older than a year: question's stretch, buckets, language and share of the point, with how often.
    old: Mapping[Stretch, Sequence["OldAnswer"]]

    @property
    def number(self) -> int:
        """How many attempts are counted."""
        return sum(row.times for row in self.attempts)

    @cached_property
    def of_stretch(self) -> Mapping[Stretch, Sequence[Answer]]:
        found: dict[Stretch, list[Answer]] = defaultdict(list)
        for row in self.rows:
            found[row.stretch].append(row)
        return found

    @cached_property
    def totals(self) -> Totals:
        return Totals.of(((row.total, row.times) for row in self.attempts), maximum=self.maximum)

    @cached_property
    def by_question(self) -> Counted[Stretch]:
        return Counted.of((row.stretch, row.mark if row.is_given else None, row.total, row.times) for row in self.rows)

    @cached_property
    def asks_everybody_the_same(self) -> bool:
        return self.totals.all_asked(self.by_question.by_key())

    def by_position(self) -> Counted[int]:
        """What each place in the attempts brought, for tests that ask everybody something else."""
        rows: list[tuple[int, float | None, float, int]] = []
        for group in _of_one_size(queries.counted_positions(self.module_id))[0]:
            total = group.points / group.scale
            for piece, count in Counter(group.answers.split(BETWEEN_ANSWERS)).items():
                position, points = piece.split(BETWEEN_PARTS)
                rows.append((int(position), int(points) / group.scale, total, count))
        return Counted.of(rows)


class OldAnswer(NamedTuple):
    buckets: tuple[str, ...]
    language: str
    share: float
    times: int


def answers_of(module_id: UUID) -> Answers:
    """Read and put together. Three statements, and one for the texts of editions that are not at hand."""
    pinned = queries.pinned_questions(module_id)
    documents = documents_of(list({row.edition_id for row in pinned}))
    stretches = _stretches(pinned, documents)
    groups, left_out = _of_one_size(queries.counted_answers(module_id, unread=_read_by_people(documents)))
    return Answers(
        module_id=module_id,
        stretches=tuple(dict.fromkeys(stretches.values())),
        rows=tuple(_rows(groups, stretches)),
        attempts=tuple(
            Asked(group.points / group.scale, group.language, group.sex, group.attempts) for group in groups
        ),
        maximum=_size(groups[0]) if groups else 1.0,
        left_out=left_out,
        old=_old(queries.old_answers(module_id), stretches),
    )


#: What each question of each edition belongs to.
Places = Mapping[tuple[UUID, str], Stretch]


def _stretches(pinned: Sequence[Pinned], documents: Mapping[UUID, ModuleDocument]) -> Places:
    """Newest editions come first, and so do the stretches."""
    members: dict[tuple[UUID, frozenset[str]], list[Pinned]] = defaultdict(list)
    for row in pinned:
        question = documents[row.edition_id].questions_by_key[row.question_key]
        members[row.question_id, frozenset({question.kind, *kind_of(question).answer_key(question)})].append(row)
    seen: set[UUID] = set()
    places: dict[tuple[UUID, str], Stretch] = {}
    for (question_id, _key), rows in members.items():
        stretch = Stretch(
            question_id=question_id,
            question=documents[rows[0].edition_id].questions_by_key[rows[0].question_key],
            editions=tuple(row.number for row in rows),
            wordings=len({row.document_hash for row in rows}),
            is_newest=question_id not in seen,
        )
        seen.add(question_id)
        places |= {(row.edition_id, row.question_key): stretch for row in rows}
    return places


def _read_by_people(documents: Mapping[UUID, ModuleDocument]) -> list[str]:
    """Keys of questions whose answers only people read: nothing in them is counted but the points."""
    return sorted(
        {question.key for document in documents.values() for question in document.questions if _is_read(question)}
    )


def _is_read(question: Question) -> bool:
    return kind_of(question).by_people


def _size(group: Group) -> float:
    return group.points_possible / group.scale


def _of_one_size(groups: Sequence[Group]) -> tuple[list[Group], int]:
    """Attempts at tests of the length that most of them had, and how many others there are.

    Totals of twelve questions are not to be compared with totals of fifteen.
    """
    sizes: Counter[float] = Counter()
    for group in groups:
        sizes[_size(group)] += group.attempts
    if not sizes:
        return [], 0
    chief = max(sizes, key=lambda size: (sizes[size], size))
    return [group for group in groups if _size(group) == chief], sum(sizes.values()) - sizes[chief]


def _rows(groups: Iterable[Group], stretches: Places) -> Iterable[Answer]:
    buckets: dict[tuple[UUID, str, str], tuple[Stretch, tuple[str, ...], bool]] = {}
    for group in groups:
        total = group.points / group.scale
        for piece, count in Counter(group.answers.split(BETWEEN_ANSWERS)).items():
            key, chosen, points = piece.split(BETWEEN_PARTS)
            known = buckets.get((group.edition_id, key, chosen))
            if known is None:
                known = buckets[group.edition_id, key, chosen] = _understood(stretches[group.edition_id, key], chosen)
            yield Answer(*known, int(points) / group.scale, total, group.language, group.sex, count)


def _understood(stretch: Stretch, chosen: str) -> tuple[Stretch, tuple[str, ...], bool]:
    """What the answer is counted under, and whether there was one."""
    if _is_read(stretch.question):
        return stretch, (), chosen != NO_ANSWER
    answer = json.loads(chosen)
    return stretch, tuple(kind_of(stretch.question).buckets(stretch.question, answer)), bool(answer)


def _old(rows: Iterable[Old], stretches: Places) -> dict[Stretch, list[OldAnswer]]:
    found: dict[Stretch, list[OldAnswer]] = defaultdict(list)
    for row in rows:
        stretch = stretches.get((row.edition_id, row.question_key))
        if stretch is not None:
            buckets = tuple(filter(None, row.chosen.split(",")))
            share = float(Fraction(row.points, row.points_possible))
            found[stretch].append(OldAnswer(buckets, row.language, share, row.times))
    return dict(found)
