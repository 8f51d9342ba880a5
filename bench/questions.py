"""The statistics of a bank of forty questions with fifty thousand attempts, as a coordinator asks for them."""

import time

from bench.bank import QUESTIONS, SLUG, fill, make_bank
from bench.figures import Figure, percentile
from bench.world import signed_in, world
from lms.accounts.demo import make_demo_accounts
from lms.core import clock
from lms.core.transactions import commit

TITLE = "Questions"
ATTEMPTS, TIMES, SECONDS, MEMORY = 50_000, 5, 3, 300
WHOLE = f"/en/studio/modules/{SLUG}/statistics"
PAGES = {
    "statistics of the bank with fairness": WHOLE,
    "statistics of one question": f"/en/studio/modules/{SLUG}/questions/q01/statistics",
    "the table as XLSX": f"{WHOLE}.xlsx",
}


def measure():
    return [figure for kind in ("sqlite", "postgresql") for figure in measured(kind)]


def measured(kind):
    with world(kind) as here:
        started = time.monotonic()
        with here.app.app_context():
            make_demo_accounts("only-for-this-measurement", at=clock.now())
            commit()
            marks = fill(make_bank(), ATTEMPTS)
        note = f"{QUESTIONS} questions, {ATTEMPTS:,} attempts, made in {time.monotonic() - started:.0f} s"
        print(f"   {kind}: {note}", flush=True)
        figures = [Figure(f"{kind}: marks", marks, QUESTIONS * ATTEMPTS, at_least=True, note=note)]
        with here.served() as server:
            browser = signed_in(here, server.port, "coordinator@example.org")
            browser.get("/en/studio")
            idle = server.peak_mib()
            figures += [on_screen(server, browser, f"{kind}: {what}", path) for what, path in PAGES.items()]
            note = f"peak of its largest process after all of this, less the {idle:.0f} MiB before"
            figures.append(Figure(f"{kind}: memory above idle", server.peak_mib() - idle, MEMORY, " MiB", note))
        return figures


def on_screen(server, browser, what, path):
    seconds, before = [], server.processor_seconds()
    for _ in range(TIMES):
        started = time.monotonic()
        status, _location, _content = browser.ask("GET", path)
        seconds.append(time.monotonic() - started)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")
    processor = (server.processor_seconds() - before) / TIMES
    note = f"the slowest of {TIMES}; median {percentile(seconds, 50):.2f} s, {processor:.2f} s of processor time"
    print(f"   {what}: {max(seconds):.2f} s", flush=True)
    return Figure(what, max(seconds), SECONDS, " s", note)
