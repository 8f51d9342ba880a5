"""What this room does with the news of others."""

from lms.accounts.events import PasswordChanged
from lms.api.services import end_all_tokens
from lms.core import events


@events.on(PasswordChanged)
def end_tokens(news: PasswordChanged) -> None:
    """A new password ends every sign-in but the one it was given in; programs begin anew too."""
    end_all_tokens(news.account_id, at=news.at)
