"""The paper: every kind for a pen, in three languages, in large print, tagged, and the same questions as the screen."""

import io
import re

import pypdf
import pytest

from lms.core.codes import grouped
from lms.documents import UnprintableText
from lms.papers import printing
from lms.questions.kinds import KINDS
from lms.quizzes.drawing import draw_first_final, draw_pre_test
from lms.quizzes.models import AttemptKind
from tests.support.factories import make_edition
from tests.support.factories.papers import make_author, make_batch, sheets
from tests.support.packs import small_module, words
from tests.support.pdf import about, fonts_of, links_of, page_sizes, tags_of, text_of

LANGUAGES = ("ky", "ru", "en")


def printed(at, which=slice(None)):
    return printing.print_sheets(at, [one.sheet for one in sheets(at)][which])


def squeezed(text):
    """Without blanks: where a line breaks is the paper's business."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_stands_on_the_paper_in_the_language_of_the_batch(edition, trainer, language):
    at = make_batch(edition, trainer, language=language, count=1)
    (sheet,) = sheets(at)
    text = squeezed(text_of(printed(at)))

    assert {asked.question.kind for asked in sheet.asked} == set(KINDS)
    for asked in sheet.asked:
        question = asked.question
        assert squeezed(question.stem[language]) in text
        if question.kind not in ("error-text", "ordering"):
            for option in question.options:
                assert squeezed(option.text[language]) in text
        for part in question.parts:
            assert squeezed(part.text.get(language, "")) in text
        for node in question.story.nodes if question.story else ():
            assert squeezed(node.situation[language]) in text
            assert all(squeezed(choice.text[language]) in text for choice in node.choices)
        for criterion in question.rubric.criteria if question.rubric else ():
            assert squeezed(criterion.text[language]) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_the_key_stands_on_the_paper(edition, trainer, language):
    at = make_batch(edition, trainer, language=language, count=1)
    text = squeezed(text_of(printed(at)))

    for asked in sheets(at)[0].asked:
        question = asked.question
        told = [option.feedback[language] for option in question.options]
        told += [ending.title[language] for ending in (question.story.endings if question.story else ())]
        told += [choice.consequence[language] for node in _nodes(question) for choice in node.choices]
        assert not [words for words in told if squeezed(words) in text]


def _nodes(question):
    return question.story.nodes if question.story else ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_is_tagged_and_its_fonts_are_in_it(edition, trainer, language):
    document = printed(make_batch(edition, trainer, language=language))
    facts, names = about(document), [tag.name for tag in tags_of(document)]

    assert facts.language == language
    assert facts.conformance == {"pdfaid:part": "2", "pdfaid:conformance": "A", "pdfuaid:part": "1"}
    assert facts.is_marked
    assert names.count("H1") == 2
    assert names.count("H2") == 2 * len(KINDS)
    assert all(fonts_of(document).values())
    assert [tag for tag in tags_of(document) if tag.name == "Figure" and tag.alternative]
    assert set(page_sizes(document)) == {(210, 297)}


def test_pages_are_counted_sheet_by_sheet(edition, trainer):
    at = make_batch(edition, trainer, count=2)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed(at))).pages]

    feet = [re.search(r"(\w{4}-\w{4}-\w{2}) · page (\d+) of (\d+)", text).groups() for text in pages]
    for one in sheets(at):
        own = [(int(page), int(of)) for code, page, of in feet if code == grouped(one.sheet.code)]
        assert own == [(page, len(own)) for page in range(1, len(own) + 1)]
    assert len(feet) == len(pages)


def test_the_code_leads_to_the_page_where_it_is_typed(edition, trainer):
    at = make_batch(edition, trainer, language="ru", count=1)
    code = sheets(at)[0].sheet.code

    assert links_of(printed(at)) == [f"http://localhost/ru/modules/practice/quiz/paper?code={code}"]


def test_large_print_has_eighteen_points(edition, trainer):
    normal = printed(make_batch(edition, trainer, count=1))
    large = printed(make_batch(edition, trainer, count=1, is_large=True))

    assert most_used_size(normal) == 11
    assert most_used_size(large) == 18
    assert min(sizes_in(large)) >= 10  # the mark of a demonstration and the numbers of gaps


def sizes_in(document):
    """Size in points to the number of letters set in it."""
    found = {}

    def note(text, _matrix, text_matrix, _font, size):
        key = round(abs(size * text_matrix[0])) or round(size)
        found[key] = found.get(key, 0) + len(text.strip())

    for page in pypdf.PdfReader(io.BytesIO(document)).pages:
        page.extract_text(visitor_text=note)
    return {size: count for size, count in found.items() if count}


def most_used_size(document):
    sizes = sizes_in(document)
    return max(sizes, key=sizes.get)


@pytest.mark.parametrize(
    ("kind", "draw"), [(AttemptKind.FINAL, draw_first_final), (AttemptKind.PRE_TEST, draw_pre_test)]
)
def test_a_sheet_asks_what_the_screen_asks_for_the_same_seed(session, kind, draw):
    edition = make_edition()
    at = make_batch(edition, make_author(edition), kind, count=6)

    for one in sheets(at):
        assert one.sheet.drawn == draw(at.document, one.sheet.form, seed=one.sheet.seed)
    assert {one.sheet.form for one in sheets(at)} == {"A", "B"}
    assert len({one.sheet.code for one in sheets(at)}) == 6


def test_questions_stand_in_the_order_of_the_draw(session):
    edition = make_edition()
    at = make_batch(edition, make_author(edition), count=1)
    text = text_of(printed(at))

    (one,) = sheets(at)
    places = [text.index(f"Stem of {asked.question.key} ") for asked in one.asked]
    options = [text.index(f"Option {key} of {one.asked[0].question.key}") for key in one.asked[0].order]
    assert places == sorted(places)
    assert options == sorted(options)


def test_a_demonstration_says_so_on_every_page(app, edition, trainer, monkeypatch):
    at = make_batch(edition, trainer, count=1)
    for is_demonstration in (True, False):
        monkeypatch.setattr("lms.papers.printing.is_demonstration", lambda _app, value=is_demonstration: value)
        pages = pypdf.PdfReader(io.BytesIO(printed(at))).pages
        assert {"Demonstration data" in page.extract_text() for page in pages} == {is_demonstration}


def test_letters_that_the_fonts_lack_are_refused(session):
    questions = [{**question, "stem": words("漢字")} for question in _plain_questions()]
    edition = make_edition(small_module(questions=questions))
    at = make_batch(edition, make_author(edition), count=1)

    with pytest.raises(UnprintableText):
        printed(at)


def _plain_questions():
    from tests.support.packs import pack  # noqa: PLC0415

    return pack()["questions"]


def test_long_questions_in_large_print_break_over_pages(session):
    """What does not fit on a page must not run off its foot."""
    long = "A sentence that is repeated until no page is large enough for it. " * 12
    questions = _plain_questions()
    for question in questions:
        for option in question["options"]:
            option["text"] = words(f"{long} End of {option['key']}.")
    edition = make_edition(small_module(questions=questions, rules={"final_questions": 2}))
    at = make_batch(edition, make_author(edition), count=1, is_large=True)

    text = text_of(printed(at))

    assert all(f"End of {key}." in text for key in "abcd")
    assert text.count("End of a.") == len(sheets(at)[0].asked)


def test_a_batch_comes_in_portions():
    assert printing.portions_of(1) == [(1, 1)]
    assert printing.portions_of(20) == [(1, 20)]
    assert printing.portions_of(45) == [(1, 20), (21, 40), (41, 45)]
