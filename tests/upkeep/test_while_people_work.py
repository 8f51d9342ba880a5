"""A backup is made while people save: nobody waits, and what it holds is one moment of the installation."""

import itertools
import threading
import uuid

import pytest
from sqlalchemy import select

from lms.core.extensions import db
from lms.quizzes.models import Response
from tests.support import live
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.factories.attempts import READY, make_attempt, sitting
from tests.upkeep.conftest import run

PEOPLE = 4
#: Each person goes on until the backups are made, and has saved at least so much before they begin.
SAVED_BEFORE = 5


class Saver:
    """Saves the answer to one question again and again; ``acknowledged`` is the last revision the server confirmed."""

    def __init__(self, client, path, question, options):
        self.client, self.path, self.question, self.options = client, path, question, itertools.cycle(options)
        self.acknowledged, self.refused, self.ended = 0, [], threading.Event()
        client.get(path)

    def save(self):
        answer = {
            "question": self.question,
            "value": [next(self.options)],
            "write": str(uuid.uuid4()),
            "base": self.acknowledged,
        }
        status, said = self.client.send(f"{self.path}/answers", {"answers": [answer]}, self.client.token)
        if status == 200:
            self.acknowledged = said["saved"][0]["revision"]
        else:
            self.refused.append(status)

    def go_on(self):
        while not self.ended.is_set():
            self.save()


@pytest.fixture
def here(database_kind, tmp_path):
    with live.platform(database_kind, tmp_path / "here") as platform:
        yield platform


def savers(here):
    with here.app.app_context():
        edition = make_edition()
        found = []
        for _ in range(PEOPLE):
            account = make_account()
            attempt = make_attempt(make_enrolment(edition, account.person, done=READY))
            question = sitting(attempt).asked[0].question
            found.append((account.id, attempt.id, question.key, [option.key for option in question.options]))
        slug = edition.module.slug
        db.session.remove()
    return {
        attempt: Saver(here.client(account), f"/en/modules/{slug}/quiz/{attempt}", key, options)
        for account, attempt, key, options in found
    }


def revisions(app):
    with app.app_context():
        found = dict(db.session.execute(select(Response.attempt_id, Response.revision)).all())
        db.session.remove()
        return found


def test_nobody_is_refused_and_nothing_acknowledged_is_missing(here, empty, tmp_path):
    people = savers(here)
    for saver in people.values():
        for _ in range(SAVED_BEFORE):
            saver.save()
    threads = [threading.Thread(target=saver.go_on) for saver in people.values()]
    for thread in threads:
        thread.start()

    moments = []
    for number in range(3):
        before = {attempt: saver.acknowledged for attempt, saver in people.items()}
        status, said = run(here.app, "backup", "create", "--output", str(tmp_path / f"{number}"))
        moments.append((before, {attempt: saver.acknowledged for attempt, saver in people.items()}, said, status))
    for saver in people.values():
        saver.ended.set()
    for thread in threads:
        thread.join()

    assert [saver.refused for saver in people.values()] == [[]] * PEOPLE
    for number, (before, after, said, status) in enumerate(moments):
        assert status == 0, said
        there = empty()
        restored, sentence = run(there, "backup", "restore", str(tmp_path / f"{number}"))
        assert restored == 0, sentence
        kept = revisions(there)
        # One more may have been saved, and its acknowledgement still on the way.
        assert {attempt: before[attempt] <= kept[attempt] <= after[attempt] + 1 for attempt in people} == dict.fromkeys(
            people, True
        )
    assert moments[0][0] != moments[-1][1], "Nobody saved meanwhile."
