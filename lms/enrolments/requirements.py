"""What completion needs, line by line: the same lines for the learner, the trainer and the coordinator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lms.catalogue.documents import ModuleDocument


class StepKind(StrEnum):
    PRE_TEST = "pre_test"
    LESSON = "lesson"
    SCENARIO = "scenario"
    FINAL = "final"


PRE_TEST_KEY = "pre-test"
SCENARIO_KEY = "scenario"
FINAL_KEY = "final"


def lesson_step(lesson_key: str) -> str:
    return f"lesson:{lesson_key}"


@dataclass(frozen=True)
class Requirement:
    """One line of the account of completion."""

    key: str
    kind: StepKind
    done_at: datetime | None
    #: False for the pre-test, which never blocks and never counts.
    is_required: bool = True
    #: False while something before it is missing (the final quiz opens after all lessons and the scenario).
    is_open: bool = True
    lesson_key: str | None = None

    @property
    def is_done(self) -> bool:
        return self.done_at is not None


def requirements_of(document: ModuleDocument, done: Mapping[str, datetime]) -> list[Requirement]:
    """The lines in the order of the contents. ``done`` maps step keys to moments."""
    lines = [Requirement(PRE_TEST_KEY, StepKind.PRE_TEST, done.get(PRE_TEST_KEY), is_required=False)]
    for lesson in document.lessons:
        key = lesson_step(lesson.key)
        lines.append(Requirement(key, StepKind.LESSON, done.get(key), lesson_key=lesson.key))
    if document.scenario is not None:
        lines.append(Requirement(SCENARIO_KEY, StepKind.SCENARIO, done.get(SCENARIO_KEY)))
    is_open = all(line.is_done for line in lines if line.is_required)
    lines.append(Requirement(FINAL_KEY, StepKind.FINAL, done.get(FINAL_KEY), is_open=is_open))
    return lines


def is_complete(lines: list[Requirement]) -> bool:
    return all(line.is_done for line in lines if line.is_required)


def next_line(lines: Sequence[Requirement]) -> Requirement | None:
    """What is to be done next: the first line that is open and not done.

    The pre-test is offered only at the start: whoever has passed it over is not led back to it.
    """
    has_begun = any(line.is_done for line in lines if line.is_required)
    return next(
        (line for line in lines if line.is_open and not line.is_done and (line.is_required or not has_begun)), None
    )


def continue_line(lines: Sequence[Requirement], place: str | None) -> Requirement | None:
    """Where "Continue" leads: where the person stopped, unless that is done already."""
    stopped = next((line for line in lines if line.key == place), None)
    if stopped is not None and stopped.is_open and not stopped.is_done:
        return stopped
    return next_line(lines)


def line_after(lines: Sequence[Requirement], key: str) -> Requirement | None:
    """The step that follows this one: the next that is open and not done, else any other that is missing."""
    keys = [line.key for line in lines]
    later = lines[keys.index(key) + 1 :]
    following = next((line for line in later if line.is_open and not line.is_done), None)
    return following or next((line for line in lines if line.is_required and line.is_open and not line.is_done), None)


def path_of(slug: str, line: Requirement) -> str:
    """Where a step is done, without the language. Rooms that cannot know each other's views share these addresses."""
    if line.kind is StepKind.LESSON:
        return f"modules/{slug}/lessons/{line.lesson_key}"
    return f"modules/{slug}/{PAGES[line.kind]}"


#: The last part of the address of the steps that are no lessons.
PAGES = {StepKind.PRE_TEST: "pre-test", StepKind.SCENARIO: "scenario", StepKind.FINAL: "quiz"}
