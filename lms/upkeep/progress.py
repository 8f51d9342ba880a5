"""How far a backup is, in whole megabytes, told now and then to whoever waits."""

from collections.abc import Callable

MEGABYTE = 1000 * 1000
#: Telling costs a short write to the database; this often is enough for a bar on a page.
TELL_EVERY = 32 * MEGABYTE

Tell = Callable[[int, int], None]


def tell_nobody(done: int, of: int) -> None:
    """Where nobody waits."""


class Progress:
    """``tell`` is called with what is done and what there is to do, in megabytes."""

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
            self._tell(min(self._done, self._all) // MEGABYTE, max(1, self._all // MEGABYTE))
