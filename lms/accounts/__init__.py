"""How a person signs in, registers and keeps the account; what roles it holds."""

from flask import Flask
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Unauthorized

from lms.accounts import (
    cli,
    exports,
    leaving,
    models,
    navigation,
    policies,
    queries,
    retention,
    services,
    subscribers,
    tasks,
    views,
)
from lms.accounts.models import Account
from lms.accounts.provider import sign_in_provider
from lms.accounts.views.confirming import ask_to_confirm
from lms.accounts.views.entering import roles_sleep
from lms.accounts.views.second_step import ask_for_second_step
from lms.accounts.views.signing_in import ask_to_send_again, ask_to_sign_in
from lms.core import clock
from lms.core.extensions import login_manager
from lms.core.policy import ProofTooOld, RolesAsleep, current_actor

__all__ = ["exports", "init_app", "leaving", "models", "policies", "retention", "subscribers", "tasks"]


def init_app(app: Flask) -> None:
    """Switch the room on: who is behind a cookie, the pages, the navigation."""
    login_manager.session_protection = None
    #: The cookie is written when something in it changes, not with every answer.
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False

    @login_manager.user_loader
    def account_behind(secret: str) -> Account | None:
        at = clock.now()
        sign_in = queries.sign_in_of(secret, at)
        if sign_in is None or not sign_in.is_live_at(at):
            return None
        services.touch_later(sign_in, at=at)
        account = sign_in.account
        account.sign_in_secret, account.judged_at, account.proved_at = secret, at, sign_in.proved_at
        account.roles_asleep = roles_sleep(has_second_step=sign_in.has_second_step)
        return account

    @app.context_processor
    def account_on_page() -> dict[str, object]:
        return {"current_account": current_actor()}

    app.register_blueprint(views.bp)
    app.register_blueprint(views.door)
    app.register_blueprint(views.provider_door)
    app.jinja_env.globals["sign_in_provider"] = sign_in_provider
    app.cli.add_command(cli.accounts)
    app.register_error_handler(Unauthorized, ask_to_sign_in)
    app.register_error_handler(CSRFError, ask_to_send_again)
    app.register_error_handler(ProofTooOld, ask_to_confirm)
    app.register_error_handler(RolesAsleep, ask_for_second_step)
    navigation.init_app(app)
