"""Commands for accounts: the first administrator, and who has left since a backup."""

from pathlib import Path

import click
from flask import current_app, url_for
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError

from lms.accounts import demo, left, services
from lms.accounts.errors import ContactTaken
from lms.accounts.models import Account, LinkPurpose, Role
from lms.accounts.queries import account_by_login
from lms.accounts.words import ON_COMMAND
from lms.core import clock
from lms.core.cli import typed
from lms.core.i18n import LANGUAGES, speaking
from lms.core.transactions import commit, roll_back
from lms.people.models import Sex
from lms.people.services import PersonFacts, add_person, script_of

accounts = AppGroup("accounts", help="People's accounts.")


@accounts.command("create-admin")
@click.option("--email", prompt="E-mail address", help="The administrator signs in with it.")
@click.option("--name", prompt="Full name", help="Family name, given name, patronymic.")
@click.option("--language", type=click.Choice(LANGUAGES), default="ru", show_default=True)
def create_admin(email: str, name: str, language: str) -> None:
    """Make an administrator, and print a link that works once, for two days, to choose a password."""
    contact = services.normal_contact(email)
    if contact is None or not contact.is_email:
        message = f"“{email}” is not an e-mail address."
        raise click.ClickException(message)
    try:
        secret = _make_administrator(contact, name, language)
        with current_app.test_request_context(base_url=current_app.config["SITE_URL"]), speaking(language):
            path = url_for("accounts.choose_password", secret=secret, language=language)
        commit()
    except ContactTaken as error:
        roll_back()
        message = "This account has a password already. An administrator gives it the role on the page of the person."
        raise click.ClickException(message) from error
    except DBAPIError as error:
        roll_back()
        message = f"The database is not ready. Run: {typed('db upgrade')}"
        raise click.ClickException(message) from error
    print("Open this link within two days and choose a password. It works once:")
    print(current_app.config["SITE_URL"] + path)


def _make_administrator(contact: services.Contact, name: str, language: str) -> str:
    """The secret of the link. An account made before whose link was never used gets a new one."""
    at = clock.now()
    account = account_by_login(contact.value)
    if account is not None and account.password_hash is not None:
        raise ContactTaken
    if account is None:
        account = _new_account(contact, name, language)
    if not any(grant.role is Role.ADMINISTRATOR and grant.holds_at(at) for grant in account.grants):
        services.give_role(account, Role.ADMINISTRATOR, by=None, reason=ON_COMMAND, at=at)
    return services.make_link(account, LinkPurpose.FIRST_ADMINISTRATOR, at=at)


def _new_account(contact: services.Contact, name: str, language: str) -> Account:
    at = clock.now()
    facts = PersonFacts(
        names={script_of(name, language): name},
        sex=Sex.NOT_STATED,
        birth_year=None,
        profession_code=None,
        region_code=None,
        language=language,
    )
    return services.open_account(add_person(facts, at=at), contact, None, at=at)


@accounts.command("demo-people")
def demo_people() -> None:
    """Make the nine demo accounts, in a demonstration database only."""
    try:
        made = demo.make_demo_accounts(current_app.config["DEMO_PASSWORD"], at=clock.now())
    except demo.NotADemonstration as error:
        raise click.ClickException(str(error)) from error
    commit()
    print(f"Made {len(made)} demo accounts." if made else "Nothing to do.")


@accounts.command("forget-left")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
def forget_left(file: Path | None) -> None:
    """After a restore: take out again who left since that backup was made. FILE: left.txt, kept beside the backups."""
    file = file or left.list_in(current_app.config["DATA"])
    at, count = clock.now(), 0
    try:
        for one in list(left.read(file)):
            count += services.forget_again(one.account_id, keeps_certificates=one.keeps_certificates, at=at)
    except (OSError, ValueError) as error:
        message = f"{file} is not a list of who has left: {error}"
        raise click.ClickException(message) from error
    commit()
    print(f"Taken out again: {count}.")
