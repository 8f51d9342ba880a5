"""What is stored, said in the words of the page."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import url_for

from lms.accounts.models import Account, SignIn
from lms.core import clock
from lms.core.i18n import NATIVE_NAMES, _, language
from lms.institutions import queries as directory
from lms.people import queries as people
from lms.people.models import Sex, Workplace, WorkplaceState
from lms.ui.filters import contact as grouped

Line = dict[str, str | None]

#: Why something was done that no person gave a reason for: stored like this, said in the language of the page.
ON_COMMAND = "Made on the command line"
FOR_DEMONSTRATION = "Demonstration account"


def reason_in_words(reason: str | None) -> str:
    """The reason as the person typed it."""
    return {ON_COMMAND: _("Made on the command line"), FOR_DEMONSTRATION: _("Demonstration account")}.get(
        reason or "", reason or ""
    )


def sex_in_words(sex: str) -> str:
    return {
        Sex.FEMALE: _("Woman"),
        Sex.MALE: _("Man"),
        Sex.OTHER: _("Prefer not to say"),
        Sex.NOT_STATED: _("Not stated"),
    }[Sex(sex)]


def profession_in_words(code: str | None) -> str:
    row = next((row for row in people.professions() if row.code == code), None)
    return directory.name_of(row) if row else ""


def region_in_words(code: str | None) -> str:
    return directory.region_names().get(code or "", "")


def workplace_in_words(workplace: Workplace, day: date) -> str:
    if workplace.institution is None:
        return ""
    return directory.name_on(workplace.institution, day)


def workplace_state_in_words(workplace: Workplace) -> str:
    """Who stands behind what the person stated, and what to do if nobody does."""
    if workplace.state is WorkplaceState.CONFIRMED:
        return _("Confirmed by your institution or the coordinator")
    if workplace.state is WorkplaceState.SELF_DECLARED:
        return _("As you stated it. Your institution or the coordinator will confirm it.")
    refusal = people.refusal_of(workplace)
    if refusal is None:
        return _("The coordinator could not find this institution. Choose your workplace again.")
    return _(
        "The institution says that you do not work there: “%(reason)s” Choose your workplace again.",
        reason=refusal.reason,
    )


def registration_lines(answers: Mapping[str, Any], day: date) -> list[Line]:
    """All answers with the way to change each, for the last page before the account is made."""

    def line(term: str, value: Any, step: str) -> Line:
        return {"term": term, "value": str(value or ""), "change_url": url_for(f"accounts.register_{step}")}

    return [
        line(_("E-mail or phone"), grouped(answers["login"]), "contact"),
        line(_("Password"), _("Chosen, not shown"), "contact"),
        line(_("Institution"), _institution(answers, day), "work"),
        line(_("Region"), region_in_words(answers["region"]), "place"),
        line(_("Profession"), profession_in_words(answers["profession"]), "work"),
        line(_("Full name"), answers["name"], "about"),
        line(_("The same name in Latin letters"), answers["latin"], "about"),
        line(_("Sex"), sex_in_words(answers["sex"]), "about"),
        line(_("Year of birth"), answers["birth_year"], "about"),
        {"term": _("Language of messages"), "value": NATIVE_NAMES[language()], "change_url": None},
    ]


def profile_parts(account: Account, at: datetime) -> list[Mapping[str, Any]]:
    """What the profile shows, part by part: a heading and lines with the way to change each."""
    person, day = account.person, clock.local_day(at)
    spelt = {name.script.value: name.full_name for name in person.names}

    def line(term: str, value: Any, page: str) -> Line:
        return {"term": term, "value": str(value or ""), "change_url": url_for(f"accounts.edit_{page}")}

    return [
        {
            "heading": _("Your name"),
            "lines": [
                line(_("In Kyrgyz"), spelt.get("ky"), "names"),
                line(_("In Russian"), spelt.get("ru"), "names"),
                line(_("In Latin letters"), spelt.get("en"), "names"),
            ],
        },
        {"heading": _("Your work"), "lines": _work_lines(account, day, line)},
        {
            "heading": _("About you"),
            "lines": [
                line(_("Sex"), sex_in_words(person.sex), "about"),
                line(_("Year of birth"), person.birth_year, "about"),
            ],
        },
        {
            "heading": _("How you sign in"),
            "lines": [
                line(_("E-mail"), contact_in_words(account.email, account.email_verified_at), "contact"),
                line(_("Phone"), contact_in_words(account.phone, account.phone_verified_at), "contact"),
                *_contact_to_confirm(account),
                line(_("Password"), _("Set, not shown"), "password"),
                line(_("Language of messages"), NATIVE_NAMES[person.language], "language"),
            ],
        },
    ]


def contact_in_words(contact: str | None, verified_at: datetime | None) -> str:
    """The e-mail or phone, and whether it is known that the person can be reached there."""
    if contact is None:
        return ""
    shown = grouped(contact)
    if verified_at is None:
        # i18n: an e-mail address or a phone number, and its state
        return _("%(contact)s, not confirmed yet", contact=shown)
    return _("%(contact)s, confirmed", contact=shown)


def _contact_to_confirm(account: Account) -> list[Line]:
    if account.has_verified_contact:
        return []
    return [
        {
            "term": _("To be confirmed"),
            "value": _("Needed before your first certificate."),
            "change_url": url_for("accounts.confirm_contact"),
            "change_text": _("Confirm"),
        }
    ]


def _work_lines(account: Account, day: date, line: Callable[[str, Any, str], Line]) -> list[Line]:
    person = account.person
    workplace = next((row for row in people.workplaces_of(person.id) if row.until is None), None)
    name = workplace_in_words(workplace, day) if workplace else ""
    state = workplace_state_in_words(workplace) if workplace else ""
    lines = [line(_("Institution"), name, "workplace")]
    if state:
        lines.append({"term": _("State of this entry"), "value": state, "change_url": None})
    return [
        *lines,
        line(_("Region"), region_in_words(person.region_code), "workplace"),
        line(_("Profession"), profession_in_words(person.profession_code), "about"),
    ]


def sign_in_rows(rows: Sequence[SignIn], own_hash: str) -> list[Mapping[str, Any]]:
    return [
        {
            "device": row.device or _("Unknown device"),
            "since": row.created_at,
            "seen": row.seen_at,
            "is_this": row.secret_hash == own_hash,
            "hash": row.secret_hash,
        }
        for row in rows
    ]


def _institution(answers: Mapping[str, Any], day: date) -> str:
    if answers["unlisted"]:
        return _("%(name)s (not in the list yet)", name=answers["unlisted"])
    return directory.names_on([UUID(answers["institution_id"])], day).get(UUID(answers["institution_id"]), "")
