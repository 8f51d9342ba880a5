"""Why something cannot be done to an event."""


class ChangedMeanwhile(Exception):
    """Somebody else has changed the event since the page was opened."""
