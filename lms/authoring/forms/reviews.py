"""Review, publication, withdrawal."""

from lms.authoring.checklists import items_of
from lms.authoring.forms.fields import LaterRadios
from lms.authoring.models import ReviewKind
from lms.core.i18n import _l
from lms.ui.forms import Checkbox, DateField, Form, HiddenField, Option, Radios, Select, TextArea

CHANGES = (
    Option(
        "content",
        _l("The content has changed"),
        _l("Two reviewers sign. People in the middle finish the edition they began."),
    ),
    Option(
        "wording",
        _l("Only the wording is corrected"),
        _l("One reviewer confirms that the meaning is the same. Everybody sees it at once."),
    ),
)
CATEGORIES = (
    Option("gender", _l("Gender")),
    Option("rights", _l("Human rights")),
    Option("law", _l("Law")),
    Option("language", _l("Language")),
    Option("teaching", _l("Teaching")),
)
ANSWER_OPTIONS = (
    Option("yes", _l("Yes")),
    Option("must-change", _l("Must change")),
    Option("not-applicable", _l("Not applicable")),
)
DECISIONS = (Option("approve", _l("Approve")), Option("return", _l("Return with comments")))


class SendForm(Form):
    """What has changed since the current edition; asked only if there is one."""

    change = Radios(_l("What has changed?"), options=CHANGES)


class CommentForm(Form):
    place = Select(_l("Place"))
    category = Radios(_l("What the comment is about"), options=CATEGORIES)
    must_change = Checkbox(_l("This must change before publication"), optional=True)
    text = TextArea(_l("Comment"), limit=2000, rows=4)


class SignForm(Form):
    """Holds the lines of one checklist; ``for_kind`` makes it."""

    comment = TextArea(_l("Comment"), limit=2000, rows=4, optional=True)
    decision = Radios(_l("Decision"), options=DECISIONS)


def sign_form_class(kind: ReviewKind) -> type[SignForm]:
    """The form with one question for each line of the list, before the comment."""
    lines = {f"item-{key}": LaterRadios(sentence, options=ANSWER_OPTIONS) for key, sentence in items_of(kind).items()}
    return type("ChecklistForm", (SignForm,), lines)


class WithdrawForm(Form):
    reason = TextArea(
        _l("Why is the text wrong or unlawful?"),
        limit=1000,
        rows=4,
        hint=_l("People in the middle of the module will read this."),
    )
    step = HiddenField()


class RetireForm(Form):
    reason = TextArea(
        _l("Why is the module retired?"), limit=1000, rows=4, hint=_l("People who study it will read this.")
    )
    finish_until = DateField(_l("Those who have begun may finish until"))
    step = HiddenField()
