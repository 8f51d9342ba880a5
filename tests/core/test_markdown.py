"""Lesson Markdown: boxes, notes, pictures and checks come out right."""

import pytest

from lms.core.i18n import UNBROKEN
from lms.core.markdown import CheckMark, Citation, Heading, MediaFile, TermText, problems
from tests.support.lesson_text import html, rendered


def test_what_may_distress_is_closed_and_says_what_it_is_about():
    text = '::: content-note {about="A beating <in> custody"}\nWords [@iccpr art. 7].\n:::\n\nOn.'

    drawn = html(text)

    assert '<details class="content-note"><summary>Difficult content: A beating &lt;in&gt; custody</summary>' in drawn
    assert drawn.index("</details>") < drawn.index("<p>On.</p>")
    assert "<details open" not in drawn
    found = problems("::: content-note\nWords\n:::", {"iccpr"}, set(), set())
    assert [problem.line for problem in found] == [1]


# ── Plain text ────────────────────────────────────────────────────────────────────────────────────────────────


def test_headings_are_counted_so_that_their_ids_are_the_same_in_every_language():
    kyrgyz, english = rendered("## Өлүм жазасы\n\n### Үч кадам"), rendered("## Death penalty\n\n### Three *steps*")

    assert english.headings == [Heading("s-1", 2, "Death penalty"), Heading("s-2", 3, "Three steps")]
    assert [heading.id for heading in kyrgyz.headings] == ["s-1", "s-2"]
    assert '<h2 id="s-1">Өлүм жазасы</h2>' in kyrgyz.whole


def test_headings_stay_between_the_second_and_the_third_level():
    assert html("# One\n\n##### Five") == '<h2 id="s-1">One</h2>\n<h3 id="s-2">Five</h3>\n'


def test_a_table_scrolls_in_a_region_that_the_keyboard_reaches_and_carries_no_style():
    table = html("| a | b |\n|---|--:|\n| 1 | 2 |")

    assert '<div class="table-scroll" role="region" tabindex="0" aria-label="Table"><table>' in table
    assert '<th scope="col">a</th>' in table
    assert '<td class="align-right" data-label="b:">2</td>' in table
    assert "style" not in table


def test_a_cell_of_a_table_knows_what_heads_its_column_for_windows_without_room_for_columns():
    table = html("|  | Is it *on paper*? | “No” |\n|---|---|---|\n| 1 | 2 | 3 |\n| 4 | 5 | 6 |\n\n| z |\n|---|\n| 7 |")

    assert '<tr>\n<td>1</td>\n<td data-label="Is it on paper?">2</td>\n<td data-label="“No”:">3</td>\n</tr>' in table
    assert '<td data-label="“No”:">6</td>' in table
    assert '<td data-label="z:">7</td>' in table


def test_footnotes_have_letters_and_lead_back():
    text = html("One[^x] two[^y] one again[^x].\n\n[^x]: First.\n\n[^y]: Second.")

    assert text.count('<a href="#note-1"') == 2
    assert text.count('id="note-1-place"') == 1
    assert '<li id="note-2"><sup>b</sup> <p>Second. <a class="back" href="#note-2-place"' in text


def test_links_outside_are_marked_and_links_inside_are_not():
    text = html("[out](https://example.org/a) [in](/ky/help) [here](#s-1) [mail](mailto:a@example.org)")

    assert '<a href="https://example.org/a" rel="noopener noreferrer">out</a>' in text
    assert '<a href="/ky/help">in</a> <a href="#s-1">here</a> <a href="mailto:a@example.org">mail</a>' in text


# ── Boxes ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("name", "label"), [("case", "Fictional case"), ("note", "Note"), ("practice", "In practice")])
def test_a_box_says_what_it_is(name, label):
    assert html(f"::: {name}\nText with *weight*.\n:::") == (
        f'<div class="{name}"><p class="box-label">{label}</p>\n<p>Text with <em>weight</em>.</p>\n</div>\n'
    )


