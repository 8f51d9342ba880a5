"""What a reviewer says of the law and of a text."""

import re
from typing import Any

from lms.core import clock
from lms.core.i18n import _, _l
from lms.laws.articles import articles_in
from lms.ui.forms import DateField, Form, TextArea, TextField, ValidationError, reason_field

_ADDRESS = re.compile(r"https://[^\s]+")


def _articles(form: Form, field: Any) -> None:
    if field.data and not articles_in(field.data):
        raise ValidationError(_("Write the numbers of the articles, for example 19 or 330, 332."))


def _not_to_come(form: Form, field: Any) -> None:
    if field.data and field.data > clock.local_day(clock.now()):
        raise ValidationError(_("Enter a day that is not in the future: learners are told that the law has changed."))


def _https(form: Form, field: Any) -> None:
    if field.data and not _ADDRESS.fullmatch(field.data):
        raise ValidationError(_("Write an address that begins with https:// and that you have opened."))


class ChangeForm(Form):
    """An act, or some articles of it, say something else."""

    articles = TextField(
        _l("Articles that have changed"),
        [_articles],
        optional=True,
        max_length=200,
        width="code",
        spellcheck=False,
        hint=_l("For example 19 or 330, 332; an article counts with all its parts. Empty: the act as a whole."),
    )
    changed_on = DateField(_l("In force since"), [_not_to_come])
    what = TextArea(
        _l("What has changed"),
        limit=1000,
        rows=4,
        hint=_l("Reviewers and authors read it; learners do not."),
        missing=_l("Say what has changed."),
    )
    link = TextField(_l("Where the new text is published"), [_https], optional=True, max_length=500, spellcheck=False)


class ClearForm(Form):
    """The text holds, or was mended."""

    reason = reason_field(
        _l("Why the text holds"),
        hint=_l("What you compared, and whether the text was mended. It stays in the register and in the audit log."),
    )
