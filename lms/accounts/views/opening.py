"""The last act of a registration, by whichever door the person came: the account is opened and entered."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from flask import Response, make_response, redirect, url_for

from lms.accounts import addresses, consents, services, steps
from lms.accounts.errors import IdentityTaken
from lms.accounts.forms import ConsentStep
from lms.accounts.models import Account, Registration
from lms.accounts.views.entering import begin_session
from lms.accounts.views.typed_so_far import forget
from lms.accounts.views.verifying import address_of_contact_link
from lms.core import clock
from lms.core.i18n import language
from lms.people.models import Purpose


def name_consents(form: ConsentStep) -> ConsentStep:
    """Labels are the one-sentence summaries of the texts."""
    for purpose, text in consents.texts().items():
        form[purpose].label.text = text.label
    return form


def agreed_in(form: ConsentStep) -> Sequence[Purpose]:
    return [purpose for purpose in Purpose if form[purpose.value].data]


def open_and_enter(registration: Registration, agreed: Sequence[Purpose]) -> Response:
    """A person with an account, signed in; what was typed is forgotten.

    Raises ``ContactTaken``, ``TooYoung``, ``InstitutionGone``, and for an invitation ``InvitationSpent``.
    """
    at, answers = clock.now(), registration.answers
    everything = steps.registering_from(answers, consents.agreements_to(agreed), language=language())
    account = services.register(everything, at=at)
    services.send_contact_link(account, address_of=address_of_contact_link, at=at)
    account.judged_at = at
    link_vouched(account, answers)
    secret = services.open_sign_in(account, device=addresses.device_name(), is_shared_computer=answers["shared"], at=at)
    services.discard_registration(registration)
    begin_session(account, secret, is_shared_computer=answers["shared"])
    response = make_response(redirect(url_for("accounts.register_ready"), 303))
    addresses.remember_device(response, answers["login"])
    forget(response)
    return response


def link_vouched(account: Account, answers: Mapping[str, Any]) -> None:
    """Who came from the provider can come from there again; unless that was done in another window meanwhile."""
    identity = answers.get("identity")
    if identity:
        with suppress(IdentityTaken):
            services.link_identity(account, **identity, at=clock.now())


def refuse_kindly(registration: Registration) -> Response:
    """The person is too young: nothing that was typed is kept, from no step."""
    services.discard_registration(registration)
    response = make_response(redirect(url_for("accounts.show_age_limit"), 303))
    forget(response)
    return response
