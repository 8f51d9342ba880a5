"""Finding again what a visitor has typed into the registration so far, and the step that is open."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, current_app, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import queries, steps
from lms.accounts.models import Registration
from lms.core import clock

View = Callable[..., ResponseReturnValue]


def cookie_name() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-registration"


def current_registration() -> Registration | None:
    return queries.registration_of(request.cookies.get(cookie_name()), clock.now())


def step(name: str) -> Callable[[View], View]:
    """Hand the registration to the view; whoever has none, or is not so far, goes to the step that is open."""

    def decorate(view: View) -> View:
        @wraps(view)
        def loaded(**values: Any) -> ResponseReturnValue:
            registration = current_registration()
            order = steps.order_of(registration.answers if registration else {})
            open_step = steps.next_step(registration.answers if registration else {})
            if registration is None or name not in order or order.index(name) > order.index(open_step):
                return redirect(url_of(open_step), 303)
            return view(registration, **values)

        return loaded

    return decorate


def url_of(step_name: str) -> str:
    return url_for(f"accounts.register_{step_name}")


def go_on(registration: Registration, **answers: Any) -> Response:
    """Keep the answers of this step and open the next one."""
    registration.answers = {**registration.answers, **answers}
    return make_response(redirect(url_of(steps.next_step(registration.answers)), 303))


def remember(response: Response, secret: str, *, for_a_day: bool) -> None:
    response.set_cookie(
        cookie_name(),
        secret,
        max_age=24 * 60 * 60 if for_a_day else None,
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        samesite="Lax",
    )


def forget(response: Response) -> None:
    response.delete_cookie(
        cookie_name(), httponly=True, secure=current_app.config["SESSION_COOKIE_SECURE"], samesite="Lax"
    )