def test_a_quotation_of_the_law_names_its_source_and_article():
    page = rendered('::: law-text {source="rabat-plan" at="para. 29"}\nThe words.\n:::')

    assert page.whole == (
        '<div class="law-text"><blockquote>\n<p>The words.</p>\n</blockquote>'
        '<cite><a href="https://example.org/rabat" rel="noopener noreferrer">Rabat Plan of Action</a>, para. 29</cite>'
        "</div>\n"
    )
    assert page.citations == [Citation("rabat-plan", "para. 29", None)]


@pytest.mark.parametrize(
    ("language", "day"), [("en", "1 November 2026"), ("ru", "1 ноября 2026"), ("ky", "2026-ж., 1-ноябрь")]
)
def test_law_in_force_says_on_which_day_and_for_what(language, day):
    text = html('::: law-in-force {as_of="2026-11-01" applies="acts <after> that day"}\nText.\n:::', language=language)

    assert '<p class="box-label">Law in force</p>' in text
    assert f"As of {day.translate(UNBROKEN)}" in text.replace("&nbsp;", "\xa0")
    assert "Applies to: acts &lt;after&gt; that day" in text


def test_an_unknown_or_unclosed_container_keeps_its_text():
    assert "<p>Kept.</p>" in html("::: secret\nKept.\n:::")
    assert html("::: note\nKept.").endswith("<p>Kept.</p>\n</div>\n")


# ── Citations ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_citation_is_a_numbered_note_with_a_list_at_the_end():
    page = rendered("A fact [@iccpr art. 19(3)]. Another [@rabat-plan para. 29]. The first again [@iccpr art. 19(3)].")

    text = str(page.whole)
    assert 'A fact<sup class="cite"><a href="#source-1" id="cite-1" role="doc-noteref">[1]</a></sup>.' in text
    assert 'again<sup class="cite"><a href="#source-1" role="doc-noteref">[1]</a></sup>.' in text
    assert '<h2 id="sources">Sources</h2>' in text
    assert '<li id="source-1">International Covenant on Civil and Political Rights, art. 19(3)' in text
    assert '<a class="back" href="#cite-2" role="doc-backlink" aria-label="Back to the text">' in text
    assert page.citations == [Citation("iccpr", "art. 19(3)", 1), Citation("rabat-plan", "para. 29", 2)]


def test_a_number_after_a_mark_or_after_another_number_does_not_begin_a_line():
    assert "[1]</a></sup>\u2060<sup" in html("A fact [@iccpr art. 19(3)] [@rabat-plan para. 29].")
    assert "A fact?\u2060<sup" in html("A fact? [@iccpr art. 19(3)]")


def test_two_places_of_one_source_are_two_notes():
    assert [each.number for each in rendered("[@iccpr art. 17] [@iccpr art. 18] [@iccpr]").citations] == [1, 2, 3]


def test_an_unknown_source_leaves_no_number_behind():
    page = rendered("A fact [@nobody para. 1].")

    assert page.whole == "<p>A fact.</p>\n"
    assert page.citations == []


# ── Pictures ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_picture_alone_is_a_figure_with_its_size_and_caption():
    assert html('![Three “steps”](media/photo.jpg "How it goes")') == (
        '<figure><img src="/media/ef56.jpg" alt="Three “steps”" width="1200" height="800" loading="lazy">'
        "<figcaption>How it goes</figcaption></figure>\n"
    )


def test_a_wide_diagram_stays_readable_on_a_phone_and_scrolls_in_its_own_region():
    assert html('![Three “steps”](media/steps.svg "How it goes")') == (
        '<figure><div class="picture-scroll" role="region" tabindex="0" aria-label="Move it sideways.">'
        '<img src="/media/ab12.svg" alt="Three “steps”" width="640" height="480" loading="lazy"></div>'
        '<p class="sideways" aria-hidden="true">Move it sideways.</p>'
        "<figcaption>How it goes</figcaption></figure>\n"
    )


