"""A book made of an edition."""

from lms.core.i18n import _l
from lms.ui.forms import Checkboxes, Form


class BookForm(Form):
    languages = Checkboxes(_l("Languages"), hint=_l("They stand one after the other, each with all lessons."))
