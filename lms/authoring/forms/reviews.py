"""Review, publication, withdrawal."""

from typing import Any

from lms.authoring.checklists import Answer, Answers, Checklist, Said
from lms.authoring.forms.fields import LaterRadios
from lms.core.i18n import _l, language
from lms.ui.forms import Checkbox, Checkboxes, DateField, Form, HiddenField, Option, Radios, Select, TextArea

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
    Option(Said.YES.value, _l("Yes")),
    Option(Said.NO.value, _l("No")),
    Option(Said.NOT_APPLICABLE.value, _l("Not applicable")),
)
DECISIONS = (Option("approve", _l("Approve")), Option("return", _l("Return with comments")))


class SendForm(Form):
    """What has changed since the current edition; asked only if there is one."""

    change = Radios(_l("What has changed?"), options=CHANGES)


class ParagraphForm(Form):
    """A comment on a paragraph, which the address names."""

    category = Radios(_l("What the comment is about"), options=CATEGORIES)
    must_change = Checkbox(_l("This must change before publication"), optional=True)
    text = TextArea(_l("Comment"), limit=2000, rows=4)


class CommentForm(ParagraphForm):
    """A comment on a part as a whole."""

    place = Select(_l("Place"))


class ReplyForm(Form):
    reply = TextArea(_l("Answer"), limit=2000, rows=3)


class SignForm(Form):
    """Holds the lines of one checklist; ``sign_form_class`` makes it."""

    comment = TextArea(_l("On the whole"), limit=2000, rows=4, optional=True)
    decision = Radios(_l("Decision"), options=DECISIONS, missing=_l("Say whether you approve the module or return it."))

    def answers(self) -> Answers:
        """What was answered, by key of the line."""
        return {
            key: Answer(Said(said), self[f"note-{key}"].data or "", tuple(self[f"about-{key}"].data or ()))
            for key in self.keys_of_lines
            if (said := self[f"item-{key}"].data)
        }

    def typed(self) -> dict[str, Any]:
        """Everything as it was typed, to go on with later."""
        lines = (f"{name}-{key}" for key in self.keys_of_lines for name in ("item", "note", "about"))
        return {name: self[name].data for name in (*lines, "comment", "decision")}

    keys_of_lines: tuple[str, ...] = ()


def sign_form_class(checklist: Checklist, parts: list[Option]) -> type[SignForm]:
    """The form with three fields for each line of the list: the answer, a note, and the parts that it rests on."""
    fields: dict[str, object] = {"keys_of_lines": tuple(item.key for item in checklist.items)}
    for item in checklist.items:
        fields[f"item-{item.key}"] = LaterRadios(item.text[language()], options=ANSWER_OPTIONS)
        fields[f"note-{item.key}"] = TextArea(_l("Note"), limit=1000, rows=2, optional=True)
        fields[f"about-{item.key}"] = Checkboxes(_l("Parts that the answer rests on"), options=parts, optional=True)
    return type("ChecklistForm", (SignForm,), fields)


def fields_of(answers: Answers) -> dict[str, object]:
    """Answers as values of the form."""
    values: dict[str, object] = {}
    for key, answer in answers.items():
        values |= {f"item-{key}": answer.said, f"note-{key}": answer.note, f"about-{key}": list(answer.about)}
    return values


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
