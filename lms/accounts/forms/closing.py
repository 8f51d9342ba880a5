"""What a person decides on leaving."""

from lms.core.i18n import _l
from lms.ui.forms import Checkbox, Form, Option, Radios


class ClosingForm(Form):
    certificates = Radios(
        _l("What happens to your certificates?"),
        options=(
            Option("keep", _l("They stay valid under their code, without your name")),
            Option("revoke", _l("They are revoked, because you ask for it")),
        ),
        missing=_l("Choose an answer."),
    )
    is_sure = Checkbox(
        _l("I have read what is removed and what stays, and I want to close my account"),
        missing=_l("Tick the box if you want to close your account."),
    )
