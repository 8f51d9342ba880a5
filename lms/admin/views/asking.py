"""Who asks, and for which page of a list."""

from flask import request

from lms.accounts.models import Account
from lms.admin.forms import SEARCH
from lms.core.policy import current_actor


def actor() -> Account:
    """The account behind the request; every page of this room requires one."""
    account = current_actor()
    assert account is not None  # noqa: S101  (the permission was checked)
    return account


def only_searches() -> bool:
    """Whether the button pressed was the one that searches in the list; then nothing is checked or changed."""
    name, value = SEARCH
    return request.form.get(name) == value


def page_number() -> int:
    return request.args.get("page", 1, type=int)
