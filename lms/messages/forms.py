"""Which messages are wanted."""

from collections.abc import Sequence

from lms.core.i18n import _l
from lms.ui.forms import Checkboxes, Form, Option


class MessagesForm(Form):
    """A ticked line is sent. None ticked is an answer too."""

    wanted = Checkboxes(
        _l("Send me these messages"),
        hint=_l("Take the tick away from what you do not want."),
        optional=True,
    )

    @classmethod
    def offering(cls, options: Sequence[Option], **known: object) -> "MessagesForm":
        form = cls(**known)
        form.wanted.options = options
        return form
