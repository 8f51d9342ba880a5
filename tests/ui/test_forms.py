"""Forms: what is typed is kept, what is wrong is said once beside the field and once above."""

import re

import pytest
from wtforms.validators import EqualTo, NumberRange

from config import ROOT
from lms.core.i18n import speaking
from lms.ui.forms import (
    Checkbox,
    Checkboxes,
    ContactField,
    DateField,
    EmailField,
    Form,
    NumberField,
    Option,
    PasswordField,
    Radios,
    TextArea,
    TextField,
    ThreeLanguageField,
    YearField,
    clean_line,
    clean_text,
)

COLOURS = (Option("red", "Red"), Option("blue", "Blue"))


class Everything(Form):
    name = TextField("Name", missing="Enter your full name.", hint="As on the certificate")
    colour = Radios("Colour", options=COLOURS)
    several = Checkboxes("Several", options=COLOURS, optional=True)
    born = YearField("Year of birth", least=1920, most=2010)
    day = DateField("Day", optional=True)
    title = ThreeLanguageField("Title", source="ru")
    note = TextArea("Note", optional=True, limit=10)
    agreed = Checkbox("I agree", missing="Tick the box.")


GOOD = {
    "name": "Айгүл",
    "colour": "red",
    "born": "1987",
    "title-ru": "Слово",
    "agreed": "y",
}


def sent(app, form=Everything, **data):
    context = app.test_request_context("/en/x", method="POST", data=data)
    context.push()
    try:
        made = form()
        made.validate()
        return made
    finally:
        context.pop()


def test_a_complete_form_is_accepted_and_clean(app):
    form = sent(app, **{**GOOD, "name": "  Айгүл\u200b   Асанова ", "several": ["blue", "red", "blue"]})

    assert not form.errors
    assert form.name.data == "Айгүл Асанова"
    assert form.several.data == ["blue", "red"]
    assert form.born.data == 1987
    assert form.title.data == {"ky": "", "ru": "Слово", "en": ""}


def test_an_empty_form_says_what_to_do_in_the_order_of_the_page(app):
    form = sent(app, nothing="")

    assert form.error_pairs() == [
        ("name", "Enter your full name."),
        ("colour", "Choose an answer."),
        ("born", "Enter a year."),
        ("title-ru", "Fill in this field."),
        ("agreed", "Tick the box."),
    ]


def test_an_answer_that_was_not_offered_is_refused(app):
    form = sent(app, **{**GOOD, "colour": "green", "several": ["green"]})

    assert [name for name, _text in form.error_pairs()] == ["colour", "several"]


@pytest.mark.parametrize("typed", ["87", "abcd", "1800", "2011"])
def test_a_year_is_four_digits_within_reason(app, typed):
    form = sent(app, **{**GOOD, "born": typed})

    assert [name for name, _text in form.error_pairs()] == ["born"]


def test_a_day_that_does_not_exist_is_refused_and_kept(app):
    form = sent(app, **{**GOOD, "day-day": "31", "day-month": "2", "day-year": "2026"})

    assert form.error_pairs() == [("day", "There is no such day. Check the day, the month and the year.")]
    assert form.day.typed == ("31", "2", "2026")


@pytest.mark.parametrize("year", ["9" * 20, "-" + "9" * 20, "10000", "0"])
def test_a_day_of_no_year_is_refused(app, year):
    form = sent(app, **{**GOOD, "day-day": "1", "day-month": "2", "day-year": year})

    assert [name for name, _text in form.error_pairs()] == ["day"]


def test_a_text_over_its_limit_is_reported_and_not_cut(app):
    form = sent(app, **{**GOOD, "note": "x" * 12})

    assert form.error_pairs() == [("note", "Use no more than 10 characters; you entered 12.")]
    assert form.note.data == "x" * 12


def test_a_field_draws_its_error_beside_what_was_typed(app):
    with app.test_request_context("/en/x", method="POST", data={**GOOD, "born": "87"}):
        form = Everything()
        form.validate()
        drawn = str(form.born())

    assert 'value="87"' in drawn
    assert 'aria-describedby="born-error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert "Enter a number between 1920 and 2010." in drawn


def test_what_a_person_typed_is_escaped(app):
    with app.test_request_context("/en/x", method="POST", data={"name": '"><script>'}):
        drawn = str(Everything().name())

    assert "<script>" not in drawn


def test_a_service_can_refuse_a_field_or_the_whole(app):
    form = sent(app, **GOOD)

    form.refuse("name", "There is such a name.")
    form.refuse_all("Try later.")

    assert form.error_pairs() == [("name", "There is such a name."), (None, "Try later.")]


class Library(Form):
    """With validators of the form library, which knows no Kyrgyz."""

    mail = EmailField("E-mail")
    contact = ContactField("Contact")
    number = NumberField("Number", [NumberRange(min=5)])
    password = PasswordField("Password")
    again = PasswordField("Again", [EqualTo("password")])


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_the_library_never_speaks_english_to_us(app, language):
    data = {"mail": "nobody", "contact": "", "number": "3", "password": "one", "again": "two"}
    with app.test_request_context(f"/{language}/x", method="POST", data=data), speaking(language):
        form = Library()
        form.validate()
        sentences = [text for _name, text in form.error_pairs()]

    assert len(sentences) == 4
    assert not [text for text in sentences if "the" in text.lower().split() or "enter" in text.lower()]


def test_unseen_characters_and_stray_spaces_go():
    assert clean_line("a\u202eb\u200b \t c\xadd\n") == "ab cd"
    assert clean_text("one\r\ntwo\x00") == "one\ntwo"


def test_what_a_form_asks_for_ends_with_a_full_stop():
    said = [
        (path.name, words)
        for path in (ROOT / "lms").rglob("*.py")
        for words in re.findall(r'missing=(?:missing or )?_l?\("([^"]+)"\)', path.read_text(encoding="utf-8"))
    ]

    assert len(said) > 20
    assert [found for found in said if not found[1].endswith(".")] == []
