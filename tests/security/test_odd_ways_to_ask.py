"""Odd ways to ask for a page: for its head only, or with a name said twice. What is the same on every database.

Only the head comes of the very view that gives the page, which ``test_permissions.py`` asks on each database. A name
said twice is refused before any view, so nothing that was sent reaches a statement.
"""

import pytest

from tests.security import world as worlds
from tests.security.routes import routes
from tests.security.test_bad_requests import somebody
from tests.security.test_permissions import OWNS


@pytest.mark.parametrize("role", ["visitor", "gender reviewer", "coordinator", "administrator", *sorted(OWNS)])
def test_asking_only_for_the_head_changes_nothing(app, world, browser, role):
    """That looking changes nothing either is seen where everybody looks."""
    own = browser(world.strangers[role] if role in world.strangers else world.owners[role])
    before = worlds.rows()

    for route in routes(app, world, "GET"):
        own.client.head(route.address, buffered=True)  # closed at its end, as servers do

    assert worlds.changed(before, worlds.rows()) == {}


@pytest.mark.parametrize("role", ["learner", "administrator", "visitor"])
def test_a_name_said_twice_in_an_address_is_read_by_nobody(app, world, browser, role):
    own = browser(somebody(world, role))

    read = [
        (route.address, query, page.status)
        for route in routes(app, world, "GET")
        for query in ("page=1&page=2", "who=a&who=a", "x=&y=1&%78=")
        if (page := own.visit(f"{route.address}?{query}", follow=False)).status != 422
    ]

    assert read == []
    assert own.visit("/en/modules?page=1&who=1").status == 200
