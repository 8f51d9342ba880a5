"""States and counts in the words of the page."""

from collections import Counter

from lms.core.i18n import _, n_
from lms.nominations.checking import Status
from lms.nominations.queries import Progress

#: Status of a row to the tint of its tag.
TINTS = {
    Status.READY: "ok",
    Status.ADDED: "ok",
    Status.INVITED: "neutral",
    Status.REGISTERED: "neutral",
    Status.FIX: "error",
    Status.TWICE: "wait",
    Status.SIMILAR: "wait",
    Status.ELSEWHERE: "neutral",
}
PROGRESS_TINTS = {
    Progress.INVITED: "neutral",
    Progress.ASKS_AGAIN: "wait",
    Progress.EXPIRED: "wait",
    Progress.DECLINED: "neutral",
    Progress.WITHDRAWN: "neutral",
    Progress.REGISTERED: "info",
    Progress.STUDYING: "info",
    Progress.COMPLETED: "plain",
}


def status_in_words(status: Status) -> str:
    return {
        Status.READY: _("Ready"),
        Status.ADDED: _("Registered: will be added"),
        Status.INVITED: _("Already invited"),
        Status.REGISTERED: _("Already registered"),
        Status.FIX: _("Needs a fix"),
        Status.TWICE: _("Duplicate"),
        Status.SIMILAR: _("Similar name"),
        Status.ELSEWHERE: _("Registered elsewhere"),
    }[status]


def progress_in_words(progress: Progress) -> str:
    return {
        Progress.INVITED: _("Invited"),
        Progress.ASKS_AGAIN: _("Asks for a new code"),
        Progress.EXPIRED: _("Code too old"),
        Progress.DECLINED: _("Declined"),
        Progress.WITHDRAWN: _("Withdrawn"),
        Progress.REGISTERED: _("Registered"),
        Progress.STUDYING: _("Studying"),
        Progress.COMPLETED: _("Completed"),
    }[progress]


def rows_in_words(counts: Counter[Status]) -> str:
    """``17 ready · 2 need a fix · 1 already invited``: what is not there is not said."""
    ready, asks = counts[Status.READY] + counts[Status.ADDED], counts[Status.FIX]
    double, similar = counts[Status.TWICE], counts[Status.SIMILAR]
    before, elsewhere = counts[Status.INVITED] + counts[Status.REGISTERED], counts[Status.ELSEWHERE]
    parts = [
        n_("%(num)d ready", "%(num)d ready", ready),
        n_("%(num)d needs a fix", "%(num)d need a fix", asks) if asks else "",
        n_("%(num)d duplicate", "%(num)d duplicates", double) if double else "",
        n_("%(num)d similar name", "%(num)d similar names", similar) if similar else "",
        n_("%(num)d already there", "%(num)d already there", before) if before else "",
        n_("%(num)d registered elsewhere", "%(num)d registered elsewhere", elsewhere) if elsewhere else "",
    ]
    return " · ".join(part for part in parts if part)


def people_in_words(counts: Counter[Progress]) -> str:
    """``20 invited, 17 registered, 9 completed``: each number holds the next."""
    completed = counts[Progress.COMPLETED]
    registered = completed + counts[Progress.STUDYING] + counts[Progress.REGISTERED]
    invited = counts.total() - counts[Progress.WITHDRAWN]
    return _(
        "Invited: %(invited)s. Registered: %(registered)s. Completed: %(completed)s.",
        invited=invited,
        registered=registered,
        completed=completed,
    )
