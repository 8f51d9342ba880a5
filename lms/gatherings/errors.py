"""Why something cannot be done to an event."""


class ChangedMeanwhile(Exception):
    """Somebody else has changed the event since the page was opened."""


class NoEvidence(Exception):
    """The file is of no kind that is kept as evidence."""
