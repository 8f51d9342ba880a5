"""Tokens of the person at the page: the list, a new one (its secret is seen once), the end of one."""

from http import HTTPStatus

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.api import queries, services
from lms.api.errors import TooManyTokens
from lms.api.forms import TokenForm
from lms.api.models import ApiToken
from lms.api.policies import ApiPermission
from lms.api.views.blueprint import bp
from lms.core import clock
from lms.core.i18n import _
from lms.core.policy import actor_id, requires
from lms.reporting.reports import Audience


@bp.get("")
@requires(ApiPermission.HOLD_TOKENS)
def list_tokens() -> ResponseReturnValue:
    return _page(TokenForm())


@bp.post("")
@requires(ApiPermission.HOLD_TOKENS, fresh=True)
def make_token() -> ResponseReturnValue:
    """The answer is the page itself: a redirect would have to carry the secret."""
    form, at = TokenForm(), clock.now()
    if not form.validate():
        return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        token, secret = services.make_token(
            actor_id(), form.name.data, Audience(form.audience.data), lasts=form.time(), at=at
        )
    except TooManyTokens:
        form.refuse_all(_("You have %(most)s tokens. End one that is no longer used first.", most=services.MOST_TOKENS))
        return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    return render_template("api/show_token.html", token=token, secret=secret)


@bp.get("/<uuid:token_id>")
@requires(ApiPermission.END_TOKEN, on=queries.own_token)
def confirm_end(token: ApiToken) -> ResponseReturnValue:
    return render_template("api/end_token.html", token=token)


@bp.post("/<uuid:token_id>")
@requires(ApiPermission.END_TOKEN, on=queries.own_token)
def end_token(token: ApiToken) -> ResponseReturnValue:
    services.end_token(token, by=actor_id(), at=clock.now())
    return redirect(url_for(".list_tokens"), HTTPStatus.SEE_OTHER)


def _page(form: TokenForm) -> str:
    return render_template("api/list_tokens.html", tokens=queries.tokens_of(actor_id()), form=form, at=clock.now())
