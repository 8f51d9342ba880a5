"""What a person may type: the name to be printed, a code, a name to compare."""

from collections.abc import Sequence

from lms.certificates import names
from lms.certificates.errors import NameProblem, NameRefused
from lms.core.i18n import _, _l, n_
from lms.people.models import Person, Script
from lms.ui.forms import Checkbox, Form, Option, Radios, TextField

TYPED = "typed"
SPELLINGS = {
    Script.KYRGYZ: _l("Kyrgyz spelling"),
    Script.RUSSIAN: _l("Russian spelling"),
    Script.LATIN: _l("Latin spelling"),
}


class NameField(TextField):
    """A name exactly as typed, so that what must not stand in it is refused and not silently dropped."""

    missing = _l("Enter your full name")

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = valuelist[0].strip() if valuelist else ""


class NameForm(Form):
    """Which line is printed, and in which languages."""

    line = Radios(
        _l("Your name on the certificate"),
        missing=_l("Choose how your name is printed"),
        hint=_l("The name is printed exactly as you choose it here. Later changes of your profile do not change it."),
    )
    typed = NameField(
        _l("Your name, if you write it differently"),
        hint=_l("Only if you chose “Another spelling or order”."),
        optional=True,
        letters=True,
        autocomplete="off",
        spellcheck=False,
        max_length=400,
    )
    languages = Radios(
        _l("Languages of the certificate"),
        missing=_l("Choose the languages of the certificate"),
        options=lambda: [
            Option("ky+en", _("Kyrgyz and English")),
            Option("ru+en", _("Russian and English")),
        ],
    )
    is_public = Checkbox(
        _l("Show my full name to people who check the certificate"),
        hint=_l(
            "Whoever checks a certificate sees initials and may ask whether a typed name matches. "
            "You can change this at any time."
        ),
        optional=True,
    )

    @classmethod
    def for_person(cls, person: Person, language: str) -> "NameForm":
        """With the lines that can be made from the person's names."""
        form = cls(languages="ru+en" if language == "ru" else "ky+en")
        form.line.options = lines_for(person)
        return form

    @property
    def name(self) -> str:
        return str(self.typed.data if self.line.data == TYPED else self.line.data)

    def validate(self, extra_validators: object = None) -> bool:
        """What was typed counts only if that line was chosen."""
        if not super().validate():
            return False
        try:
            names.check(self.name)
        except NameRefused as refusal:
            self.refuse("typed" if self.line.data == TYPED else "line", refusal_sentence(refusal))
            return False
        return True


def lines_for(person: Person) -> list[Option]:
    """Every way in which the person's names can be printed, and the way to type another."""
    options: dict[str, Option] = {}
    for spelt in sorted(person.names, key=lambda name: list(Script).index(name.script)):
        for line in names.lines_of(spelt.full_name):
            options.setdefault(line, Option(line, line, SPELLINGS[spelt.script]))
    return [*options.values(), Option(TYPED, _("Another spelling or order"), _("You type it below."))]


def refusal_sentence(refusal: NameRefused) -> str:
    """What is wrong and what to do; letters that cannot be printed are named."""
    named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in refusal.letters)
    sentences: dict[NameProblem, str] = {
        "empty": _("Enter your full name"),
        "long": _("Use no more than %(most)s characters for the name.", most=names.LONGEST),
        "hidden": _("The name holds invisible characters. Type it again by hand instead of pasting it."),
        "foreign": n_(
            "This character cannot stand in a name: %(letters)s. Type the name without it.",
            "These characters cannot stand in a name: %(letters)s. Type the name without them.",
            len(refusal.letters),
            letters=named,
        ),
        "unprintable": n_(
            "This letter cannot be printed: %(letters)s. Choose another spelling.",
            "These letters cannot be printed: %(letters)s. Choose another spelling.",
            len(refusal.letters),
            letters=named,
        ),
    }
    return sentences[refusal.problem]


class CompareForm(Form):
    """The name on the paper or on a document, to be compared."""

    name_printed = TextField(
        _l("Name as printed"),
        missing=_l("Enter the name as it is printed on the certificate"),
        hint=_l("We answer only whether it matches."),
        autocomplete="off",
        spellcheck=False,
        letters=True,
    )
