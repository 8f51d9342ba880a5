"""What somebody says who corrects a key: the right answers in the shape of the question's kind, and why."""

from collections.abc import Sequence
from typing import Any

import msgspec
from wtforms.validators import ValidationError

from lms.core.i18n import _, _l
from lms.grading.key_queries import KeyDesk
from lms.grading.keys import (
    OPTIONS,
    ORDER,
    PLACES,
    TYPED,
    are_numbers,
    lines_in,
    with_accepted,
    with_order,
    with_right_options,
    with_right_pairs,
)
from lms.questions.documents import Accepted, Question
from lms.questions.kinds import kind_of
from lms.questions.kinds.typed import in_all_languages, shown
from lms.questions.showing import in_language
from lms.ui.forms import Checkboxes, Form, HiddenField, Option, Radios, Select, TextArea, reason_field

CREDITS = {
    "whole": _l("All or nothing"),
    "each": _l("Each part for itself"),
    "minus-wrong": _l("What is right less what is wrong"),
}
WORTHS = ("1", "3/4", "2/3", "1/2", "1/3", "1/4", "0")


class KeyForm(Form):
    """Stands below the fields of the kind; ``key_form`` puts the two together."""

    editions = Checkboxes(_l("Editions in which it is corrected"))
    reason = reason_field(_l("Why was the key wrong?"), hint=_l("People whose result changes read it."))
    step = HiddenField()


class DecisionForm(Form):
    """What becomes of a pass that has too few points under the corrected key."""

    decision = Radios(
        _l("Decision"),
        options=(
            Option("keep", _l("The pass stays"), _l("The certificate stays valid. Nothing is taken from the person.")),
            Option(
                "withdraw",
                _l("The pass is withdrawn"),
                _l("The certificate is revoked. The person is told and may try again."),
            ),
        ),
    )
    reason = reason_field(hint=_l("The person concerned reads it."))


def key_form(desk: KeyDesk, *, language: str, is_posted: bool) -> KeyForm:
    """Filled in with the key as it stands."""
    question = desk.question
    fields, known = _fields(question, language)
    if kind_of(question).credits[1:]:
        rules = [Option(code, CREDITS[code]) for code in kind_of(question).credits]
        fields["credit"] = Radios(_("How parts of the point are counted"), options=rules)
        known["credit"] = question.credit
    if fields:
        how = [Option("key", _("The answers below are right")), Option("all", _("Everybody gets the point"))]
        fields = {"how": Radios(_("What is to be done?"), options=how), **fields}
        known["how"] = "all" if desk.is_given else "key"
    made: type[KeyForm] = type("QuestionKeyForm", (KeyForm,), fields)
    known["editions"] = [str(shared.edition.id) for shared in desk.shared]
    form = made(data=known) if is_posted else made(formdata=None, data=known)
    form.editions.options = [
        Option(str(shared.edition.id), _("Edition %(number)s", number=shared.edition.number)) for shared in desk.shared
    ]
    return form


def _fields(question: Question, language: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields of the question's family and what stands in them; none where only the point can be given to all."""
    options = [Option(option.key, in_language(option.text, language)) for option in question.options]
    if question.kind in OPTIONS:
        right = [option.key for option in question.options if option.correct]
        if question.kind in {"single-choice", "true-false"}:
            return {"right": Radios(_("Right"), options=options)}, {"right": right[0] if right else None}
        return {"right": Checkboxes(_("Right"), options=options)}, {"right": right}
    if question.kind in PLACES:
        fields = {
            f"right-{one.key}": Select(in_language(one.text, language), options=options) for one in question.parts
        }
        return fields, {f"right-{part.key}": part.right for part in question.parts}
    if question.kind in ORDER:
        places = [Option(str(n), str(n)) for n in range(1, len(options) + 1)]
        fields = {f"place-{option.value}": Select(option.label, options=places) for option in options}
        return fields, {f"place-{one.key}": str(n) for n, one in enumerate(question.options, start=1)}
    if question.kind in TYPED:
        return _typed(question, language)
    return {}, {}


def _typed(question: Question, language: str) -> tuple[dict[str, Any], dict[str, Any]]:
    fields: dict[str, Any] = {
        f"worth-{answer.key}": Select(_told(answer, question, language), options=_worths(answer))
        for answer in question.accepted
    }
    fields["more"] = TextArea(
        _("Accept besides"),
        optional=True,
        rows=3,
        limit=1000,
        hint=_("One answer in each line; each earns the whole point."),
    )
    return fields, {f"worth-{answer.key}": answer.share for answer in question.accepted}


def _told(answer: Accepted, question: Question, language: str) -> str:
    return in_language(in_all_languages(shown(answer, question.unit)), language)


def _worths(answer: Accepted) -> Sequence[Option]:
    """Parts of the point; what it earns now is always among them."""
    known = dict.fromkeys((*WORTHS, answer.share))
    words = {"1": _("the whole point"), "0": _("nothing")}
    return [Option(worth, words.get(worth, _("%(share)s of the point", share=worth))) for worth in known]


def is_for_all(form: KeyForm) -> bool:
    return "how" not in form or form["how"].data == "all"


def question_in(form: KeyForm, question: Question) -> Question:
    """The question with the key of the form; for a point that everybody gets, with the key that it has.

    Raises ``ValidationError`` with a sentence where that would be no question.
    """
    if is_for_all(form):
        return question
    made = _corrected(form, question)
    if "credit" in form:
        made = msgspec.structs.replace(made, credit=form["credit"].data)
    if kind_of(made).problems(made):
        raise ValidationError(_("This cannot be a key: look at how many answers are right."))
    return made


def _corrected(form: KeyForm, question: Question) -> Question:
    if question.kind in OPTIONS:
        right = form["right"].data
        return with_right_options(question, [right] if isinstance(right, str) else right)
    if question.kind in PLACES:
        return with_right_pairs(question, {part.key: form[f"right-{part.key}"].data for part in question.parts})
    if question.kind in ORDER:
        places = {option.key: form[f"place-{option.key}"].data for option in question.options}
        if len(set(places.values())) != len(places):
            raise ValidationError(_("Give every step a place of its own."))
        return with_order(question, places)
    more = lines_in(form["more"].data or "")
    if question.kind == "numeric" and not are_numbers(more):
        raise ValidationError(_("Write numbers in digits, one in each line."))
    return with_accepted(question, {one.key: form[f"worth-{one.key}"].data for one in question.accepted}, more)
