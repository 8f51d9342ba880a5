"""A file that comes back from a translator."""

from lms.core.i18n import _l
from lms.ui.forms import Checkbox, FileField, Form


class BringBackForm(Form):
    file = FileField(
        _l("File"), endings=(".xlf", ".xliff", ".po"), hint=_l("XLIFF 2 or PO that was taken away here, up to 10 MB.")
    )


class KeepStatesForm(Form):
    keep_states = Checkbox(
        _l("Take over the states of the file; without it, each changed text counts as translated"), optional=True
    )
