"""What the platform promises about attempts, as a story over real HTTP that fails when the promise is broken.

Each takes a served platform (``tests.support.live``). The real one must keep them all; a broken twin, which does one
thing wrong, must be caught by the story about it.
"""

import itertools
import random
import time
import uuid
from datetime import timedelta
from functools import partial
from urllib.parse import urlencode, urlsplit

from sqlalchemy import func, select

from bench.client import FORM
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.quizzes.models import Attempt, Mark, Response
from lms.quizzes.timing import GRACE
from tests.support import live
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.factories.attempts import READY, right_keys, sitting
from tests.support.packs import small_module

CLICKS = 40
#: Seconds until the time is over in the story about it, and how much later an answer may still be on its way.
SOON, LATE = 2, 1.5
_slugs = itertools.count(1)


def edition_for_this_test(**rules):
    number = next(_slugs)
    return make_edition(small_module(f"practice-{number}", f"M{900 + number}", rules=rules))


def learner(here, **rules):
    """Somebody at the door of the final quiz: a client for each click, the enrolment's id, the quiz's address."""
    with here.app.app_context():
        account = make_account()
        edition = edition_for_this_test(**rules)
        enrolment = make_enrolment(edition, account.person, done=READY)
        return account.id, enrolment.id, f"/en/modules/{edition.module.slug}/quiz"


def attempts(here, enrolment_id):
    with here.app.app_context():
        query = select(Attempt).where(Attempt.enrolment_id == enrolment_id).order_by(Attempt.number)
        found = db.session.scalars(query).all()
        db.session.expunge_all()
        return found


def count(here, what, *conditions):
    with here.app.app_context():
        return db.session.scalar(select(func.count()).select_from(what).where(*conditions))


def sent(client, path, attempt, answers, token=None):
    """Save as the script does, with the token of the page it stands on (else of the page last seen); the status."""
    body = {
        "answers": [
            {"question": key, "value": value, "write": str(uuid.uuid4()), "base": base} for key, value, base in answers
        ]
    }
    status, _body = client.send(f"{path}/{attempt.id}/answers", body, token or client.token)
    return status


def forty_clicks_on_start_open_one_attempt(here):
    """Forty clicks on "Start" open one attempt."""
    account, enrolment, path = learner(here)
    clients = [here.client(account) for _ in range(CLICKS)]
    for client in clients:
        assert client.get(path) == 200

    statuses = live.at_once([lambda c=client: c.post(path, {}, follow=False) for client in clients])

    assert statuses == [303] * CLICKS
    assert [attempt.number for attempt in attempts(here, enrolment)] == [1]


def there_are_exactly_three_tries(here):
    """However fast one clicks: each of forty hands starts and hands in again and again, without the pause of a day."""
    account, enrolment, path = learner(here, pause_hours=0)
    hands = []
    for _ in range(CLICKS):
        client = here.client(account)
        client.get(path)
        hands.append((client, client.token))

    def hurry(client, token):
        for _ in range(4):
            _status, where = click(client, path, token)
            if where != path:
                click(client, f"{where}/check", token)

    live.at_once([lambda c=client, t=token: hurry(c, t) for client, token in hands])

    made = attempts(here, enrolment)
    assert [attempt.number for attempt in made] == [1, 2, 3]
    assert all(attempt.handed_in_at for attempt in made)


def click(client, path, token):
    """Press the one button of a form, once more if the line broke; the status and where it leads."""
    form = urlencode({"csrf_token": token})
    try:
        status, where, _body = client.ask("POST", path, form, {"Content-Type": FORM})
    except OSError:
        status, where, _body = client.ask("POST", path, form, {"Content-Type": FORM})
    return status, urlsplit(where or "").path


