"""Many clicks at once, over real HTTP against a real server: no try too many, nothing counted twice, nothing lost."""

from functools import partial

import pytest

from lms.core.extensions import db
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.quizzes.models import Attempt, TrySet
from tests.support import live, promises
from tests.support.factories import make_account, make_enrolment
from tests.support.factories.attempts import READY, hand_in, make_attempt, right_keys, sitting
from tests.support.promises import attempts, count, edition_for_this_test, learner, sent

PEOPLE = 60


@pytest.fixture(scope="module")
def here(database_kind, tmp_path_factory):
    with live.platform(database_kind, tmp_path_factory.mktemp("live")) as platform:
        yield platform


@pytest.fixture(autouse=True)
def hang_up(here):
    yield
    here.hang_up()


@pytest.mark.parametrize("promise", promises.ALL, ids=lambda promise: promise.__name__)
def test_a_promise_is_kept(here, promise):
    promise(here)


def test_sixty_people_hand_in_at_once_and_none_is_lost(here):
    people = []
    with here.app.app_context():
        edition = edition_for_this_test()
        path = f"/en/modules/{edition.module.slug}/quiz"
        for number in range(PEOPLE):
            account = make_account()
            enrolment = make_enrolment(edition, account.person, done=READY)
            attempt = make_attempt(enrolment, seed=number)
            asked = sitting(attempt).asked
            answers = [(a.question.key, right_keys(a.question), 0) for a in asked[: number % 13]]
            people.append((account.id, attempt.id, enrolment.id, answers))
    clients = []
    for account, attempt, _enrolment, _answers in people:
        client = here.client(account)
        assert client.get(f"{path}/{attempt}") == 200
        clients.append(client)

    def finish(client, person):
        _account, attempt, _enrolment, answers = person
        values = {f"q-{key}": value for key, value, _base in answers}
        saved = client.post(f"{path}/{attempt}", {"act": "review", "seen": "{}", **values})
        return saved, client.post(f"{path}/{attempt}/check", {})

    pairs = zip(clients, people, strict=True)
    statuses = live.at_once([lambda c=client, p=person: finish(c, p) for client, person in pairs])

    assert statuses == [(200, 200)] * PEOPLE
    with here.app.app_context():
        for number, (_account, attempt, _enrolment, _answers) in enumerate(people):
            assert db.session.get_one(Attempt, attempt).points == number % 13


def test_leaving_and_handing_in_at_once_does_one_of_them(here):
    for _round in range(6):
        account, enrolment, path = learner(here)
        leaver, finisher = here.client(account), here.client(account)
        leaver.get(path)
        leaver.post(path, {})
        attempt = attempts(here, enrolment)[0]
        with here.app.app_context():
            asked = sitting(db.session.get_one(Attempt, attempt.id)).asked
            answers = [(a.question.key, right_keys(a.question), 0) for a in asked]
        assert sent(leaver, path, attempt, answers) == 200
        leave = path.removesuffix("/quiz") + "/leave"
        leaver.get(leave)
        finisher.get(f"{path}/{attempt.id}/check")

        left, _handed_in = live.at_once(
            [
                partial(leaver.post, leave, {}, follow=False),
                partial(finisher.post, f"{path}/{attempt.id}/check", {}, follow=False),
            ]
        )

        with here.app.app_context():
            state = db.session.get_one(Enrolment, enrolment).state
        is_marked = attempts(here, enrolment)[0].handed_in_at is not None
        assert (left, state, is_marked) in (
            (303, EnrolmentState.WITHDRAWN, False),
            (404, EnrolmentState.COMPLETED, True),
        )


def test_coordinators_who_open_new_tries_at_once_open_one_set(here):
    _account, enrolment, _path = learner(here, pause_hours=0)
    with here.app.app_context():
        for seed in range(3):
            hand_in(make_attempt(db.session.get_one(Enrolment, enrolment), seed=seed), 2)
        coordinators = [make_account("coordinator").id for _ in range(6)]
    page = f"/en/reports/tries/{enrolment}"
    clients = [here.client(account) for account in coordinators]
    for client in clients:
        assert client.get(page) == 200

    statuses = live.at_once([partial(c.post, page, {"reason": "The line broke."}, follow=False) for c in clients])

    assert statuses == [303] * 6
    assert count(here, TrySet, TrySet.opened_by_id.is_not(None)) == 1
