"""Two people at once, over real HTTP: no place, correction or decision is taken twice."""

import itertools
from functools import partial

import pytest
from sqlalchemy import select

from lms.core import jobs
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.core.jobs import Job
from lms.enrolments.models import Enrolment
from lms.grading.models import Essay, Grade, PassDecision
from lms.quizzes.models import Attempt, KeyCorrection, MarkChange
from tests.grading import corrections as keys
from tests.grading.essays import essay, hand_in_essays, make_module
from tests.support import live
from tests.support.factories import make_account

_names = itertools.count(1)
QUEUE = "/en/studio/grade"


@pytest.fixture(scope="module")
def here(database_kind, tmp_path_factory):
    with live.platform(database_kind, tmp_path_factory.mktemp("live")) as platform:
        yield platform


@pytest.fixture(autouse=True)
def hang_up(here):
    yield
    here.hang_up()


def work_for(here, *, markers, essays, hands=1, **rubric):
    """A module of its own; slug, attempt ids, and signed-in clients: so many hands for each marker."""
    slug = f"essays-{next(_names)}"
    with here.app.app_context():
        edition, people = make_module(essay(**rubric), markers=markers, slug=slug, code=slug.upper())
        attempts = [hand_in_essays(edition).id for _ in range(essays)]
        accounts = [one.id for one in people]
    clients = [here.client(account) for account in accounts for _hand in range(hands)]
    for client in clients:
        assert client.get(QUEUE) == 200
    return slug, attempts, clients


def grades(here, attempts):
    with here.app.app_context():
        query = select(Essay.attempt_id, Grade.place, Grade.marker_id, Grade.saved_at).join(
            Grade, Grade.essay_id == Essay.id
        )
        return [tuple(row) for row in db.session.execute(query.where(Essay.attempt_id.in_(attempts)))]


def take(client, slug):
    client.get(QUEUE)  # for the token of its forms
    return client.post(f"{QUEUE}/modules/{slug}", {}, follow=False)


def essay_ids(here, attempts):
    with here.app.app_context():
        return list(db.session.scalars(select(Essay.id).where(Essay.attempt_id.in_(attempts))))


def save(client, essay_id, law):
    values = {"level-law": law, "level-facts": "all", "comment": "Жакшы."}
    return client.post(f"{QUEUE}/{essay_id}", values, follow=False)


def test_eight_people_who_take_at_once_get_different_essays_or_none(here):
    slug, attempts, clients = work_for(here, markers=8, essays=5)

    live.at_once([partial(take, client, slug) for client in clients])
    for client in clients:  # what was just being taken by somebody else was left out; asking again finds the rest
        take(client, slug)

    found = grades(here, attempts)
    assert len(found) == 5
    assert len({attempt for attempt, *_rest in found}) == 5
    assert len({marker for _attempt, _place, marker, _at in found}) == 5


def test_two_opinions_that_are_saved_at_once_decide_once(here):
    for _round in range(3):
        slug, attempts, (one, two) = work_for(here, markers=2, essays=1, double=True)
        (work,) = essay_ids(here, attempts)
        for client in (one, two):
            take(client, slug)
            assert client.get(f"{QUEUE}/{work}") == 200

        statuses = live.at_once([partial(save, one, work, "clear"), partial(save, two, work, "mostly")])

        assert statuses == [303, 303]
        assert sorted(place for _attempt, place, _marker, _at in grades(here, attempts)) == [1, 2]
        with here.app.app_context():
            attempt = db.session.get_one(Attempt, attempts[0])
            assert (attempt.points, attempt.scale) == (29, 10)  # two whole points and nine tenths
            assert attempt.released_at is not None


def test_a_double_click_on_save_keeps_one_opinion(here):
    slug, attempts, clients = work_for(here, markers=1, essays=1, hands=4)
    (work,) = essay_ids(here, attempts)
    take(clients[0], slug)
    for client in clients:
        assert client.get(f"{QUEUE}/{work}") == 200

    statuses = live.at_once([partial(save, client, work, "clear") for client in clients])

    assert statuses.count(303) == 1
    assert statuses.count(409) == 3
    assert len(grades(here, attempts)) == 1


def test_two_trainers_who_confirm_at_once_correct_once(here):
    with here.app.app_context():
        edition = keys.edition_of()
        people = [keys.author_of(edition).id for _ in range(4)]
        attempt = keys.hand_in_answers(edition, {"q2": ["b"]}).id
        slug, edition_id = edition.module.slug, edition.id
    page = f"/en/studio/modules/{slug}/questions/q1/correct"
    clients = [here.client(account) for account in people]
    for client in clients:
        assert client.get(page) == 200
    values = {"how": "key", "right": "b", "editions": str(edition_id), "reason": "Ката.", "step": "confirm"}

    statuses = live.at_once([partial(client.post, page, values, follow=False) for client in clients])

    assert statuses == [303] * 4
    with here.app.app_context():
        assert len(db.session.scalars(select(KeyCorrection.id).where(KeyCorrection.question_key == "q1")).all()) == 1
        (job,) = db.session.scalars(select(Job).where(Job.name == "grading.tasks.regrade")).all()
        jobs.perform(job.id)
        assert db.session.get_one(Attempt, attempt, populate_existing=True).points == 2
        assert len(db.session.scalars(select(MarkChange.id)).all()) == 1


def test_two_coordinators_who_decide_at_once_decide_once(here):
    with here.app.app_context():
        edition = keys.edition_of()
        keys.hand_in_answers(edition, {"q2": ["b"]})
        keys.correct(edition, keys.author_of(edition), "b")
        decision = db.session.scalars(
            select(PassDecision).join(PassDecision.enrolment).where(Enrolment.module_id == edition.module_id)
        ).one()
        page = f"/en/reports/corrections/{decision.id}"
        coordinators = [make_account("coordinator").id for _ in range(4)]
    clients = [here.client(account) for account in coordinators]
    for client in clients:
        assert client.get(page) == 200

    choices = ["keep", "withdraw", "keep", "withdraw"]
    live.at_once(
        [
            partial(client.post, page, {"decision": choice, "reason": "Эреже."}, follow=False)
            for client, choice in zip(clients, choices, strict=True)
        ]
    )

    with here.app.app_context():
        acts = ("grading.pass.kept", "grading.pass.withdrawn")
        assert len(db.session.scalars(select(AuditRecord.id).where(AuditRecord.act.in_(acts))).all()) == 1
