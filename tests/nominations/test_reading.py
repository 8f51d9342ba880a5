"""Lists come as people have them: any separator, any order, with headings or without."""

from io import BytesIO

import pytest

from lms.core.i18n import speaking
from lms.nominations import names, reading
from lms.nominations.reading import Row
from lms.sheets import Column, Sheet, write_xlsx
from lms.sheets.uploads import Cause, TableRefused

AIGUL = Row(1, name="Асанова Айгүл Бакытовна", phone="0555 123 456", position="судья")


@pytest.mark.parametrize(
    "pasted",
    [
        "Асанова Айгүл Бакытовна\t0555 123 456\tсудья",
        "Асанова Айгүл Бакытовна; 0555 123 456; судья",
        "Асанова Айгүл Бакытовна, 0555 123 456, судья",
        "0555 123 456\tАсанова Айгүл Бакытовна\tсудья",
        "1\tАсанова Айгүл Бакытовна\tсудья\t0555 123 456",
        "1.; Асанова Айгүл Бакытовна; судья; 0555 123 456",
        "Асанова Айгүл Бакытовна 0555 123 456 судья",
        "Асанова Айгүл Бакытовна – 0555 123 456 – судья",
    ],
)
def test_separators_and_order_make_no_difference(session, pasted):
    assert reading.rows_of_paste(pasted) == [AIGUL]


def test_an_at_sign_makes_an_email_and_both_contacts_are_kept(session):
    (row,) = reading.rows_of_paste("Asanova Aigul; aigul@example.org; +996 555 123456; judge")

    assert (row.name, row.email, row.phone, row.position) == (
        "Asanova Aigul",
        "aigul@example.org",
        "+996 555 123456",
        "judge",
    )


def test_broken_phones_are_recognised_as_phones(session):
    (row,) = reading.rows_of_paste("Асанова Айгүл; 0555 123 45; судья")

    assert row.phone == "0555 123 45"


@pytest.mark.parametrize(
    "heading",
    ["ФИО;Должность;Телефон;Почта", "Аты-жөнү;Кызматы;Телефон;Электрондук почта", "Full name;Position;Phone;E-mail"],
)
def test_headings_in_every_language_say_what_stands_below(session, heading):
    (row,) = reading.rows_of_paste(f"{heading}\nАсанова Айгүл;судья;0555 123 456;aigul@example.org")

    assert (row.line, row.name, row.position) == (2, "Асанова Айгүл", "судья")
    assert (row.phone, row.email) == ("0555 123 456", "aigul@example.org")


def test_a_contact_in_the_wrong_column_is_still_what_it_is(session):
    (row,) = reading.rows_of_paste("Full name\tPhone\nАсанова Айгүл\taigul@example.org")

    assert (row.phone, row.email) == ("", "aigul@example.org")


def test_further_columns_and_lines_above_are_ignored(session):
    (row,) = reading.rows_of_paste("Наш список\n№\tФИО\tПол\tТелефон\n1\tАсанова Айгүл\tж\t0555123456")

    assert (row.name, row.phone, row.position) == ("Асанова Айгүл", "0555123456", "")


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_template_is_read_back(session, app, language):
    with app.test_request_context(), speaking(language):
        columns = [Column(key, title) for key, title in reading.titles().items()]
    target = BytesIO()
    rows = [{"name": "Асанова Айгүл", "phone": "+996555123456", "email": None, "position": "судья"}]
    write_xlsx(target, [Sheet("Адамдар", columns, rows)])

    (row,) = reading.rows_of_file(target.getvalue())

    assert (row.name, row.phone, row.position) == ("Асанова Айгүл", "+996555123456", "судья")


def test_utf_16_is_read_and_windows_1251_is_refused_with_its_line(session):
    text = "ФИО;Телефон\nАсанова Айгул;0555123456\n"
    assert reading.rows_of_file(text.encode("utf-16"))[0].name == "Асанова Айгул"

    with pytest.raises(TableRefused) as refused:
        reading.rows_of_file(text.encode("cp1251"))
    assert (refused.value.cause, refused.value.line) == (Cause.ENCODING, 1)


def test_an_empty_list_is_refused(session):
    for pasted in ("", "\n\n", "ФИО\tТелефон\n", "1;;\n2;;"):
        with pytest.raises(TableRefused) as refused:
            reading.rows_of_paste(pasted)
        assert refused.value.cause is Cause.EMPTY


def test_more_than_five_thousand_people_are_refused(session):
    lines = "\n".join(f"Асанова Айгүл;a{number}@example.org" for number in range(5001))

    with pytest.raises(TableRefused) as refused:
        reading.rows_of_paste(lines)

    assert refused.value.cause is Cause.ROWS


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Г?лнара",
        "Гүлнара \ufffdсанова",
        "РђСЃР°РЅРѕРІР°",
        "Ð“ÑƒÐ»Ð½Ð°Ñ€Ð°",
        "Асанова 2",
        "А",
        "Асанова " * 20,
        "Гulнара",
    ],
)
def test_names_that_must_be_put_right(session, app, name):
    with app.test_request_context():
        assert names.problem_of(names.with_one_alphabet(name))


@pytest.mark.parametrize(
    "name", ["Асанова Айгүл Бакытовна", "Asanova Aigul", "Бакыт кызы Өмүркан", "О’Коннор-Мамбетова Нуриза"]
)
def test_names_that_can_stand(session, app, name):
    with app.test_request_context():
        assert names.problem_of(name) is None


def test_latin_letters_inside_cyrillic_words_become_cyrillic():
    assert names.with_one_alphabet("Acaнoвa Aigul") == "Асанова Aigul"
