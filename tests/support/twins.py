"""The platform with one thing done wrong, served like the real one: a test that lets such a twin pass tests nothing.

Served as ``tests.support.twins:app``; ``SABAK_TWIN`` names which. What is wrong is what a hurried hand
would write: the check and the act apart, an answer before the commit, an act that is done as often as it is asked.
"""

import os
import threading
import time
from secrets import randbits
from types import SimpleNamespace

from sqlalchemy import func, select

from lms.app import create_app
from lms.core import audit
from lms.core.extensions import db
from lms.quizzes import drawing, queries, services
from lms.quizzes.errors import NoTriesLeft
from lms.quizzes.models import Attempt, Response
from lms.quizzes.services import Saved, saving

#: Long enough for the others to come in between.
MEANWHILE = 0.05


def counts_and_then_inserts(app):
    """The tries are counted, then one more is written: the lock is let go and no place in a set is taken."""

    def start(study, kind, *, seed, by, at):
        document, enrolment, edition = study.document, study.enrolment.id, study.enrolment.edition_id
        db.session.rollback()  # lets the lock go
        used = db.session.scalar(select(func.count()).select_from(Attempt).where(Attempt.enrolment_id == enrolment))
        db.session.rollback()
        time.sleep(MEANWHILE)
        if used >= document.rules.attempts:
            raise NoTriesLeft
        drawn = drawing.draw_final(document, seen={}, seed=seed)
        attempt = Attempt(
            enrolment_id=enrolment,
            edition_id=edition,
            kind=kind,
            number=1 + randbits(30),
            seed=seed,
            drawn=drawn,
            started_at=at,
            points_possible=len(drawn),
        )
        db.session.add(attempt)
        db.session.flush()
        return attempt

    services.start_attempt = start


def hands_in_as_often_as_asked(app):
    """Nobody looks whether it was handed in already: every press is an act of its own."""
    real = services.hand_in

    def hand_in(sitting, *, by, at):
        if sitting.attempt.handed_in_at:
            audit.record(by, "quizzes.attempt.handed_in", sitting.attempt, at=at)
        return real(sitting, by=by, at=at)

    services.hand_in = hand_in


def lets_the_last_writer_win(app):
    """An answer is overwritten whatever its writer had seen."""

    def save(sheet, writes, *, at):
        saved = Saved()
        for write in writes:
            answer = queries.answers_of(sheet.id).get(write.question)
            revision = answer.revision + 1 if answer else 1
            _store(sheet.id, write, revision, at)
            saved.revisions[write.question] = revision
        return saved

    services.save_answers = save


def saves_after_the_end(app):
    """Whether the attempt was handed in is not asked when an answer is saved."""
    real = services.save_answers

    def save(sheet, writes, *, at):
        time.sleep(MEANWHILE)
        return real(sheet._replace(handed_in_at=None) if hasattr(sheet, "_replace") else sheet, writes, at=at)

    services.save_answers = save


def forgets_the_time(app):
    """The end of the time is shown and never asked for."""
    saving.is_over = lambda due, at: False


def lets_one_turn_back(app):
    """Which question was left is not asked when an answer comes."""
    read = saving._read

    def read_any(sheet, write):
        return read(_both_ways(sheet), write)

    saving._read = read_any


def _both_ways(sheet):
    """The same sheet as if one could go back and forth in it."""
    return SimpleNamespace(drawn=sheet.drawn, is_one_way=False, document=sheet.document)


def says_saved_before_it_is(app):
    """The answer "saved" leaves the house, and the commit follows a moment later."""

    def save(sheet, writes, *, at):
        saved = Saved({write.question: write.base + 1 for write in writes})

        def later():
            time.sleep(1)
            with app.app_context():
                for write in writes:
                    _store(sheet.id, write, write.base + 1, at)
                db.session.commit()

        threading.Thread(target=later, daemon=True).start()
        return saved

    services.save_answers = save


def _store(attempt_id, write, revision, at):
    row = {"chosen": list(write.value), "revision": revision, "write_id": write.write_id, "saved_at": at}
    db.session.merge(Response(attempt_id=attempt_id, question_key=write.question, **row))
    db.session.flush()


TWINS = {
    twin.__name__: twin
    for twin in (
        counts_and_then_inserts,
        hands_in_as_often_as_asked,
        lets_the_last_writer_win,
        saves_after_the_end,
        forgets_the_time,
        lets_one_turn_back,
        says_saved_before_it_is,
    )
}


def __getattr__(name):
    """``app`` is made when a server asks for it: whoever imports the names above serves nothing."""
    if name != "app":
        raise AttributeError(name)
    made = create_app()
    TWINS[os.environ["SABAK_TWIN"]](made)
    return made
