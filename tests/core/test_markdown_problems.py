"""What is wrong in lesson Markdown is named with its line."""

import pytest

from lms.core.markdown import Problem, problems


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
