"""The scenario: its frame, its situations with three choices, its endings."""

from lms.authoring.forms.fields import LaterRadios, LaterSelect, SourcesField
from lms.core.i18n import _l
from lms.ui.forms import Form, HiddenField, Option, Radios, ThreeLanguageField

CHOICES = 3
OUTCOMES = (
    Option("protected", _l("Rights are protected")),
    Option("at-risk", _l("Rights are at risk")),
    Option("violated", _l("Rights are violated")),
)


class FrameForm(Form):
    title = ThreeLanguageField(_l("Title"))
    intro = ThreeLanguageField(
        _l("Introduction"), kind="textarea", rows=5, hint=_l("Who you are, where, and what happened. Fictional.")
    )
    start = LaterSelect(_l("Begins with"))
    standard = ThreeLanguageField(
        _l("What the standard says"), kind="textarea", rows=5, hint=_l("What the law requires; shown at the end.")
    )
    standard_sources = SourcesField(_l("Sources"), hint=_l("One on a line, for example: iccpr art. 17"))
    lesson = LaterSelect(_l("Lesson to read again"))
    base = HiddenField()


class NodeForm(Form):
    situation = ThreeLanguageField(_l("Situation"), kind="textarea", rows=5)
    question = ThreeLanguageField(_l("Question"), kind="textarea", rows=2)
    base = HiddenField()


for _number in range(1, CHOICES + 1):
    setattr(NodeForm, f"choice{_number}_key", HiddenField())
    setattr(NodeForm, f"choice{_number}_text", ThreeLanguageField(_l("Choice"), kind="textarea", rows=3))
    setattr(NodeForm, f"choice{_number}_outcome", LaterRadios(_l("What it does to rights"), options=OUTCOMES))
    setattr(
        NodeForm,
        f"choice{_number}_consequence",
        ThreeLanguageField(_l("What happens then"), kind="textarea", rows=5),
    )
    setattr(NodeForm, f"choice{_number}_sources", SourcesField(_l("Sources")))
    setattr(NodeForm, f"choice{_number}_next", LaterSelect(_l("Leads to")))


class EndingForm(Form):
    title = ThreeLanguageField(_l("Title"))
    outcome = Radios(_l("What became of rights"), options=OUTCOMES)
    text = ThreeLanguageField(_l("Text"), kind="textarea", rows=6)
    base = HiddenField()
