"""A rule about words as an editor writes it."""

import re
from typing import Any

from wtforms.validators import ValidationError

from lms.authoring.forms.fields import LaterArea, write_in
from lms.core.i18n import LANGUAGES, NATIVE_NAMES, _, _l
from lms.ui.forms import Checkbox, Form, HiddenField, Option, Radios, Select, TextArea, TextField, ThreeLanguageField

CODE = re.compile(r"[A-Z][A-Z0-9-]{1,15}")
ONE_ON_A_LINE = _l("One on a line, in the form of a dictionary; other forms are found too.")
LONGEST = 4000


def _code(form: Form, field: Any) -> None:
    if not CODE.fullmatch(field.data):
        raise ValidationError(_("Use capital Latin letters, digits and hyphens, for example K12."))


class RuleForm(Form):
    """Also asks for a text to try the rule on, which is not kept."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        write_in(self, "")  # a rule may be about one language only

    base = HiddenField()
    code = TextField(_l("Name of the rule"), [_code], max_length=16, width="code", spellcheck=False)
    severity = Radios(
        _l("How much it asks for"),
        options=(
            Option("error", _l("Must change, or be kept with the consent of a reviewer")),
            Option("warn", _l("Advice")),
            Option("info", _l("Only to know")),
        ),
    )
    avoid = ThreeLanguageField(_l("Words to avoid"), kind="textarea", rows=4, hint=ONE_ON_A_LINE)
    allow = ThreeLanguageField(
        _l("Longer expressions in which they are right"), kind="textarea", rows=3, hint=ONE_ON_A_LINE
    )
    prefer = ThreeLanguageField(_l("Better wording"), kind="textarea", rows=2)
    reason = ThreeLanguageField(_l("Why"), kind="textarea", rows=2)
    is_on = Checkbox(_l("The rule is on"), optional=True)
    why = TextArea(_l("Why you change it"), limit=500, rows=2)
    language = Select(
        _l("Language of the text"), options=[Option(code, NATIVE_NAMES[code]) for code in LANGUAGES], default="ky"
    )
    trial = LaterArea(_l("A text to try it on"), limit=LONGEST, rows=4)
