"""Write the file of every enrolment once, in a process of its own, and print how many seconds it took.

``python -m bench.persons FIRST LAST csv|xlsx FILE``, with the settings of the installation around it.
"""

import os
import sys
import time
from datetime import date
from pathlib import Path

from config import Config
from lms.app import create_app
from lms.core import clock
from lms.core.carrier import give_way
from lms.core.i18n import speaking
from lms.core.transactions import only_reading
from lms.reporting import exporting
from lms.reporting.choices import Choice, Period
from lms.reporting.reports import Audience, build


def main(first, last, ending, output):
    app = create_app(Config(os.environ))
    give_way()  # as the worker does
    with app.app_context(), speaking("en"), only_reading():
        started = time.monotonic()
        choice = Choice(Period(date.fromisoformat(first), date.fromisoformat(last)))
        table = build("persons", choice, Audience.TEAM, key=app.config["SECRET_KEY"].encode())
        about = exporting.About(choice, Audience.TEAM, clock.now())
        exporting.write(table, about, exporting.Format(ending), Path(output))
        print(time.monotonic() - started)


if __name__ == "__main__":
    main(*sys.argv[1:])
