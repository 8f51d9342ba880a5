"""What people can be asked for: the modules on the shelf, and open calls with seats for the institution."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lms.catalogue.models import TrainingModule
from lms.catalogue.queries import edition_texts, modules_on_shelf
from lms.core.i18n import language
from lms.invitations.models import Call, CallPlace
from lms.invitations.queries import calls_open_on, place_for
from lms.nominations.places import Place

CALL, MODULE = "call:", "module:"


@dataclass(frozen=True)
class Offer:
    """A call that this institution may name people for, and the seats it draws from."""

    call: Call
    place: CallPlace


def titled_modules() -> list[tuple[TrainingModule, str]]:
    """Modules that can be started, with their titles in the language of the page."""
    modules = modules_on_shelf()
    texts = edition_texts([module.current_edition_id for module in modules if module.current_edition_id], language())
    return [
        (module, texts[module.current_edition_id].title) for module in modules if module.current_edition_id in texts
    ]


def titles_by_slug() -> dict[str, str]:
    return {module.slug: f"{module.code}. {title}" for module, title in titled_modules()}


def offers_for(place: Place, day: date) -> list[Offer]:
    """Open calls with seats for this institution, the one that ends first at the top."""
    found = [(call, place_for(call, place.line, place.institution.region_code)) for call in calls_open_on(day)]
    return [Offer(call, seats) for call, seats in found if seats is not None and seats.seats]


@dataclass(frozen=True)
class Wanted:
    """What was chosen on the form."""

    module_slug: str | None = None
    call_place_id: UUID | None = None


def wanted_from(choice: str, offers: list[Offer]) -> Wanted:
    """The answer of the form, which has checked that it was offered."""
    if choice.startswith(CALL):
        offer = next(offer for offer in offers if str(offer.call.id) == choice.removeprefix(CALL))
        return Wanted(offer.call.module_slug, offer.place.id)
    if choice.startswith(MODULE):
        return Wanted(choice.removeprefix(MODULE))
    return Wanted()
