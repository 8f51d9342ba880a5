"""What this run left out because the machine lacks a program, told at the end with the command that installs it.

    pytestmark = needs_program("chromium", package="chromium")

skips the tests where Chromium is absent. With SABAK_REQUIRE_ALL=1, which `.ci/run` sets, they fail instead. A fixture
that finds out later calls `leave_out`. Switched on by `pytest_plugins` in `tests/conftest.py`.
"""

import os
import shutil
from collections import Counter
from typing import NoReturn

import pytest

_left_out: Counter[tuple[str, str]] = Counter()


def needs_program(*names: str, package: str) -> pytest.MarkDecorator:
    """A mark for tests that need one of these programs (any of the names), brought by that Debian package."""
    return pytest.mark.needs_program(*names, package=package)


def program(*names: str) -> str | None:
    """Where the first of these programs lies, if one is installed; servers lie where only root looks by itself."""
    folders = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin"))
    return next(filter(None, (shutil.which(name, path=folders) for name in names)), None)


def leave_out(what: str, remedy: str) -> NoReturn:
    """Skip this test and tell so at the end; a failure where everything is required."""
    _left_out[what, remedy] += 1
    sentence = f"{what} is missing. Install it: {remedy}"
    if os.environ.get("SABAK_REQUIRE_ALL") == "1":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs_program(*names, package): left out where no such program is installed")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("needs_program"):
        if not program(*mark.args):
            leave_out(mark.args[0], f"sudo apt-get install {mark.kwargs['package']}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not _left_out:
        return
    terminalreporter.section("left out", yellow=True)
    for (what, remedy), count in sorted(_left_out.items()):
        tests = "1 test needs" if count == 1 else f"{count} tests need"
        terminalreporter.line(f"{tests} {what}, which is missing here. To install it: {remedy}")
