"""Many clicks at once, over real HTTP against a real server: one beginning, one completion of a step, one decision."""

from functools import partial
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from bench.client import FORM
from lms.core.extensions import db
from lms.enrolments.models import Enrolment, Step
from lms.lessons.models import ScenarioChoice
from tests.support import live
from tests.support.factories import make_account, make_edition

CLICKS = 16
OVERVIEW = "/en/modules/practice"


@pytest.fixture(scope="module")
def here(database_kind, tmp_path_factory):
    with live.platform(database_kind, tmp_path_factory.mktemp("live")) as platform:
        yield platform


def count(here, table, *conditions):
    with here.app.app_context():
        return db.session.scalar(select(func.count()).select_from(table).where(*conditions))


def statuses(clients, path, **fields):
    """What each of these browsers is answered to the same press at the same moment."""

    def press(client):
        body = urlencode({"csrf_token": client.token, **fields})
        status, _location, _content = client.ask("POST", path, body, {"Content-Type": FORM})
        return status

    return set(live.at_once([partial(press, client) for client in clients]))


def test_every_press_counts_once_whatever_is_clicked(here):
    with here.app.app_context():
        account = make_account(agrees=True)
        make_edition()
        account_id, person_id = account.id, account.person_id
    clients = [here.client(account_id) for _ in range(CLICKS)]
    for client in clients:
        client.get(OVERVIEW)

    assert statuses(clients, f"{OVERVIEW}/start") == {303}
    assert count(here, Enrolment, Enrolment.person_id == person_id) == 1

    assert statuses(clients, f"{OVERVIEW}/lessons/first", act="continue") == {303}
    assert statuses(clients, f"{OVERVIEW}/lessons/first", act="check", check="c1", **{"q-c1": "a"}) == {303}
    assert statuses(clients, f"{OVERVIEW}/scenario", walk="1", position="0", choice="c") == {303}
    assert count(here, Step) == 2
    assert count(here, ScenarioChoice) == 1
