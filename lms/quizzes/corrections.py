"""Questions as they are marked and explained since their key was corrected. Editions themselves never change.

The newest correction of an edition names the state of all of them: corrections are only ever added, one after the other
under a lock on the module. So whoever knows its id needs no look at the database to find the document again.
"""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

import msgspec
from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import InstrumentedAttribute

from lms.catalogue.documents import ModuleDocument
from lms.catalogue.queries import document_of
from lms.core.extensions import db
from lms.questions.documents import Question
from lms.quizzes.models import CorrectedQuestion, KeyCorrection

KEPT = 64


@dataclass(frozen=True)
class Corrected:
    """The text of an edition with its corrections. ``given``: questions whose point everybody earns."""

    document: ModuleDocument
    given: frozenset[str] = frozenset()


_kept: OrderedDict[tuple[UUID, UUID], Corrected] = OrderedDict()
_lock = Lock()


def newest_correction(edition_id: InstrumentedAttribute[UUID]) -> ScalarSelect[UUID]:
    """A column for a query that reads attempts anyway: the newest correction of the edition, or nothing."""
    return (
        select(KeyCorrection.id)
        .join(CorrectedQuestion, CorrectedQuestion.correction_id == KeyCorrection.id)
        .where(CorrectedQuestion.edition_id == edition_id)
        .order_by(KeyCorrection.at.desc(), KeyCorrection.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def corrected(edition_id: UUID, newest: UUID | None) -> Corrected:
    """The edition as it is marked now."""
    if newest is None:
        return Corrected(document_of(edition_id))
    with _lock:
        kept = _kept.get((edition_id, newest))
    if kept is None:
        kept = _read(edition_id)
        with _lock:
            _kept[edition_id, newest] = kept
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    return kept


def corrected_now(edition_id: UUID) -> Corrected:
    """The same for whoever has not read an attempt. One statement."""
    query = (
        select(KeyCorrection.id)
        .join(CorrectedQuestion, CorrectedQuestion.correction_id == KeyCorrection.id)
        .where(CorrectedQuestion.edition_id == edition_id)
        .order_by(KeyCorrection.at.desc(), KeyCorrection.id.desc())
        .limit(1)
    )
    return corrected(edition_id, db.session.scalar(query))


def _read(edition_id: UUID) -> Corrected:
    query = (
        select(KeyCorrection.question_key, CorrectedQuestion.document, KeyCorrection.is_point_for_all)
        .join(KeyCorrection, KeyCorrection.id == CorrectedQuestion.correction_id)
        .where(CorrectedQuestion.edition_id == edition_id)
        .order_by(KeyCorrection.at, KeyCorrection.id)
    )
    newer: dict[str, Question] = {}
    given: set[str] = set()
    for key, document, is_point_for_all in db.session.execute(query):
        newer[key] = msgspec.json.decode(document, type=Question)
        given = given | {key} if is_point_for_all else given - {key}
    return replaced(document_of(edition_id), newer, frozenset(given))


def replaced(document: ModuleDocument, newer: dict[str, Question], given: frozenset[str]) -> Corrected:
    """The document with these questions in the place of those with their keys."""
    questions = tuple(newer.get(question.key, question) for question in document.questions)
    return Corrected(msgspec.structs.replace(document, questions=questions), given)
