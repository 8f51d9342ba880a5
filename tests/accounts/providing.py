"""The way to a provider and back."""

from tests.support import provider as providers


def leave(visitor, start="/en/sign-in/provider"):
    """The address at the provider to which the browser is sent."""
    answer = visitor.visit(start, follow=False)
    assert answer.status == 303
    return answer.response.headers["Location"]


def come_back(visitor, provider, address, **changed):
    return visitor.visit("/provider/back" + providers.query({**provider.authorize(address), **changed}))


def sign_in(visitor, provider, **changed):
    page = come_back(visitor, provider, leave(visitor), **changed)
    return page.submit("Continue") if page.heading == "Sign in through Tunduk" else page


def is_in(visitor):
    return "_user_id" in visitor.cookie()
