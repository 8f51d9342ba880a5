"""Words of the glossary in lessons: marked by an author, explained to the reader, alike in all languages."""

import io
import zipfile

import pytest
import yaml

from lms.authoring.books.epub import write_epub
from lms.authoring.packs import Known
from lms.authoring.packs.checks import check_document
from lms.authoring.site_check import check_site
from lms.authoring.translators.units import is_whole
from lms.core import clock
from lms.core.folding import sort_key
from lms.core.glossary import glossary
from lms.core.i18n import speaking
from lms.home.words_explained import shown
from lms.wording.masks import masks_of
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.packs import pack, small_module

WORDS = {"ky": "Терроризмдин", "ru": "терроризма", "en": "terrorism"}


def lessons(words=WORDS, key="terrorism"):
    made = pack()["lessons"]
    for code, text in made[0]["texts"].items():
        text["body"] = f"A [?{key} {words[code]}] b.\n"
    return made


def site(app):
    return yaml.safe_load((app.config["CONTENT"] / "glossary.yaml").read_text())


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_reader_finds_the_meaning_at_the_end_and_comes_back(app, browser, session, language):
    judge = make_account()
    make_enrolment(make_edition(small_module(lessons=lessons(), checks=[])), judge.person)
    row = next(row for row in site(app) if row["key"] == "terrorism")

    page = browser(judge).visit(f"/{language}/modules/practice/lessons/first")

    (link,) = page.all("//a[@class='term']")
    assert (link.get("href"), link.get("id"), link.text) == ("#term-terrorism", "word-terrorism", WORDS[language])
    (term,) = page.all("//section[@class='terms']//dt[@id='term-terrorism']")
    assert term.text == row["term"][language]
    assert row["meaning"]["text"][language] in page.text
    assert ("#word-terrorism" in {a.get("href") for a in page.all("//section[@class='terms']//a")}) is True
    assert len(page.all("//section[@class='terms']//span[@class='meta']")) == (language == "ky")


def test_a_book_holds_the_meaning(app):
    with app.test_request_context("/ru/"):
        document = small_module(lessons=lessons(), checks=[])
        book = write_epub(document, "ru", lambda sha256: b"", author="Sabak", at=clock.now())
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            chapter = archive.read("EPUB/lesson-01.xhtml").decode()
    assert 'href="#term-terrorism"' in chapter
    assert 'id="term-terrorism"' in chapter


def test_a_term_is_known_and_marked_in_every_language(app):
    known = Known(terms=frozenset({"terrorism"}))

    def said(made):
        return {
            problem.text
            for problem in check_document(small_module(lessons=made, checks=[]), known)
            if "term" in problem.text
        }

    with app.app_context():
        assert said(lessons()) == set()
        assert said(lessons(key="none")) == {"The glossary explains no term “none”."}
        made = lessons()
        made[0]["texts"]["ru"]["body"] = "A b.\n"
        (sentence,) = said(made)
        assert sentence.startswith("The term “terrorism” is marked in one language and not in the other")


def test_translators_keep_the_key_and_translate_the_word():
    assert is_whole("Of [?intent intent].", "Об [?intent умысле].")
    assert not is_whole("Of [?intent intent].", "Об умысле.")


def test_the_word_is_looked_at_and_its_key_is_not():
    plain = masks_of("a [?hate-speech words] b", is_sourced=False).plain

    assert plain == f"a {' ' * len('[?hate-speech ')}words] b"


def test_a_meaning_needs_words_in_every_language(app, tmp_path):
    for path in app.config["CONTENT"].iterdir():
        if path.is_file() and path.name != "glossary.yaml":
            (tmp_path / path.name).symlink_to(path)
    (tmp_path / "site").symlink_to(app.config["CONTENT"] / "site")
    rows = site(app)
    with app.app_context():

        def said():
            (tmp_path / "glossary.yaml").write_text(yaml.safe_dump(rows, allow_unicode=True))
            return [str(problem) for problem in check_site(tmp_path).sorted() if "glossary" in str(problem)]

        assert said() == []
        del rows[0]["meaning"]["text"]["ru"]
        rows[1]["meaning"]["machine_draft"] = ["de"]
        rows[2]["meanings"] = {}
        assert len(said()) in (1, 2)
        del rows[2]["meanings"]
        assert [rows[0]["key"] in said()[0], "machine_draft" in said()[1]] == [True, True]


def test_the_glossary_is_found_by_letter_and_by_any_part(browser, session):
    page = browser().visit("/ru/glossary")
    words = [term.text for term in page.all("//dl/dt")]

    assert len(words) > 20
    assert words == sorted(words, key=str.casefold)
    letters = [option.text for option in page.all("//select[@name='letter']/option[not(@value)]")]
    assert letters == list(dict.fromkeys(word[0].upper() for word in words))
    one = browser().visit("/ru/glossary?letter=Т")
    assert {term.text[0] for term in one.all("//dl/dt")} == {"т"}
    found = browser().visit("/ru/glossary?q=violent+EXTREMISM")
    assert "насильственный экстремизм" in [term.text for term in found.all("//dl/dt")]
    nothing = browser().visit("/ky/glossary?q=%3Cb%3E&letter=<")
    assert nothing.status == 200
    assert not nothing.all("//dl/dt")


def test_kyrgyz_words_stand_in_the_kyrgyz_alphabet(app):
    with app.app_context(), speaking("ky"):
        words = [term.term["ky"] for term in shown(glossary(), "ky").terms]

    assert words == sorted(words, key=sort_key)
    assert words.index("өлчөмдөштүк") < words.index("пикир билдирүү эркиндиги")
