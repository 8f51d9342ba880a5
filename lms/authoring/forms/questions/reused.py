"""A question of another module: its words are the owner's, its place is one's own."""

from lms.authoring.forms.fields import LaterSelect, LaterText
from lms.authoring.forms.questions.base import BankFields
from lms.core.i18n import _l
from lms.ui.forms import Form, HiddenField


class ReusedForm(BankFields, Form):
    objective = LaterSelect(_l("Objective"))
    lesson = LaterSelect(_l("Lesson to read again"))
    difficulty = BankFields.difficulty
    form = BankFields.form
    pair = BankFields.pair
    tags = LaterText(_l("Tags"), hint=_l("Words to find it by, with commas between them."), max_length=300)
    base = HiddenField()