def forty_clicks_on_hand_in_mark_once(here):
    """Forty clicks on "Hand in" mark once, and it is written down once."""
    account, enrolment, path = learner(here)
    clients = [here.client(account) for _ in range(CLICKS)]
    clients[0].get(path)
    clients[0].post(path, {})
    attempt = attempts(here, enrolment)[0]
    with here.app.app_context():
        asked = sitting(db.session.get_one(Attempt, attempt.id)).asked
        answers = [(a.question.key, right_keys(a.question), 0) for a in asked]
    assert sent(clients[0], path, attempt, answers) == 200
    for client in clients:
        client.get(f"{path}/{attempt.id}/check")

    statuses = live.at_once([lambda c=c: c.post(f"{path}/{attempt.id}/check", {}, follow=False) for c in clients])

    assert statuses == [303] * CLICKS
    assert count(here, Mark, Mark.attempt_id == attempt.id) == 12
    assert attempts(here, enrolment)[0].points == 12
    acts = ("quizzes.attempt.handed_in", str(attempt.id))
    assert count(here, AuditRecord, AuditRecord.act == acts[0], AuditRecord.subject_id == acts[1]) == 1
    assert count(here, Enrolment, Enrolment.id == enrolment, Enrolment.state == EnrolmentState.COMPLETED) == 1


def devices_never_overwrite_each_other(here):
    """Devices that save at once are told what stands, and none overwrites another."""
    account, enrolment, path = learner(here)
    devices = [here.client(account) for _ in range(8)]
    devices[0].get(path)
    devices[0].post(path, {})
    attempt = attempts(here, enrolment)[0]
    for device in devices:
        device.get(f"{path}/{attempt.id}")
    key, options = attempt.drawn[0]

    def save(device, option):
        body = {"answers": [{"question": key, "value": [option], "write": str(uuid.uuid4()), "base": 0}]}
        return device.send(f"{path}/{attempt.id}/answers", body, device.token)

    answers = live.at_once([lambda d=d, n=n: save(d, options[n % 4]) for n, d in enumerate(devices)])

    with here.app.app_context():
        stored = db.session.scalars(select(Response).where(Response.attempt_id == attempt.id)).one()
    assert all(status == 200 for status, _body in answers)
    assert stored.revision == 1
    for (_status, body), number in zip(answers, range(8), strict=True):
        if options[number % 4] == stored.chosen[0]:
            assert body["saved"]
        else:
            assert body["conflicts"] == [{"question": key, "value": stored.chosen, "revision": 1}]


def _after(seconds, call):
    time.sleep(seconds)
    return call()


def a_save_that_meets_the_hand_in_is_counted_or_refused(here):
    """A save that meets the hand-in is either counted or refused. Every other time the hand-in is a little ahead."""
    chance = random.Random(1)
    for ahead in (0, 0.03) * 3:
        account, enrolment, path = learner(here)
        saver, finisher = here.client(account), here.client(account)
        saver.get(path)
        saver.post(path, {})
        attempt = attempts(here, enrolment)[0]
        for client in (saver, finisher):
            client.get(f"{path}/{attempt.id}/check")
        saver.get(f"{path}/{attempt.id}")
        with here.app.app_context():
            asked = chance.choice(sitting(db.session.get_one(Attempt, attempt.id)).asked)
            right = (asked.question.key, right_keys(asked.question), 0)

        save = partial(_after, ahead, partial(sent, saver, path, attempt, [right]))
        finish = partial(finisher.post, f"{path}/{attempt.id}/check", {})
        status, _handed_in = live.at_once([save, finish])

        points = attempts(here, enrolment)[0].points
        assert (status, points) in ((200, 1), (409, 0))


def what_was_acknowledged_survives_a_kill(here):
    """What was acknowledged is there after the server was killed."""
    account, enrolment, path = learner(here)
    client = here.client(account)
    client.get(path)
    client.post(path, {})
    attempt = attempts(here, enrolment)[0]
    acknowledged = {}
    for _round in range(3):
        client = here.client(account)
        assert client.get(f"{path}/{attempt.id}") == 200
        for key, options in attempt.drawn:
            revision = acknowledged.get(key, (0, None))[0]
            value = [options[revision % 4]]
            body = {"answers": [{"question": key, "value": value, "write": str(uuid.uuid4()), "base": revision}]}
            status, answer = client.send(f"{path}/{attempt.id}/answers", body, client.token)
            assert status == 200
            acknowledged[key] = (answer["saved"][0]["revision"], value)
        here.restart_after_kill()

    with here.app.app_context():
        stored = {
            row.question_key: (row.revision, row.chosen)
            for row in db.session.scalars(select(Response).where(Response.attempt_id == attempt.id))
        }
    assert stored == acknowledged


