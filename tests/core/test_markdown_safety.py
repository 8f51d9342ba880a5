"""Whatever somebody writes into a lesson, nothing dangerous comes out."""

import re
from datetime import timedelta

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from lms.core.markdown import CheckMark, CitationText, problems
from lms.core.markdown.cleaning import ATTRIBUTES, CLASSES, TAGS
from tests.support.lesson_text import html, rendered

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
