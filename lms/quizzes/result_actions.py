"""What rooms above offer on the result page of a passed quiz: the certificate, one day a survey.

    @result_actions.offers
    def download(sitting: Sitting) -> ResultAction | None: …

The first that is offered is the page's one filled button.
"""

from collections.abc import Callable
from dataclasses import dataclass

from lms.quizzes.queries import Sitting


@dataclass(frozen=True)
class ResultAction:
    """A way on. ``note``: for example "PDF, 110 KB"."""

    text: str
    url: str
    note: str | None = None


Offer = Callable[[Sitting], ResultAction | None]

_offers: list[Offer] = []


def offers(offer: Offer) -> Offer:
    """Ask this function on every result page of a passed quiz."""
    if offer not in _offers:
        _offers.append(offer)
    return offer


def actions_for(sitting: Sitting) -> list[ResultAction]:
    return [action for action in (offer(sitting) for offer in _offers) if action is not None]
