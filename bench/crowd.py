"""A workshop: sixty people behind one address sign in with typing errors, and hand in at the same moment."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pysqlite3

from bench.client import Client
from bench.figures import Figure, percentile
from bench.world import PASSWORD, add_learners, begin, sit, world

TITLE = "Crowd"
PEOPLE = 60
TYPING_ERRORS = 3
SLUG = "foundations"


def measure():
    with world() as here:
        with here.app.app_context():
            people = add_learners(PEOPLE)
            attempts = [sit(begin(person, SLUG, everything=True), seed=seed) for seed, person in enumerate(people)]
            papers = [(attempt.id, attempt.drawn) for attempt in attempts]
        with here.served() as server:
            browsers, figures = sign_in_all(server.port, people)
            return figures + hand_in_all(here.database, browsers, papers)


def at_once(count, work):
    """``work(place)`` by so many people at the same moment; what each returned."""
    gate = Barrier(count)

    def run(place):
        gate.wait()
        return work(place)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def sign_in_all(port, people):
    """Everybody types the password wrong three times, then right."""
    browsers = [Client(port) for _ in people]

    def enter(place):
        seconds, answers = [], []
        for number in range(TYPING_ERRORS + 1):
            right = number == TYPING_ERRORS
            started = time.monotonic()
            answers.append(browsers[place].sign_in(people[place], PASSWORD if right else f"{PASSWORD}{number}"))
            seconds.append(time.monotonic() - started)
        return answers, seconds

    started = time.monotonic()
    found = at_once(len(people), enter)
    took = time.monotonic() - started
    refused = sum(answers[-1] != 303 for answers, _seconds in found)
    slowed = sum(status == 429 for answers, _seconds in found for status in answers)
    times = [second for _answers, seconds in found for second in seconds]
    note = f"one address, {TYPING_ERRORS} typing errors each before; {slowed} answers said to wait"
    return browsers, [
        Figure(f"{PEOPLE} sign-ins at once: refused", refused, 0, note=note),
        Figure("all of them in after", took, 60, " s", f"{len(times)} tries, each p95 {percentile(times, 95):.2f} s"),
    ]


def hand_in_all(database, browsers, papers):
    """Twelve answers and "Finish and hand in" by all at the same moment, as the page without script sends them."""
    paths = [f"/ky/modules/{SLUG}/quiz/{attempt}" for attempt, _drawn in papers]
    sheets = [
        {f"q-{key}": options[place % len(options)] for key, options in drawn}
        for place, (_a, drawn) in enumerate(papers)
    ]
    for place, browser in enumerate(browsers):
        browser.get(paths[place])

    def hand_in(place):
        started = time.monotonic()
        status = browsers[place].post(
            f"{paths[place]}/check", {"seen": "{}", "act": "finish", **sheets[place]}, follow=False
        )
        return status, time.monotonic() - started

    found = at_once(len(browsers), hand_in)
    refused = sum(status != 303 for status, _seconds in found)
    times = [seconds for _status, seconds in found]
    lost = sum(answers_lost(database, attempt.hex, sheets[place]) for place, (attempt, _drawn) in enumerate(papers))
    answers = sum(len(sheet) for sheet in sheets)
    note = f"{answers} answers in {len(papers)} hand-ins, longest {max(times):.2f} s"
    return [
        Figure(f"{PEOPLE} hand-ins at once: refused", refused, 0, note=note),
        Figure("answers lost among them", lost, 0, note="marks in the database beside what was sent"),
        Figure("time to hand in, p95", percentile(times, 95), 1, " s"),
    ]


def answers_lost(database, attempt, sheet):
    """Answers of the sheet that were not marked as they were sent."""
    connection = pysqlite3.connect(database)
    try:
        rows = connection.execute("select question_key, chosen from marks where attempt_id = ?", (attempt,)).fetchall()
    finally:
        connection.close()
    marked = {f"q-{key}": json.loads(chosen) for key, chosen in rows}
    return sum(marked.get(name) != [value] for name, value in sheet.items())
