"""Why words are kept, and what a reviewer says to that."""

from lms.core.i18n import _l
from lms.ui.forms import Form, HiddenField, Option, Radios, TextArea

REASON = 500


class KeepForm(Form):
    """An author's reason."""

    mark = HiddenField()
    reason = TextArea(_l("Keep these words, because …"), limit=REASON, rows=2)


class DecideForm(Form):
    """A reviewer's answer."""

    mark = HiddenField()
    decision = Radios(
        _l("Decision"),
        options=(Option("keep", _l("The words may stand")), Option("change", _l("The words must change"))),
    )
    answer = TextArea(_l("Why"), limit=REASON, rows=2)
