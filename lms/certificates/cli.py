"""Commands of this room."""

import click
from flask.cli import AppGroup

from lms import credentials
from lms.certificates.badges import key_folder
from lms.core import clock

certificates = AppGroup("certificates", help="Certificates and the keys that sign them.")


@certificates.command("new-key")
def new_key() -> None:
    """Make a key that signs credentials from now on; what older keys have signed stays valid."""
    key = credentials.new_key(key_folder(), at=clock.now())
    click.echo(f"Credentials are signed with the key {key.id} from now on: {key.multibase}")
