"""Pictures from a trainer's device are drawn anew: nothing but what is seen travels on (no place, no camera, no
second file hidden behind the first). That is done in a process that cannot hurt ours (`image_worker`): the libraries
that read pictures are old, large and often attacked.
"""

import json
import subprocess
from pathlib import Path

from lms.authoring.image_worker import TOO_LARGE
from lms.authoring.packs.pictures import NoPicture
from lms.core.apart import run_apart
from lms.core.i18n import _

WORKER = Path(__file__).with_name("image_worker.py")
MOST_PIXELS = 25_000_000
#: Wider than any page shows, also on a dense screen.
WIDEST = 2000
#: Less than anybody waits for SQLite's one lock, which the request holds meanwhile.
LONGEST_SECONDS = 10


def drawn_anew(content: bytes) -> tuple[bytes, str, str, int, int]:
    """Bytes, type, ending, width and height of the same picture, smaller if it was very wide. Raises ``NoPicture``."""
    order = json.dumps({"seconds": LONGEST_SECONDS, "pixels": MOST_PIXELS, "widest": WIDEST})
    try:
        done = run_apart(WORKER, content, order, seconds=LONGEST_SECONDS)
    except subprocess.TimeoutExpired as late:
        raise _unreadable() from late
    if done.returncode == TOO_LARGE:
        raise NoPicture(_("The picture has too many points. Choose a smaller one."))
    if done.returncode:  # it says so itself, or was killed: out of memory, out of time, or broken by the picture
        raise _unreadable()
    facts, _line, picture = done.stdout.partition(b"\n")
    told = json.loads(facts)
    return picture, told["type"], told["ending"], told["width"], told["height"]


def _unreadable() -> NoPicture:
    return NoPicture(_("This is not a picture in PNG, JPEG or WebP that can be read."))
