"""What a person may type: the name to be printed, a code, a name to compare."""

from collections.abc import Sequence

from lms.certificates import names
from lms.certificates.codes import LENGTH, is_code
from lms.certificates.errors import NameProblem, NameRefused
from lms.certificates.models import Certificate
from lms.certificates.reasons import reasons
from lms.core.i18n import _, _l, in_language, n_
from lms.people.models import Person, Script
from lms.ui.forms import Checkbox, Form, Option, Radios, TextArea, TextField, reason_field

TYPED = "typed"
ACCEPT, DECLINE = "accept", "decline"
#: Letters in a reason or an explanation.
LONGEST_TEXT = 500
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


def pair_options() -> list[Option]:
    """The pairs of languages in which a certificate is printed."""
    return [Option("ky+en", _("Kyrgyz and English")), Option("ru+en", _("Russian and English"))]


class NameForm(Form):
    """Which line is printed, and in which languages."""

    line = Radios(
        _l("Your name on the certificate"),
        missing=_l("Choose how your name is printed."),
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
        missing=_l("Choose the languages of the certificate."),
        options=pair_options,
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


def code_problem(code: str) -> str | None:
    """What is wrong with a code as it was read, if it is none."""
    if not code:
        return _("Enter the code")
    if len(code) != LENGTH:
        return n_(
            "A code has 26 letters and digits; this one has %(num)d.",
            "A code has 26 letters and digits; this one has %(num)d.",
            len(code),
        )
    if not is_code(code):
        return _("A code has only digits and Latin letters, and never the letters I, L, O or U. Check each group.")
    return None


class CompareForm(Form):
    """The name on the paper or on a document, to be compared."""

    name_printed = TextField(
        _l("Name as printed"),
        missing=_l("Enter the name as it is printed on the certificate."),
        hint=_l("We answer only whether it matches."),
        autocomplete="off",
        spellcheck=False,
        letters=True,
    )


class CorrectionForm(Form):
    """What the holder wants to be printed instead, and why."""

    name = NameField(
        _l("Your name as it should be printed"),
        letters=True,
        autocomplete="off",
        spellcheck=False,
        max_length=400,
    )
    languages = Radios(
        _l("Languages of the certificate"),
        missing=_l("Choose the languages of the certificate."),
        options=pair_options,
    )
    why = TextArea(
        _l("What is wrong, and why"),
        hint=_l("For example: a letter is missing, or my surname has changed."),
        missing=_l("Write what is wrong."),
        limit=LONGEST_TEXT,
        rows=3,
    )
    evidence = TextArea(
        _l("What shows it"),
        hint=_l(
            "For example: the coordinator knows me, or the document I can show. Do not write numbers of documents here."
        ),
        limit=LONGEST_TEXT,
        rows=3,
        optional=True,
    )

    @classmethod
    def for_certificate(cls, certificate: Certificate) -> "CorrectionForm":
        """Filled with what is printed now."""
        return cls(name=certificate.name_printed, languages=certificate.languages)


class DecisionForm(Form):
    """Yes or no to a correction, and the reason the holder reads."""

    decision = Radios(
        _l("Decision"),
        missing=_l("Choose a decision."),
        options=lambda: [
            Option(
                ACCEPT, _("Accept"), _("A new certificate is issued. The old code says “corrected” and leads to it.")
            ),
            Option(DECLINE, _("Decline"), _("The certificate stays as it is.")),
        ],
    )
    answer = reason_field(hint=_l("The holder reads it, and it stays in the audit log."))


class RevocationForm(Form):
    """Why a certificate shall not be valid any more."""

    code = Radios(
        _l("Reason"),
        missing=_l("Choose a reason."),
        options=lambda: [Option(reason.code, in_language(reason.name)) for reason in reasons()],
    )
    explanation = TextArea(
        _l("Explanation for the holder"),
        hint=_l("The holder reads it, and it stays in the audit log. The public page shows neither it nor the reason."),
        missing=_l("Write the explanation."),
        limit=LONGEST_TEXT,
        rows=3,
    )


class RestoringForm(Form):
    """Why a revocation is taken back."""

    reason = reason_field()


class RegisterForm(Form):
    """What the register is needed for, and in which kind of file."""

    reason = reason_field(
        _l("What is the file needed for?"),
        hint=_l("Kept with the export, for whoever checks it later."),
        missing=_l("Write what the file is needed for. It is kept with the export."),
    )
    format = Radios(
        _l("Kind of file"), missing=_l("Choose a kind of file."), options=(Option("xlsx", "XLSX"), Option("csv", "CSV"))
    )