def test_a_picture_in_a_sentence_stays_in_it():
    assert html("See ![a sign](media/plain.png) here.") == (
        '<p>See <img src="/media/cd34.png" alt="a sign" loading="lazy"> here.</p>\n'
    )


@pytest.mark.parametrize("source", ["https://track.example/p.gif", "//track.example/p.gif", "media/none.svg"])
def test_a_picture_that_is_not_ours_shows_its_words(source):
    assert html(f"![What it shows]({source})") == "<p>What it shows</p>"


@pytest.mark.parametrize("address", ["https://track.example/p.gif", "//track.example/p.gif", "/\\track.example/p.gif"])
def test_a_picture_from_another_host_is_not_shown_even_if_asked_for(address):
    assert "track.example" not in html("![x](media/steps.svg)", media=lambda source: MediaFile(address))


# ── Checks ────────────────────────────────────────────────────────────────────────────────────────────────────


TERMS = {
    "human-rights": TermText("human rights", "Rights of <every> person."),
    "intent": TermText("intent", "What is wanted.", "not checked yet"),
}


def test_a_term_leads_to_its_meaning_and_back_from_its_first_place():
    text = (
        "## Of [?human-rights rights]\n\nAll [?human-rights Human rights] and [?intent intent], [?human-rights rights]."
    )

    shown = html(text + " [@iccpr art. 2]", explain=TERMS.get)

    assert '<h2 id="s-1">Of rights</h2>' in shown
    assert 'All <a class="term" href="#term-human-rights" id="word-human-rights">Human rights</a> and' in shown
    assert shown.count('href="#term-human-rights"') == shown.count('href="#term-intent"') == 1
    assert ", rights." in shown
    terms = shown[shown.index("<section") :]
    assert '<h2 id="terms">Terms on this page</h2>' in terms
    assert '<dt id="term-human-rights">human rights</dt>\n<dd>Rights of &lt;every&gt; person. <a class="back"' in terms
    assert 'What is wanted. <span class="meta">(not checked yet)</span> <a class="back" href="#word-intent"' in terms
    assert terms.index('id="terms"') < terms.index('id="sources"')


def test_a_term_that_is_not_explained_is_its_word():
    assert (
        html("All [?unknown **rights**] and [?unknown rights].")
        == "<p>All [?unknown <strong>rights</strong>] and rights.</p>\n"
    )


def test_a_check_leaves_a_mark_between_two_pieces():
    page = rendered('Before.\n\n::: check {key="c1"}\n:::\n\nAfter.\n\n::: check {key="c2"}\n:::\n')

    assert page.html == ["<p>Before.</p>\n", CheckMark("c1"), "<p>After.</p>\n", CheckMark("c2")]
    assert page.checks == ["c1", "c2"]
    assert page.whole == "<p>Before.</p>\n<p>After.</p>\n"


def test_a_check_that_does_not_exist_leaves_nothing():
    page = rendered('::: check {key="c9"}\nHidden.\n:::\n\nAfter.', check=lambda key: False)

    assert page.html == ["<p>After.</p>\n"]


def test_a_check_inside_a_box_comes_after_the_box():
    page = rendered('- Item\n\n  ::: check {key="c1"}\n  :::\n\nAfter.')

    assert [str(piece) for piece in page.html] == [
        "<ul>\n<li>\n<p>Item</p>\n</li>\n</ul>\n", "CheckMark(key='c1')", "<p>After.</p>\n",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("1566-резолюциянын 3-пункту, 2026-ЖЫЛ", "1566\u2011резолюциянын 3\u2011пункту, 2026-ЖЫЛ"),
        ("Замечание № 16 и № шесть", "Замечание №&nbsp;16 и № шесть"),
        ("2023-2024, 5-page, ата-эне, https://x.kg/1-ru", "2023-2024, 5-page, ата-эне, https://x.kg/1-ru"),
    ],
)
def test_a_number_stays_on_the_line_of_its_sign_and_its_ending(written, shown):
    assert html(written) == f"<p>{shown}</p>\n"
