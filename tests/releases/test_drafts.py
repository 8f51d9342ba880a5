"""Two people write one report: nobody's text is lost, and nobody is stopped by who writes in another language."""

from datetime import date

from sqlalchemy import select

from lms.releases.models import ReportDraft
from tests.releases.conftest import begin

YEAR = (date(2025, 1, 1), date(2025, 12, 31))


def stored(session):
    session.expire_all()
    return session.scalars(select(ReportDraft)).one()


def test_who_saves_second_is_shown_what_was_saved_first_and_keeps_the_own_text(own, editions, session):
    mine = begin(own, *YEAR)
    theirs = own.visit(mine.path)
    russian = own.visit(f"{mine.path}?text=ru")
    mine.submit("Save", context="First words.", lessons="Lessons of the first.")

    refused = theirs.submit("Save", context="Second words.", tables=["a"])

    assert refused.status == 409
    assert stored(session).narrative["en"]["context"]["text"] == "First words."
    assert stored(session).tables == ["a", "b", "c", "d", "e", "f"]
    shown = [element.text for element in refused.all("//dd[@class='stored-text']")]
    assert shown[:2] == ["First words.", "Lessons of the first."]
    assert "Table B." in shown[2]
    assert refused.all("//textarea[@name='context']")[0].text.strip() == "Second words."
    again = refused.submit("Save", context="Both together.")
    assert again.status == 200
    assert stored(session).narrative["en"]["context"]["text"] == "Both together."
    assert stored(session).tables == ["a"]

    # The tables are of every language, the text is of one.
    assert russian.submit("Save", context="Контекст.").status == 409
    assert own.visit(f"{mine.path}?text=ky").submit("Save", context="Текст.").status == 200
    assert own.visit(f"{mine.path}?text=ru").submit("Save", context="Контекст.").status == 200
    assert {code: stored(session).narrative[code]["context"]["text"] for code in ("en", "ky", "ru")} == {
        "en": "Both together.",
        "ky": "Текст.",
        "ru": "Контекст.",
    }


def test_people_who_write_in_two_languages_do_not_disturb_each_other(own, editions, session):
    english = begin(own, *YEAR)
    kyrgyz = own.visit(f"{english.path}?text=ky")

    assert english.submit("Save", context="English words.").status == 200
    assert kyrgyz.submit("Save", context="Кыргызча текст.").status == 200
    assert stored(session).narrative["en"]["context"]["text"] == "English words."
