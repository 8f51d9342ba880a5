"""Refusals of this room."""


class TooYoung(Exception):
    """Accounts are for people from the age of eighteen, until supervised groups with a guardian's consent exist."""


class NoName(Exception):
    """At least one spelling of the name must stay."""


class CannotMerge(Exception):
    """With oneself, with somebody who has left, or with what was merged or undone in the meantime."""
