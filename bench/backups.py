"""A backup of a million enrolments while people save, and the way back, on both databases."""

import random
import tempfile
import threading
import time
from pathlib import Path

from bench.figures import Figure, percentile
from bench.multiply import multiply
from bench.restarts import KINDS, SLUG, Saver
from bench.servers import command
from bench.world import add_learners, begin, empty_world, signed_in, sit, world

TITLE = "Backups"
ENROLMENTS = 1_000_000
#: A tenth of a minute of work, copied until there are enough.
LEARNERS, SEED, COPIES = 6_700, 1, 100
SAVERS, PAUSE_SECONDS, QUIET_SECONDS = 4, 0.2, 30
SECONDS_TO_BACK_UP, SECONDS_TO_RESTORE, TIMES_SLOWER = 60, 300, 2


def measure():
    return [figure for kind, spoken in KINDS.items() for figure in of(kind, spoken)]


def of(kind, spoken):
    with world(kind) as here, tempfile.TemporaryDirectory(prefix="sabak-bench-") as folder:
        enrolments, note = populate(here)
        figures = [Figure(f"{spoken}: enrolments", enrolments, ENROLMENTS, at_least=True, note=note)]
        backup = Path(folder) / "backup"
        with here.served() as server:
            figures += back_up(here, server, spoken, backup)
        return [*figures, restore(here, kind, spoken, backup)]


def populate(here):
    started = time.monotonic()
    command("demo", "seed", "--learners", str(LEARNERS), "--seed", str(SEED), environ=here.environ)
    with here.app.app_context():
        enrolments = multiply(COPIES)
    note = f"`demo seed --learners {LEARNERS} --seed {SEED}` and {COPIES} copies, in {time.monotonic() - started:.0f} s"
    print(f"   {enrolments:,} enrolments: {note}", flush=True)
    return enrolments, note


class Watch(threading.Thread):
    """Somebody who saves an answer, thinks, saves the next; ``seconds`` of each save."""

    def __init__(self, saver):
        super().__init__()
        self.saver, self.seconds, self.ended = saver, [], threading.Event()

    def run(self):
        while not self.ended.wait(random.uniform(0, 2 * PAUSE_SECONDS)):
            started = time.monotonic()
            self.saver.save_one()
            self.seconds.append(time.monotonic() - started)


def savers(here, server):
    with here.app.app_context():
        people = add_learners(SAVERS)
        attempts = [sit(begin(person, SLUG, everything=True), seed=seed) for seed, person in enumerate(people)]
        papers = [(attempt.id, attempt.drawn) for attempt in attempts]
    for person, (attempt, drawn) in zip(people, papers, strict=True):
        client = signed_in(here, server.port, person)
        path = f"/ky/modules/{SLUG}/quiz/{attempt}"
        client.get(path)
        yield Saver(client, f"{path}/answers", client.token, drawn)


def save_during(people, work):
    """Let everybody save while ``work`` is done; what it returned, and the seconds of all saves."""
    watches = [Watch(person) for person in people]
    for watch in watches:
        watch.start()
    try:
        found = work()
    finally:
        for watch in watches:
            watch.ended.set()
        for watch in watches:
            watch.join()
    return found, [second for watch in watches for second in watch.seconds]


def back_up(here, server, spoken, backup):
    people = list(savers(here, server))
    save_during(people, lambda: time.sleep(5))  # everything is warm
    _nothing, quiet = save_during(people, lambda: time.sleep(QUIET_SECONDS))
    took, busy = save_during(people, lambda: timed("backup", "create", "--output", str(backup), environ=here.environ))
    refused = sum(len(person.refused) for person in people)
    size = sum(path.stat().st_size for path in backup.rglob("*") if path.is_file())
    slower = {share: percentile(busy, share) / percentile(quiet, share) for share in (50, 95)}
    print(
        f"   {spoken}: backup in {took:.0f} s, {size / 1e9:.2f} GB; saves {slower[50]:.2f}, {slower[95]:.2f} times",
        flush=True,
    )
    return [
        Figure(f"{spoken}: backup while {SAVERS} people save", took, SECONDS_TO_BACK_UP, " s", f"{size / 1e9:.2f} GB"),
        *[
            Figure(
                f"{spoken}: a save meanwhile, {what}, beside a quiet one",
                slower[share],
                TIMES_SLOWER,
                " times",
                f"{percentile(busy, share) * 1000:.0f} ms beside {percentile(quiet, share) * 1000:.0f} ms;"
                f" {len(busy)} saves beside {len(quiet)}",
            )
            for share, what in ((50, "median"), (95, "p95"))
        ],
        Figure(f"{spoken}: saves refused meanwhile", refused, 0),
    ]


def timed(*words, environ):
    started = time.monotonic()
    command(*words, environ=environ)
    return time.monotonic() - started


def restore(here, kind, spoken, backup):
    """Into an empty place; the command compares what arrived with what was backed up."""
    with empty_world(kind, here.postgres) as there:
        took = timed("backup", "restore", str(backup), environ=there.environ)
        ((arrived,),) = there.ask("select count(*) from enrolments")
    if arrived < ENROLMENTS:
        raise RuntimeError(f"Only {arrived:,} enrolments were restored.")
    return Figure(f"{spoken}: restored and read through", took, SECONDS_TO_RESTORE, " s", f"{arrived:,} enrolments")
