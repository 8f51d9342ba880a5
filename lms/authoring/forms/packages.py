"""A package of a module that is sent."""

from lms.core.i18n import _l
from lms.ui.forms import FileField, Form


class SendPackageForm(Form):
    file = FileField(
        _l("File"), endings=(".zip",), hint=_l("A zip file in the format of content packages, up to 220 MB.")
    )
