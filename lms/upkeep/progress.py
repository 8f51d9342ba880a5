"""How far a backup is, in whole mebibytes, told now and then to whoever waits."""

from collections.abc import Callable

MIB = 1024 * 1024
#: Telling costs a short write to the database; this often is enough for a bar on a page.
TELL_EVERY = 32 * MIB

Tell = Callable[[int, int], None]


def tell_nobody(done: int, of: int) -> None:
    """Where nobody waits."""


class Progress:
    """``tell`` is called with what is done and what there is to do, in mebibytes."""

    def __init__(self, tell: Tell = tell_nobody) -> None:
        self._tell = tell
        self._done = self._all = self._told = 0

    def expect(self, size: int) -> None:
        """There are so many bytes more to go through."""
        self._all += size

    def advance(self, size: int) -> None:
        self._done += size
        if self._done - self._told >= TELL_EVERY:
            self._told = self._done
            self._tell(min(self._done, self._all) // MIB, max(1, self._all // MIB))
