"""Of what learners hear: a module that was begun and has rested for two weeks, and once more after six; a new module.

Of new modules only those hear who agreed to it: that consent is what sends the message, and its withdrawal ends it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from lms.core.i18n import _l, n_
from lms.learning import queries
from lms.messages import reminders
from lms.messages.reminders import Due

#: After how long a rest, and how the occasion is called. There is no third.
OCCASIONS = ((timedelta(days=14), "first"), (timedelta(days=42), "second"))
#: Who rested longer before anybody could say so (a new installation, a long pause of the worker) is left in peace.
LATE = timedelta(days=10)


def sentence(count: int) -> str:
    return n_(
        "A module that you began waits for you to go on.",
        "%(num)s modules that you began wait for you to go on.",
        count,
    )


@reminders.about("unfinished_module", _l("Reminders of a module I began"), page="my-learning", says=sentence)
def unfinished(at: datetime) -> Iterator[Due]:
    for rest in queries.resting_studies(at):
        for pause, occasion in OCCASIONS:
            if pause <= at - rest.since < pause + LATE:
                yield Due(rest.account_id, f"{rest.enrolment_id}:{occasion}")


def sentence_of_new(count: int) -> str:
    return n_("There is a new module for you.", "There are %(num)s new modules for you.", count)


@reminders.about(
    "new_module", _l("New modules for my profession, if I agreed to hear of them"), page="modules", says=sentence_of_new
)
def new(at: datetime) -> Iterator[Due]:
    for account_id, module_id in queries.awaited_modules(at - LATE, at):
        yield Due(account_id, str(module_id))
