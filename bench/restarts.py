"""Is anything lost that was acknowledged, when the server is killed again and again while people save?"""

import json
import random
import tempfile
import threading
import time
import uuid
from pathlib import Path

import pysqlite3

from bench.client import Client
from bench.figures import Figure
from bench.servers import Server
from bench.world import SERVED, add_learners, begin, signed_in, sit, world

TITLE = "Restarts"
RESTARTS = 200
#: PostgreSQL runs apart from the application; so often it is killed with it.
DATABASE_KILLED_EVERY = 10
ANSWERS = 1000
CONTROL_RESTARTS = 5
PEOPLE = 8
SLUG = "foundations"
KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


class Saver:
    """A person whose browser saves one answer after the other until the server is gone.

    ``acknowledged``: question to the revision and the value that the server has said it holds.
    """

    def __init__(self, client, path, token, questions):
        self.client, self.path, self.token, self.questions = client, path, token, questions
        self.acknowledged, self.count, self.refused = {}, 0, []

    def save_until_killed(self, enough):
        """``enough`` is set when three have been acknowledged; the kill must come in the middle of further ones."""
        start = self.count
        while True:
            try:
                self.save_one()
            except OSError:
                break
            if self.refused:
                break
            if self.count >= start + 3:
                enough.set()
        enough.set()

    def save_one(self):
        key, options = random.choice(self.questions)
        revision, _value = self.acknowledged.get(key, (0, None))
        value = [random.choice(options)]
        answer = {"question": key, "value": value, "write": str(uuid.uuid4()), "base": revision}
        status, said = self.client.send(self.path, {"answers": [answer]}, self.token)
        if status != 200:
            self.refused.append(status)
            return
        for conflict in said["conflicts"]:  # stored before the kill, acknowledged only now
            self.acknowledged[key] = (conflict["revision"], conflict["value"])
        for saved in said["saved"]:
            self.acknowledged[key] = (saved["revision"], value)
            self.count += 1


def storm(server, savers, stored, restarts, postgres=None):
    """Kill and start the server so many times; how many acknowledged answers were missing afterwards."""
    lost = 0
    for number in range(1, restarts + 1):
        enough = [threading.Event() for _ in savers]
        threads = [
            threading.Thread(target=saver.save_until_killed, args=(event,))
            for saver, event in zip(savers, enough, strict=True)
        ]
        for thread in threads:
            thread.start()
        for event in enough:
            event.wait(60)
        time.sleep(random.uniform(0, 0.2))
        server.kill()
        if postgres is not None and number % DATABASE_KILLED_EVERY == 0:
            postgres.kill()
            postgres.start()
        for thread in threads:
            thread.join()
        server.start()
        lost += sum(missing(saver, stored(place)) for place, saver in enumerate(savers))
        if number % 10 == 0:
            total = sum(saver.count for saver in savers)
            print(f"   {number} restarts, {total:,} acknowledged, {lost} lost", flush=True)
    return lost


def missing(saver, rows):
    """Answers that were acknowledged and are not in the database, neither as they were nor overwritten later."""
    lost = 0
    for key, (revision, value) in list(saver.acknowledged.items()):
        now = rows.get(key, (0, None))
        if now[0] < revision or (now[0] == revision and now[1] != value):
            lost += 1
            saver.acknowledged[key] = now  # counted once
    return lost


ROWS = "select question_key, revision, chosen from responses where attempt_id = ?"


def values_of(rows):
    """Question to revision and value, of rows as the plain driver gives them."""
    return {
        key: (revision, json.loads(chosen) if isinstance(chosen, str) else chosen) for key, revision, chosen in rows
    }


def rows_of_control(database, person):
    connection = pysqlite3.connect(database)
    try:
        return values_of(connection.execute(ROWS, (person,)).fetchall())
    finally:
        connection.close()


def measure():
    figures = []
    for kind, spoken in KINDS.items():
        acknowledged, lost, refused, sound = ours(kind)
        how = f"{acknowledged:,} acknowledged by {PEOPLE} clients, {RESTARTS} times kill -9 in the middle; {sound}"
        note = f"across {RESTARTS} restarts"
        figures += [
            Figure(f"{spoken}: acknowledged answers", acknowledged, ANSWERS, at_least=True, note=note),
            Figure(f"{spoken}: acknowledged answers lost", lost, 0, note=how),
            Figure(f"{spoken}: saves refused between restarts", refused, 0),
        ]
    control = those_who_answer_first()
    note = f"{CONTROL_RESTARTS} restarts: the measurement detects loss"
    what = "lost by the control, which answers before it commits"
    return [*figures, Figure(what, control, 1, at_least=True, note=note)]


def ours(kind):
    with world(kind) as here:
        with here.app.app_context():
            people = add_learners(PEOPLE)
            attempts = [sit(begin(person, SLUG, everything=True), seed=seed) for seed, person in enumerate(people)]
            papers = [(attempt.id, attempt.drawn) for attempt in attempts]
        server = Server(SERVED, here.environ).start()
        try:
            savers = []
            for person, (attempt, drawn) in zip(people, papers, strict=True):
                client = signed_in(here, server.port, person)
                path = f"/ky/modules/{SLUG}/quiz/{attempt}"
                client.get(path)
                savers.append(Saver(client, f"{path}/answers", client.token, drawn))
            keys = [attempt if here.postgres else attempt.hex for attempt, _drawn in papers]
            stored = lambda place: values_of(here.ask(ROWS, keys[place]))  # noqa: E731
            lost = storm(server, savers, stored, RESTARTS, here.postgres)
        finally:
            server.stop()
        sound = integrity(here)
    refused = sum(len(saver.refused) for saver in savers)
    return sum(saver.count for saver in savers), lost, refused, sound


def integrity(here):
    if here.postgres:
        return f"the database itself killed with it every {DATABASE_KILLED_EVERY}th time"
    return f"integrity check afterwards: {here.ask('pragma integrity_check')[0][0]}"


def those_who_answer_first():
    """The control must lose."""
    with tempfile.TemporaryDirectory(prefix="sabak-control-") as folder:
        database = Path(folder) / "control.db"
        connection = pysqlite3.connect(database)
        connection.execute("pragma journal_mode=wal")
        connection.execute(
            "create table responses"
            " (attempt_id, question_key, revision, chosen, primary key (attempt_id, question_key))"
        )
        connection.close()
        server = Server("bench.control:app", {"CONTROL_DATABASE": str(database)}).start()
        questions = [[f"q{number}", ["a", "b", "c"]] for number in range(12)]
        try:
            savers = [Saver(Client(server.port), f"/{place}", "", questions) for place in range(PEOPLE)]
            return storm(server, savers, lambda place: rows_of_control(database, str(place)), CONTROL_RESTARTS)
        finally:
            server.stop()
