"""A file of questions that is brought in."""

from pathlib import PurePath

from lms.core.i18n import LANGUAGES, NATIVE_NAMES, _l
from lms.exchange.formats import FORMATS, NAMES
from lms.ui.forms import Checkbox, FileField, Form, Option, Radios

RECOGNISED = "recognised"


def _formats() -> list[Option]:
    return [
        Option(RECOGNISED, _l("By the file itself")),
        *(Option(code, NAMES[code]) for code in FORMATS),
    ]


class BringInForm(Form):
    file = FileField(_l("File"), hint=_l("Up to 10 MB; texts in UTF-8."))
    form = Radios(_l("Format"), options=_formats)
    language = Radios(
        _l("Language of the file"),
        options=[Option(code, NATIVE_NAMES[code]) for code in LANGUAGES],
        hint=_l("Of texts that do not say their language themselves."),
    )


class SureForm(Form):
    replace = Checkbox(_l("Questions of the file replace those with the same key"), optional=True)


def plain_name(name: str) -> str:
    """The name of a file without the folders that a browser may send with it."""
    return PurePath(name.replace("\\", "/")).name
