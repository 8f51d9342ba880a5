"""How a person signs in, registers and keeps the account; what roles it holds."""

from flask import Flask

from lms.accounts import models, queries
from lms.accounts.models import Account
from lms.core import clock
from lms.core.extensions import login_manager
from lms.core.policy import current_actor

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Switch the room on: who is behind a cookie, and the pages."""
    login_manager.session_protection = None

    @login_manager.user_loader
    def account_behind(secret: str) -> Account | None:
        at = clock.now()
        sign_in = queries.sign_in_of(secret, at)
        if sign_in is None:
            return None
        account = sign_in.account
        account.sign_in_secret, account.judged_at = secret, at
        return account

    @app.context_processor
    def account_on_page() -> dict[str, object]:
        return {"current_account": current_actor()}
