"""Lesson Markdown: boxes, notes, pictures and checks come out right; nothing dangerous comes out at all."""

import re
from datetime import timedelta

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from lms.core.i18n import UNBROKEN
from lms.core.markdown import (
    Around,
    CheckMark,
    Citation,
    CitationText,
    Heading,
    Labels,
    MediaFile,
    Problem,
    TermText,
    problems,
    render,
)
from lms.core.markdown.cleaning import ATTRIBUTES, CLASSES, TAGS

SOURCES = {
    "iccpr": CitationText("International Covenant on Civil and Political Rights"),
    "rabat-plan": CitationText("Rabat Plan of Action", link="https://example.org/rabat"),
}
PICTURES = {"media/steps.svg": MediaFile("/media/ab12.svg", 640, 480), "media/plain.png": MediaFile("/media/cd34.png")}
PICTURES["media/photo.jpg"] = MediaFile("/media/ef56.jpg", 1200, 800)
ENGLISH = Labels(
    "Law in force", "Fictional case", "Note", "In practice", "Sources", "Terms on this page", "Back to the text",
    "Table", "Move it sideways.", "Picture: {what} ({size})", "As of {date}", "Applies to: {what}", "Sound", "Film",
    "Text of the recording", "Difficult content: {what}", "The law has changed", "Material for analysis: {what}",
    "Legal basis: {basis}.", "On the platform only.",
)  # fmt: skip


def cite(key, place):
    source = SOURCES.get(key)
    return source and CitationText(source.title, place, source.link)


def rendered(text, language="en", **options):
    others = {name: options.pop(name) for name in ("with_material", "warn") if name in options}
    around = Around(**{"cite": cite, "media": PICTURES.get} | options)
    return render(text, language=language, labels=ENGLISH, around=around, **others)


def html(text, **options) -> str:
    return str(rendered(text, **options).whole)


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
    assert '<td class="align-right">2</td>' in table
    assert "style" not in table


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


# ── Safety ────────────────────────────────────────────────────────────────────────────────────────────────────

VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<style>@import '//evil.example'</style>",
    "<math><mtext></p><style><img src onerror=alert(1)>",
    "<!--><img src=x onerror=alert(1)>-->",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](//evil.example/a)",
    "[x](/\\evil.example/a)",
    "[x](\\\\evil.example/a)",
    '[x](https://a.example "onmouseover=alert(1)")',
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    '![" onerror="alert(1)](media/steps.svg)',
    '![x](media/steps.svg "<script>alert(1)</script>")',
    "<javascript:alert(1)>",
    "## <img src=x onerror=alert(1)>",
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    "[^x]\n\n[^x]: <script>alert(1)</script>",
    '::: case {onclick="alert(1)"}\nx\n:::',
    '::: "><script>alert(1)</script>\nx\n:::',
    '::: law-in-force {as_of="<script>" applies="<img src=x onerror=alert(1)>"}\nx\n:::',
    "```html\n<script>alert(1)</script>\n```",
    "[@iccpr <script>alert(1)</script>]",
    "[a]: javascript:alert(1)\n\n[a]",
    "`<script>alert(1)</script>`",
]
CLASSES_OF_OURS = set().union(*CLASSES.values())


def dangers(text: str) -> list[str]:
    """Everything in the HTML that must not be there, found by a browser's parser."""
    found = []
    for element in html5lib.parseFragment(text, namespaceHTMLElements=False).iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        if element.tag not in TAGS:
            found.append(f"<{element.tag}>")
        for name, value in element.attrib.items():
            if name == "class":
                found += [f".{each}" for each in value.split() if each not in CLASSES_OF_OURS]
            elif name not in ATTRIBUTES.get(element.tag, ()):
                found.append(f"{element.tag}[{name}]")
            if name == "src" and not re.match(r"/[^/\\]", value):
                found.append(value)
            if name == "href" and not re.match(r"#|/(?![/\\])|https?://|mailto:|tel:", value):
                found.append(value)
    return found


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_dangerous_gets_through(vector):
    page = html(vector)

    assert dangers(page) == []
    assert "<script" not in page


def test_a_source_with_a_dangerous_title_or_link_is_harmless():
    page = html(
        "x [@iccpr]", cite=lambda key, place: CitationText("<script>alert(1)</script>", link="javascript:alert(1)")
    )

    assert dangers(page) == []
    assert "&lt;script&gt;" in page


def test_characters_that_nobody_sees_are_taken_out_and_soft_hyphens_stay():
    assert html("за\u200bкон\u202e ук\u2066ук\ufeff\u0000 кы\u00adсым") == "<p>закон укук кы\u00adсым</p>\n"


