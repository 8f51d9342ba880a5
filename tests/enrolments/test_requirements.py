"""Where "Continue" leads, and what follows a step."""

from lms.enrolments.requirements import continue_line, line_after, next_line, path_of, requirements_of
from tests.support.packs import small_module

DOCUMENT = small_module()


def done(*keys, at="2026-11-16T04:00:00+00:00"):
    return requirements_of(DOCUMENT, dict.fromkeys(keys, at))


def key(line):
    return line.key if line else None


def test_the_pre_test_is_offered_first_and_only_at_the_start():
    assert key(next_line(done())) == "pre-test"
    assert key(next_line(done("lesson:first"))) == "lesson:second"


def test_one_goes_on_where_one_stopped_unless_that_is_done():
    assert key(continue_line(done("lesson:first"), "scenario")) == "scenario"
    assert key(continue_line(done("lesson:first"), "lesson:first")) == "lesson:second"
    assert key(continue_line(done("lesson:first"), "final")) == "lesson:second"
    assert key(continue_line(done("lesson:first"), "lesson:gone")) == "lesson:second"
    assert continue_line(done("lesson:first", "lesson:second", "scenario", "final"), "final") is None


def test_after_the_last_step_comes_what_was_left_out():
    assert key(line_after(done("lesson:first"), "lesson:first")) == "lesson:second"
    assert key(line_after(done("lesson:second", "scenario"), "scenario")) == "lesson:first"
    assert key(line_after(done("lesson:first", "lesson:second", "scenario"), "scenario")) == "final"
    assert line_after(done("lesson:first", "lesson:second", "scenario", "final"), "scenario") is None


def test_a_step_has_its_address():
    assert [path_of("practice", line) for line in done()] == [
        "modules/practice/pre-test",
        "modules/practice/lessons/first",
        "modules/practice/lessons/second",
        "modules/practice/scenario",
        "modules/practice/quiz",
    ]