def nothing_is_taken_after_the_time_and_its_grace(here):
    """Eight devices save without a pause while the time ends: what was acknowledged counts, later nothing is taken."""
    account, enrolment, path = learner(here, minutes=30)
    devices = [here.client(account) for _ in range(8)]
    devices[0].get(path)
    devices[0].post(path, {})
    attempt = attempts(here, enrolment)[0]
    for device in devices:
        device.get(f"{path}/{attempt.id}")
    end = time.monotonic() + SOON
    with here.app.app_context():
        row = db.session.get_one(Attempt, attempt.id)
        row.due_at = clock.now() + timedelta(seconds=SOON) - GRACE
        row.started_at = row.due_at - timedelta(minutes=30)
        db.session.commit()

    def save_on(device, key, options):
        said = []
        while time.monotonic() < end + SOON:
            revision = sum(status == 200 for _moment, status in said)
            status = sent(device, path, attempt, [(key, [options[revision % 4]], revision)])
            said.append((time.monotonic(), status))
        return said

    answers = live.at_once([partial(save_on, d, *attempt.drawn[n]) for n, d in enumerate(devices)])
    devices[0].get(f"{path}/{attempt.id}/result")
    devices[0].post(f"{path}/{attempt.id}/check", {})

    for said in answers:
        statuses = [status for _moment, status in said]
        taken = statuses.count(200)
        assert statuses == [200] * taken + [410] * (len(statuses) - taken)
        assert all(moment <= end + LATE for moment, status in said if status == 200)
    kept = attempts(here, enrolment)[0]
    assert kept.handed_in_at == kept.due_at
    assert count(here, Mark, Mark.attempt_id == attempt.id) == 12
    with here.app.app_context():
        rows = db.session.scalars(select(Response).where(Response.attempt_id == attempt.id)).all()
        found = {row.question_key: row.revision for row in rows}
        db.session.rollback()
    assert found == {
        attempt.drawn[n][0]: [status for _moment, status in said].count(200) for n, said in enumerate(answers)
    }


def who_has_gone_on_does_not_come_back(here):
    """Ten tabs leave the same question at once: one place further, and the question that was left stays as it was."""
    account, enrolment, path = learner(here, one_way=True)
    tabs = [here.client(account) for _ in range(10)]
    tabs[0].get(path)
    tabs[0].post(path, {})
    attempt = attempts(here, enrolment)[0]
    assert [tab.get(f"{path}/{attempt.id}") for tab in tabs] == [200] * 10
    key, options = attempt.drawn[0]
    form = {"act": "next", "place": "1", "seen": "{}", f"q-{key}": options[0]}

    token = tabs[1].token  # of the page that asked; the answer to whichever tab comes first has none
    live.at_once([partial(tab.post, f"{path}/{attempt.id}", form, follow=False) for tab in tabs])
    status = sent(tabs[1], path, attempt, [(key, [options[1]], 1)], token)

    assert status == 409
    assert attempts(here, enrolment)[0].reached == 2
    with here.app.app_context():
        kept = db.session.scalars(select(Response).where(Response.attempt_id == attempt.id)).one()
        assert (kept.question_key, kept.chosen) == (key, [options[0]])


ALL = (
    forty_clicks_on_start_open_one_attempt,
    there_are_exactly_three_tries,
    forty_clicks_on_hand_in_mark_once,
    devices_never_overwrite_each_other,
    a_save_that_meets_the_hand_in_is_counted_or_refused,
    what_was_acknowledged_survives_a_kill,
    nothing_is_taken_after_the_time_and_its_grace,
    who_has_gone_on_does_not_come_back,
)
