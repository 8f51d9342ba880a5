"""The beginning of a process apart: binds itself, then becomes the worker it is told to be.

Started by file name and isolated (`python -I`), as ``lms.core.apart`` does; it imports nothing of ours.
Arguments: the file of the worker, bytes of memory, seconds of processor time, then those of the worker.
"""

import resource
import runpy
import sys

OPEN_FILES = 64


def bind_itself(memory: int, seconds: int) -> None:
    """Set limits that this process cannot lift again: memory, processor time, files, no core dump."""
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
    }
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))


if __name__ == "__main__":
    worker, memory, seconds, *arguments = sys.argv[1:]
    bind_itself(int(memory), int(seconds))
    sys.argv = [worker, *arguments]
    runpy.run_path(worker, run_name="__main__")
