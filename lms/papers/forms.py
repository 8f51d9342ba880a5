"""What is typed around tests on paper: how many sheets, a code, a reason, and the answers themselves."""

from collections.abc import Sequence

from werkzeug.datastructures import MultiDict

from lms.catalogue.models import Edition
from lms.core.codes import is_code, read_code
from lms.core.i18n import NATIVE_NAMES, _, _l
from lms.papers.desks import PaperDesk, Printed
from lms.papers.models import MOST_SHEETS
from lms.papers.services.making import CODE_LENGTH
from lms.questions.kinds import kind_of
from lms.quizzes.models import AttemptKind
from lms.ui.forms import Checkbox, Form, NumberField, Option, Radios, TextField, ValidationError, reason_field


def check_code(form: Form, field: TextField) -> None:
    if not is_code(read_code(field.data or ""), CODE_LENGTH):
        raise ValidationError(_("A code has 10 letters and digits, as printed at the top of the sheet."))


class BatchForm(Form):
    """What is printed."""

    kind = Radios(
        _l("Test"),
        missing=_l("Choose a test."),
        options=lambda: [
            Option(AttemptKind.PRE_TEST.value, _("Pre-test")),
            Option(AttemptKind.FINAL.value, _("Final quiz")),
        ],
    )
    edition = Radios(
        _l("Edition"),
        missing=_l("Choose an edition."),
        hint=_l("People finish the edition in which they began; a sheet of another one cannot count for them."),
    )
    language = Radios(_l("Language of the sheets"), missing=_l("Choose a language."))
    count = NumberField(
        _l("How many sheets"),
        least=1,
        most=MOST_SHEETS,
        hint=_l("Every sheet has a draw and a code of its own. Print two or three more than there are people."),
        missing=_l("Write how many sheets you need."),
    )
    is_large = Checkbox(_l("Large print, for people who see little"), optional=True)

    @classmethod
    def at(cls, desk: PaperDesk, languages: Sequence[str], *, is_posted: bool) -> "BatchForm":
        """With what can be printed of this module; an edition is asked for only if people are in several."""
        form = cls() if is_posted else cls(formdata=None)
        form.language.options = [Option(code, NATIVE_NAMES[code], lang=code) for code in languages]
        form.edition.options = [
            Option(str(edition.id), _("Edition %(number)s", number=edition.number)) for edition in desk.editions
        ]
        if len(desk.editions) == 1:
            del form.edition
        return form

    def chosen_edition(self, desk: PaperDesk) -> Edition:
        wanted = self.edition.data if "edition" in self else None
        return next((edition for edition in desk.editions if str(edition.id) == wanted), desk.editions[0])


class ClaimForm(Form):
    """The code of the own sheet."""

    code = TextField(
        _l("Code of your sheet"),
        [check_code],
        missing=_l("Enter the code."),
        hint=_l("10 letters and digits. Small letters, spaces and hyphens make no difference."),
        autocomplete="off",
        spellcheck=False,
        width="code",
    )


class EndForm(Form):
    """Why a sheet will not be typed in."""

    reason = reason_field()


def typed_answers(asked: Sequence[Printed], form: MultiDict[str, str]) -> dict[str, list[str]]:
    """Question key to what the page says of it; the one whose button says so is emptied (``act=clear-3``)."""
    cleared = form.get("act", "").removeprefix("clear-")
    return {
        one.question.key: kind_of(one.question).posted(one.question, form.getlist, one.order)
        for one in asked
        if str(one.number) != cleared
    }
