"""A module as a whole: how it begins, its settings, its rules, its objectives, its authors."""

import re
from typing import Any

from wtforms.validators import ValidationError

from lms.core.i18n import _, _l
from lms.ui.forms import (
    Checkbox,
    Checkboxes,
    ContactField,
    DateField,
    Form,
    HiddenField,
    NumberField,
    Option,
    Radios,
    TextField,
    ThreeLanguageField,
)

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CODE = re.compile(r"[A-Z]{1,3}[0-9]{1,3}")
SOURCE_LANGUAGES = (
    Option("ky", "Кыргызча", lang="ky"),
    Option("ru", "Русский", lang="ru"),
    Option("en", "English", lang="en"),
)
LEVELS = (
    Option("introductory", _l("Introductory")),
    Option("intermediate", _l("Intermediate")),
    Option("advanced", _l("Advanced")),
)
TEXT_STATES = (
    Option("source", _l("Source language")),
    Option("machine-draft", _l("Machine draft")),
    Option("translated", _l("Translated")),
    Option("legally-checked", _l("Legally checked")),
    Option("approved", _l("Approved by a language reviewer")),
)
OBJECTIVES = 8


def _slug(form: Form, field: Any) -> None:
    if not SLUG.fullmatch(field.data) or field.data == "new":
        raise ValidationError(_("Use lower-case Latin letters, digits and hyphens, for example fair-trial."))


def _code(form: Form, field: Any) -> None:
    if not CODE.fullmatch(field.data):
        raise ValidationError(_("Write a capital Latin letter and a number, for example M3."))


def _any_title(form: Form, field: Any) -> None:
    """As long as nobody has said which language is the source, a title in any of them will do."""
    if not any(field.data.values()):
        raise ValidationError(field.missing)


class NewModuleForm(Form):
    source_language = Radios(
        _l("In which language do you write first?"),
        options=SOURCE_LANGUAGES,
        missing=_l("Choose the language you write in first."),
    )
    title = ThreeLanguageField(
        _l("Title"),
        [_any_title],
        hint=_l("Needed in the source language; the others may follow."),
        missing=_l("Write the title."),
    )
    slug = TextField(
        _l("Address"),
        [_slug],
        max_length=40,
        spellcheck=False,
        hint=_l("Part of the web address, for example fair-trial; it cannot be changed."),
        missing=_l("Write the address of the module."),
    )
    code = TextField(
        _l("Code"),
        [_code],
        max_length=6,
        width="code",
        spellcheck=False,
        hint=_l("For example M3."),
        missing=_l("Write the code of the module."),
    )
    minutes = NumberField(
        _l("Minutes in all"), least=5, most=3000, missing=_l("Write how many minutes the module takes.")
    )
    professions = Checkboxes(_l("For whom"), missing=_l("Choose for whom the module is."))
    outputs = Checkboxes(_l("Output of the project it counts to"), missing=_l("Choose at least one output."))


class SettingsForm(Form):
    title = ThreeLanguageField(_l("Title"))
    summary = ThreeLanguageField(
        _l("Summary"), kind="textarea", rows=3, hint=_l("One sentence: what people will be able to do.")
    )
    content_note = ThreeLanguageField(
        _l("Note on difficult content"),
        kind="textarea",
        rows=3,
        hint=_l("Leave it empty if nothing difficult is described."),
    )
    minutes = NumberField(_l("Minutes in all"), least=1, most=3000)
    level = Radios(_l("Level"), options=LEVELS)
    required = Checkboxes(_l("For whom it is required"), optional=True)
    recommended = Checkboxes(_l("For whom it is recommended"), optional=True)
    outputs = Checkboxes(_l("Output of the project it counts to"), missing=_l("Choose at least one output."))
    core = Checkbox(_l("Completing it counts as trained in the reports"), optional=True)
    law_as_of = DateField(
        _l("National law is described as of"), optional=True, hint=_l("Leave it empty if no national law is described.")
    )
    validity_months = NumberField(
        _l("Validity of the certificate in months"), optional=True, least=1, most=120, hint=_l("Empty: without limit.")
    )
    state_ky = Radios(_l("Kyrgyz text"), options=TEXT_STATES)
    state_ru = Radios(_l("Russian text"), options=TEXT_STATES)
    state_en = Radios(_l("English text"), options=TEXT_STATES)
    base = HiddenField()


class ObjectivesForm(Form):
    """Slots one after the other; an empty slot is no objective."""

    base = HiddenField()


for _number in range(1, OBJECTIVES + 1):
    setattr(ObjectivesForm, f"objective{_number}_key", HiddenField())
    setattr(
        ObjectivesForm,
        f"objective{_number}",
        ThreeLanguageField(_l("After this module you can …"), kind="textarea", rows=2),
    )


class AuthorForm(Form):
    contact = ContactField(
        _l("E-mail or phone"), hint=_l("Of an account with the role of trainer."), autocomplete="off"
    )


class DeleteForm(Form):
    base = HiddenField()
