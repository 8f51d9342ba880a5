"""Many hands at once, over real HTTP: one sheet makes one attempt, and is handed in once."""

import itertools

import pytest
from sqlalchemy import func, select

from lms.core.extensions import db
from lms.papers.models import PaperSheet
from lms.quizzes.models import Attempt, AttemptKind, Mark
from tests.support import live
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.factories.attempts import READY
from tests.support.factories.papers import make_author, make_batch, sheets
from tests.support.packs import small_module

CLICKS = 20
_slugs = itertools.count(1)


@pytest.fixture(scope="module")
def here(database_kind, tmp_path_factory):
    with live.platform(database_kind, tmp_path_factory.mktemp("live")) as platform:
        yield platform


@pytest.fixture(autouse=True)
def hang_up(here):
    yield
    here.hang_up()


@pytest.fixture
def prepared(here):
    """Slug, batch, the codes of two sheets, the trainer's and two learners' accounts."""
    with here.app.app_context():
        number = next(_slugs)
        edition = make_edition(small_module(f"paper-{number}", f"M{800 + number}"))
        trainer, people = make_author(edition), [make_account() for _ in range(2)]
        for account in people:
            make_enrolment(edition, account.person, done=READY)
        at = make_batch(edition, trainer, AttemptKind.FINAL)
        codes = [one.sheet.code for one in sheets(at)]
        return edition.module.slug, str(at.id), codes, trainer.id, [account.id for account in people]


def claims(here, slug, account, code, count):
    """So many hands of one person on the button of the claim."""
    path = f"/en/modules/{slug}/quiz/paper"
    clients = [here.client(account) for _ in range(count)]
    for client in clients:
        assert client.get(path) == 200
    return [lambda c=client: c.post(path, {"code": code}, follow=False) for client in clients]


def count(here, what, *conditions):
    with here.app.app_context():
        return db.session.scalar(select(func.count()).select_from(what).where(*conditions))


def attempts_of(here, code):
    with here.app.app_context():
        sheet = db.session.scalars(select(PaperSheet).where(PaperSheet.code == code)).one()
        return sheet.attempt_id, sheet.handed_in_at


def test_many_clicks_claim_once(here, prepared):
    slug, _batch, (code, _other), _trainer, (one, _two) = prepared
    before = count(here, Attempt)

    # A hand whose try was counted while another's was not yet forgiven may have to wait; none makes a second attempt.
    statuses = live.at_once(claims(here, slug, one, code, 8))

    assert set(statuses) <= {303, 429}
    assert 303 in statuses
    assert count(here, Attempt) == before + 1


def test_of_two_people_one_gets_the_sheet(here, prepared):
    slug, _batch, (code, _other), _trainer, (one, two) = prepared
    before = count(here, Attempt)

    statuses = live.at_once(claims(here, slug, one, code, 1) + claims(here, slug, two, code, 1))

    assert sorted(statuses) == [303, 422]
    assert count(here, Attempt) == before + 1


def test_claiming_and_finishing_at_once_hand_in_once(here, prepared):
    slug, batch, codes, trainer, people = prepared
    for code, account in zip(codes, people, strict=True):
        page = f"/en/studio/modules/{slug}/paper/{batch}/{code}"
        typing = [here.client(trainer) for _ in range(4)]
        for client in typing:
            assert client.get(page) == 200
        finish = [
            lambda c=client, p=page: c.post(p, {"revision": "0", "act": "finish"}, follow=False) for client in typing
        ]

        statuses = live.at_once(finish + claims(here, slug, account, code, 4))

        assert set(statuses) <= {303, 409}
        attempt_id, handed_in_at = attempts_of(here, code)
        assert handed_in_at is not None
        assert count(here, Mark, Mark.attempt_id == attempt_id) == 12