@settings(max_examples=150, deadline=timedelta(seconds=2))
@given(st.text("ab ңө#*_`>|-:[]()!@^\\\n\"'=&;<>{}/1\u202e\u00a0", max_size=200))
def test_any_text_renders_to_safe_html(text):
    page = rendered(text)

    assert all(isinstance(piece, Markup | CheckMark) for piece in page.html)
    assert dangers(str(page.whole)) == []


@settings(max_examples=50, deadline=timedelta(seconds=2))
@given(st.lists(st.sampled_from([*VECTORS, "::: case", ":::", '::: check {key="c"}', "- x", "> y", "", "## z"])))
def test_any_mixture_of_attacks_and_boxes_renders_to_safe_html(lines):
    text = "\n".join(lines)

    assert dangers(str(rendered(text).whole)) == []
    problems(text, {"iccpr"}, {"c"}, ())


# ── Problems ──────────────────────────────────────────────────────────────────────────────────────────────────


def found(text, **options):
    return problems(text, {"iccpr"}, {"c1"}, {"media/steps.svg"}, known_terms={"human-rights"}, **options)


def test_a_good_text_has_no_problems():
    text = """\
## One

A fact [@iccpr art. 19(3)] of [?human-rights rights], [a link](https://example.org) and a note[^a].

::: law-text {source="iccpr" at="art. 17"}
Words.
:::

::: law-in-force {as_of="2026-11-01" applies="all acts"}
Text, 5 < 6 and 7 > 3.
:::

::: check {key="c1"}
:::

### Two

![Three steps](media/steps.svg "Caption")

[^a]: A footnote.
"""

    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a\n\n::: secret\nb\n:::", 3, "no container “secret”"),
        ("a\n\n::: case\nb", 3, "“case” is not closed"),
        ("::: case\n::: note\nb\n:::\n:::", 2, "stands inside another one"),
        ("a\n\n:::\n", 3, "neither open nor close"),
        ("a\nb\n::: case {\nc\n:::", 3, "no container “case {”"),
        ('::: law-text {source="iccpr"}\nb\n:::', 1, 'must state at="…"'),
        ('::: law-text {source="udhr" at="art. 1"}\nb\n:::', 1, "no source “udhr”"),
        ('::: law-in-force {as_of="1.11.2026" applies="x"}\nb\n:::', 1, "“1.11.2026” is not a day"),
        ("::: law-in-force\nb\n:::", 1, 'must state as_of="…"'),
        ('a\n\n::: check {key="c2"}\n:::', 3, "no check “c2”"),
        ('::: check {key="c1"}\ntext\n:::', 1, "no text of its own"),
        ('::: check {key="c1"}\n:::\n\n::: check {key="c1"}\n:::', 4, "a second time"),
        ("a\nb [@udhr art. 1] c", 2, "no source “udhr”"),
        ("a\nb\n[@iccpr art. 1 c", 3, "A citation is written"),
        ("| a |\n|---|\n| [@udhr] |", 3, "no source “udhr”"),
        ("a\n[?none word] b", 2, "explains no term “none”"),
        ("a\n[to [?human-rights it]](/x)", 2, "This is no link"),
        ("a [?intent] b", 1, "A term is written"),
        ("a\n\n![](media/steps.svg)", 3, "no alternative text"),
        ("![x](media/none.svg)", 1, "no picture “media/none.svg”"),
        ("![x](https://track.example/p.gif)", 1, "no picture “https://track.example/p.gif”"),
        ("a\n[x](other.md)", 2, "leads nowhere"),
        ("# Title", 1, "are ## or ###"),
        ("a\n\n#### Deep", 3, "are ## or ###"),
        ("### First", 1, "needs a ## heading above"),
        ("##\n\nx", 1, "no words"),
        ("a\n<b>x</b>", 2, "HTML is shown"),
        ("a\nза\u200bкон\n\nb", 2, "nobody sees: U+200B"),
    ],
)
def test_each_problem_is_named_with_its_line(text, line, said):
    assert any(problem.line == line and said in problem.message for problem in found(text)), found(text)


def test_lines_are_counted_in_the_file():
    assert found("a\n[@udhr]", first_line=8) == [Problem(9, "There is no source “udhr”.")]


def test_all_problems_are_reported_in_the_order_of_lines():
    lines = [problem.line for problem in found("# A\n\n[@udhr]\n\n::: x\n:::\n\n![](a.svg)")]

    assert lines == sorted(lines)
    assert len(lines) == 5
