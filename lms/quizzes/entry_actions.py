"""What rooms above offer on the page before a test, beside its start: a sheet that was answered on paper.

@entry_actions.offers
def from_paper(study: Study, standing: Standing) -> EntryAction | None: …
"""

from collections.abc import Callable
from dataclasses import dataclass

from lms.enrolments.queries import Study
from lms.quizzes.standing import Standing


@dataclass(frozen=True)
class EntryAction:
    """Another way to take the test."""

    text: str
    url: str
    note: str | None = None


Offer = Callable[[Study, Standing], EntryAction | None]

_offers: list[Offer] = []


def offers(offer: Offer) -> Offer:
    """Ask this function on the page before each test that may be started."""
    if offer not in _offers:
        _offers.append(offer)
    return offer


def entry_actions_for(study: Study, standing: Standing) -> list[EntryAction]:
    return [action for action in (offer(study, standing) for offer in _offers) if action is not None]
