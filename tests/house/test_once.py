"""What runs on one database only (tests.support.once) could not have known on which it was."""

from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(("words", "places"), [
    ("getoption(", {"conftest.py", "support/once.py"}),  # the fixture and the rule
    ("getfixturevalue(", {"api/conftest.py", "reporting/conftest.py"}),  # for what the test asks for already
    ("config.option", set()),
])  # fmt: skip
def test_whoever_wants_to_know_the_database_asks_for_its_fixture(words, places):
    here = Path(__file__)
    found = {path for path in TESTS.rglob("*.py") if path != here and words in path.read_text(encoding="utf-8")}

    assert {str(path.relative_to(TESTS)) for path in found} == places
