"""Refusals of this room. Each carries the sentence that the person who asked is told."""

from collections.abc import Sequence


class BackupRefused(Exception):
    """Nothing was done; the sentence says why and what would help."""


class BackupDamaged(BackupRefused):
    """A backup that must not be relied on; ``problems`` says what is wrong with it, a sentence each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("This backup cannot be relied on. " + " ".join(problems))
        self.problems = tuple(problems)


class UpgradeRefused(Exception):
    """The database was not touched; the sentence says why."""
