"""Refusals of this room."""

from collections.abc import Sequence

from lms.institutions.models import Institution


class AlreadyDecided(Exception):
    """Somebody else has decided about this name in the meantime."""


class NotListed(Exception):
    """The institution, its parent or the one it is the same as is not in the list (any more)."""


class BelowItself(Exception):
    """An institution would stand below itself."""


class NothingChanges(Exception):
    """It is so already."""


class AnotherWaits(Exception):
    """A change of the same kind waits for its day; it has to be undone first."""


class NameTooEarly(Exception):
    """A new name would begin before the present one, so that no day would be left for that."""


class CannotBeUndone(Exception):
    """Something newer builds upon the change, or it has been undone already."""


class ImportInUse(Exception):
    """Something has happened since with these ``institutions`` of an import, so that none of it is taken back."""

    def __init__(self, institutions: Sequence[Institution]) -> None:
        super().__init__(len(institutions))
        self.institutions = institutions
