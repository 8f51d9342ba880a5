"""The formatter of lesson texts, and what is kept when a text is saved again."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.core import markdown
from lms.core.markdown import Around, CitationText, Labels, MediaFile, TermText, format_text, merge_text

LABELS = Labels(*[""] * 10, "{what} {size}", "{date}", "{what}", "", "", "{what}", "", "{what}", "{basis}", "")
LESSONS = sorted(Path(__file__).parents[2].glob("content/*/lessons/*.md"))

PIECES = st.sampled_from(
    ["a", "word", "_b_", "__c__", "*d*", "**e**", "`f`", "[@iccpr art. 19(3)]", "[?intent words]", "[?",
     "[g](/h)", '![i](media/j.svg "k")',
     "[l][m]", "[^n]", "^[o]", "\\_", "\\*", "\\[p]", "\\.", "\\<q>", "1", ".", "  ", " ", "|", "#", "-", "+", ">", "~",
     ":::", "&amp;", "<b>", "\u00a0", "\u200b", "_", "*", "!", "(", ")", "]", "\\", "\t", "«я»", "```", "=", "'"]
)  # fmt: skip
STARTS = st.sampled_from(
    ["", "", "", "- ", "* ", "+ ", "1. ", "2) ", "10. ", "## ", "### ", "# ", "> ", ">", "  ", "    ", "\t", "| ",
     "|---|---|", "|:--|--:|", "---", "***", "===", "```", "~~~", "::: note", "::: case ", "::: content-note ",
     '::: analysis {about="a" basis="b"}', "::: note {x}",
     ":::", "::::", '::: law-text {source="a"  at="b"}', "[m]: /url 'title'", "[^n]: ", "-", "1."]
)  # fmt: skip
LINES = st.builds(lambda start, pieces: start + "".join(pieces), STARTS, st.lists(PIECES, max_size=6))
TEXTS = st.lists(LINES | st.just(""), max_size=12).map("\n".join)


def drawn(text):
    """Everything that reaches a page."""
    page = markdown.render(
        text,
        language="en",
        around=Around(CitationText, lambda address: MediaFile(f"/{address}"), explain=lambda key: TermText(key, "m")),
        labels=LABELS,
        with_material=True,
    )
    return page.html, page.headings, page.citations, page.checks


@settings(max_examples=120, deadline=None)
@given(TEXTS)
def test_it_is_formatted_once_and_says_the_same(text):
    once = format_text(text)

    assert format_text(once) == once
    assert drawn(once) == drawn(text)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS)
def test_what_is_saved_says_what_was_sent(stored, sent):
    stored = format_text(stored)

    merged = merge_text(stored, sent)

    assert drawn(merged) == drawn(sent)
    assert merge_text(stored, stored) == stored
    assert merge_text(merged, sent) == merged


def test_shipped_lessons_are_in_their_one_spelling():
    assert LESSONS
    for path in LESSONS:
        body = path.read_text().split("---\n", 2)[2].strip("\n") + "\n"
        assert format_text(body) == body, path
