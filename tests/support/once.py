"""What reaches no database is the same on every one, so it runs once: with SQLite.

Every test that may reach a database asks for ``database_kind``, by itself or through ``app`` or another fixture, and
nothing else tells which one it is (tests/house). The others are left out where it is not SQLite. Switched on by
`pytest_plugins` in `tests/conftest.py`.
"""

import pytest

EVERYWHERE = "sqlite"
_is_left_out = pytest.StashKey[bool]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--database") == EVERYWHERE:
        return
    once = [item for item in items if "database_kind" not in item.fixturenames]
    config.hook.pytest_deselected(items=once)
    config.stash[_is_left_out] = bool(once)
    items[:] = [item for item in items if "database_kind" in item.fixturenames]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Nothing left to run is no failure where it runs elsewhere."""
    if session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and session.config.stash.get(_is_left_out, False):
        session.exitstatus = pytest.ExitCode.OK
