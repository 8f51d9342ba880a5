"""A module with two hundred megabytes of film: sent, read and taken in by a worker of its own, its memory looked at."""

import hashlib
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from sqlalchemy import select

from bench.figures import Figure
from bench.world import world
from lms.accounts.demo import make_demo_accounts
from lms.accounts.models import Account
from lms.authoring import tasks
from lms.authoring.models import PackageState, PackageUpload
from lms.authoring.packs import write_pack_to
from lms.authoring.services import packages
from lms.catalogue.documents import MediaFile
from lms.core import clock, jobs
from lms.core.extensions import db
from lms.core.transactions import commit
from tests.authoring.documents import sound_document

TITLE = "Packages"
FILMS, SIZE, MEGABYTES = 10, 19 * 1024 * 1024, 300
#: Of the steps some are over between two looks; whoever waits sees that it goes on, in half of them at least.
STEPS, LOOKS = 5, 0.05
WORKER = """
from pathlib import Path
from lms.app import create_app
from lms.core import jobs
app = create_app()
with app.app_context():
    assert jobs.work_off() == 1
print(next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")))
"""


def measure():
    with world() as here, TemporaryDirectory() as folder:
        path = Path(folder) / "films.zip"
        write(path)
        with here.app.app_context():
            make_demo_accounts("only-for-this-measurement", at=clock.now())
            author = db.session.scalars(select(Account).where(Account.email == "trainer@example.org")).one()
            upload = packages.keep(path, name=path.name, language="ky", by=author.id, at=clock.now())
            jobs.enqueue(tasks.read_package, upload.id)
            commit()
            package_id = upload.id
        read_seconds, read_memory, _seen = work(here)
        with here.app.app_context():
            upload = db.session.get_one(PackageUpload, package_id)
            assert upload.state is PackageState.READ, upload.remarks
            upload.state = PackageState.WAITING
            jobs.enqueue(tasks.take_package_in, upload.id, "take", unique_key=tasks.job_key("take", upload.id))
            commit()
        take_seconds, take_memory, seen = work(here)
        with here.app.app_context():
            assert db.session.get_one(PackageUpload, package_id).state is PackageState.TAKEN
        size = path.stat().st_size / 1024**2
        note = f"{size:.0f} MB; read in {read_seconds:.1f} s, taken in in {take_seconds:.1f} s"
        said = f"of {FILMS}, as its page could show them; asked for every {LOOKS * 1000:.0f} ms"
        return [
            Figure("memory of the worker that takes it in", max(read_memory, take_memory), MEGABYTES, " MB", note),
            Figure("steps of its progress that were seen", len(seen), STEPS, at_least=True, note=said),
        ]


def write(path):
    """Films that nobody can make smaller, each another."""
    rng, films, document = random.Random(1), {}, sound_document()
    media = []
    for number in range(FILMS):
        content = b"\x1a\x45\xdf\xa3" + b"webm".rjust(40) + rng.randbytes(SIZE)
        sha256 = hashlib.sha256(content).hexdigest()
        films[sha256] = content
        about = dict.fromkeys(("ky", "ru", "en"), "What is said.")
        media.append(
            MediaFile(
                f"film{number}.webm", sha256, "video/webm", len(content), seconds=60, languages=("ky",), text=about
            )
        )
    with path.open("wb") as stream:
        write_pack_to(
            stream, msgspec.structs.replace(document, slug="films", code="M90", media=tuple(media)), films.get
        )


def work(here):
    """Seconds and megabytes of one process that does what is due, and how far it was seen to be meanwhile."""
    begun, seen = time.perf_counter(), set()
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **here.environ},
        cwd=Path(__file__).parent.parent,
    )
    while process.poll() is None:
        seen |= {done for (done,) in here.ask("select progress from jobs where state = 'running' and progress > 0")}
        time.sleep(LOOKS)
    output, _errors = process.communicate()
    if process.returncode:
        raise RuntimeError(f"the worker ended with {process.returncode}")
    return time.perf_counter() - begun, int(output.split()[-1]) / 1024, seen
