"""Evaluation forms and follow-ups of the synthetic population: who answered, and what has left the boxes since.

Replies leave as real ones do, five that are alike at a time, month after month; what is left over waits, sealed.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from lms.accounts.models import Role
from lms.accounts.queries import accounts_holding
from lms.core.extensions import db
from lms.enrolments.models import EnrolmentState
from lms.enrolments.validity import months_later
from lms.evaluations.application import CODERS
from lms.evaluations.boxes import Content, content_of, fill
from lms.evaluations.models import ITEMS, EvaluationCoding, EvaluationMark, EvaluationReply, FollowUpReply, Holds
from lms.evaluations.occasions import LONGEST, OPEN_FOR, Month, Occasion, month_of, opens_on
from lms.evaluations.periods import BEGINNING
from lms.evaluations.releasing import sorted_out
from lms.evaluations.services import without_waiting
from lms.reporting.seed import voices

ANSWERS = {Occasion.MODULE: 0.58, Occasion.THREE_MONTHS: 0.37, Occasion.SIX_MONTHS: 0.26}
#: Most answer soon after they are asked.
SOON = 0.35
JUDGED, APPLIED, AGREES = 0.9, 0.72, 0.88
SEXES = ("female", "male", "other")
JUDGES = (Role.COORDINATOR, Role.GENDER_REVIEWER, Role.RIGHTS_REVIEWER)


class Replies:
    """What the whole population says, gathered batch by batch and written at the end. Its chance is its own."""

    def __init__(self, learners: int, seed: int, *, at: datetime, today: date) -> None:
        self.rng = Random(f"replies {learners} {seed}")  # noqa: S311  (made-up people, no secret)
        self.at, self.today = at, today
        self.marks: list[dict[str, Any]] = []
        self.said: dict[UUID, dict[Month, Content]] = defaultdict(lambda: defaultdict(list))

    def listen_to(self, enrolments: list[dict[str, Any]]) -> None:
        """What those who completed say."""
        for enrolment in enrolments:
            if enrolment["state"] is EnrolmentState.COMPLETED and enrolment["completed_on"] >= BEGINNING - LONGEST:
                for occasion in Occasion:
                    self._ask(enrolment, occasion)

    def _ask(self, enrolment: Mapping[str, Any], occasion: Occasion) -> None:
        waits = timedelta(days=round(OPEN_FOR[occasion].days * self.rng.random() ** (1 / SOON)))
        day = opens_on(occasion, enrolment["completed_on"]) + waits
        if self.rng.random() > ANSWERS[occasion] or not BEGINNING <= day < self.today:
            return
        self.marks.append({"enrolment_id": enrolment["id"], "occasion": occasion})
        month = month_of(day)
        said: dict[str, Any] = {
            "occasion": occasion.value,
            "month": month,
            "since": month,
            "sex": self._sex(enrolment["sex"]),
        }
        if occasion is Occasion.MODULE:
            said |= {**voices.ratings(self.rng, ITEMS), "comment": voices.comment(self.rng)}
        else:
            said |= voices.outcome(self.rng)
        self.said[enrolment["module_id"]][month].append(said)

    def _sex(self, sex: str) -> str | None:
        return sex if sex in SEXES and self.rng.random() < voices.SAYS_SEX else None

    def write(self) -> dict[str, int]:
        """Marks, replies, verdicts and boxes; how many rows of each."""
        rows: dict[type[Any], list[dict[str, Any]]] = {EvaluationMark: self._mixed(self.marks)}
        for module_id, by_month in self.said.items():
            for said in self._left_boxes(module_id, by_month):
                table = EvaluationReply if said["occasion"] == Occasion.MODULE else FollowUpReply
                identity = UUID(int=self.rng.getrandbits(128), version=4)
                rows.setdefault(table, []).append({"id": identity, "module_id": module_id, **without_waiting(said)})
        rows[EvaluationCoding] = self._verdicts(rows.get(FollowUpReply, []))
        for table, found in rows.items():
            if found:
                db.session.connection().execute(insert(table.__table__), found)
        return {table.__tablename__: len(found) for table, found in rows.items() if found}

    def _left_boxes(self, module_id: UUID, by_month: Mapping[Month, Content]) -> Content:
        """Night after night would be the same: of a month, whatever finds company leaves in the end."""
        left: Content = []
        waiting: Content = content_of(module_id, Holds.REPLIES)
        month = min(by_month)
        while month <= month_of(self.today):
            first = date.fromisoformat(f"{month}-01")
            leaving, waiting = sorted_out([*waiting, *by_month.get(month, ())], today=first, mixed=self._mixed)
            left += leaving
            month = month_of(months_later(first, 1))
        fill(module_id, Holds.REPLIES, waiting)
        return left

    def _mixed(self, things: list[Any]) -> list[Any]:
        return self.rng.sample(things, len(things))

    def _verdicts(self, replies: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Two of the demonstration's staff judge most examples, and mostly agree."""
        staff = [account.id for account in accounts_holding(*JUDGES, at=self.at)]
        if len(staff) < CODERS:
            return []
        rows = []
        for reply in replies:
            if reply["example"] is None or self.rng.random() > JUDGED:
                continue
            is_applied = self.rng.random() < APPLIED
            for coder, agrees in zip(staff[:CODERS], (True, self.rng.random() < AGREES), strict=True):
                verdict = {"is_applied": is_applied == agrees, "coded_at": self.at}
                rows.append({"reply_id": reply["id"], "coder_id": coder, **verdict})
        return rows
