"""Forms whose fields draw themselves through components, and whose errors say what to do.

A field must be answered unless it is ``optional``; ``missing`` is the sentence shown when it was not. Nothing is
checked while a person types. The token against forged requests is the layout's (``csrf_field()``), for every POST.
"""

from wtforms import HiddenField
from wtforms.validators import ValidationError

from lms.ui.forms.choices import Checkbox, Checkboxes, Group, Option, Picker, Radios, Select
from lms.ui.forms.evidence import EvidenceForm
from lms.ui.forms.form import Form
from lms.ui.forms.reasons import reason_field
from lms.ui.forms.texts import clean_line, clean_text
from lms.ui.forms.typed import (
    ContactField,
    DateField,
    EmailField,
    FileField,
    NumberField,
    PasswordField,
    TextArea,
    TextField,
    ThreeLanguageField,
    YearField,
)

__all__ = [
    "Checkbox",
    "Checkboxes",
    "ContactField",
    "DateField",
    "EmailField",
    "EvidenceForm",
    "FileField",
    "Form",
    "Group",
    "HiddenField",
    "NumberField",
    "Option",
    "PasswordField",
    "Picker",
    "Radios",
    "Select",
    "TextArea",
    "TextField",
    "ThreeLanguageField",
    "ValidationError",
    "YearField",
    "clean_line",
    "clean_text",
    "reason_field",
]
