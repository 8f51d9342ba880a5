"""The shipped diagrams in Chromium: no word leaves its box or the picture, and none lies on another."""

import pytest

from tests.support.chromium import chromium
from tests.support.left_out import needs_program
from tests.support.shipped import CONTENT

pytestmark = needs_program("chromium", package="chromium")

#: What of a drawing cannot be read as it should, each with the words.
MISPLACED = """() => {
  const slack = 1;
  const picture = document.querySelector("svg").getBoundingClientRect();
  const boxes = [...document.querySelectorAll("rect")].map((box) => box.getBoundingClientRect())
    .filter((box) => box.width < picture.width * 0.98 || box.height < picture.height * 0.98);
  const words = [...document.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()]);
  const found = [];
  words.forEach(([said, place], position) => {
    const middle = [(place.left + place.right) / 2, (place.top + place.bottom) / 2];
    if (place.left < picture.left - slack || place.right > picture.right + slack) found.push("cut: " + said);
    if (place.top < picture.top - slack || place.bottom > picture.bottom + slack) found.push("cut: " + said);
    for (const box of boxes) {
      const begins = place.left >= box.left && place.left < box.right || middle[0] > box.left && middle[0] < box.right;
      if (!begins || middle[1] < box.top || middle[1] > box.bottom) continue;
      if (place.right > box.right - slack || place.left < box.left + slack) found.push("beyond its box: " + said);
    }
    for (const [other, beside] of words.slice(position + 1)) {
      const wide = Math.min(place.right, beside.right) - Math.max(place.left, beside.left);
      const high = Math.min(place.bottom, beside.bottom) - Math.max(place.top, beside.top);
      if (wide > slack && high > 5) found.push("on another: " + said + " | " + other);
    }
  });
  return found;
}"""
BOX = '<svg width="328" height="90"><rect x="6" y="8" width="316" height="64"/>{}</svg>'
LINE = '<text x="{}" y="{}" font-size="16" font-family="DejaVu Sans, sans-serif">{}</text>'


@pytest.fixture(scope="module")
def look():
    with chromium() as browser:
        page = browser.new_page()

        def misplaced(drawing):
            page.set_content(f'<body style="margin:0">{drawing}</body>')
            return page.evaluate(MISPLACED)

        yield misplaced


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (LINE.format(20, 40, "Short"), []),
        (LINE.format(20, 40, "m" * 40), ["cut: " + "m" * 40, "beyond its box: " + "m" * 40]),
        (LINE.format(20, 40, "One") + LINE.format(22, 46, "Two"), ["on another: One | Two"]),
    ],
)
def test_a_word_that_does_not_fit_is_found(look, lines, said):
    assert look(BOX.format(lines)) == said


def test_every_word_of_the_shipped_diagrams_has_its_place(look):
    drawings = sorted(CONTENT.glob("*/media/*.svg"))
    assert len(drawings) > 100
    found = {str(path.relative_to(CONTENT)): look(path.read_text(encoding="utf-8")) for path in drawings}

    assert {name: said for name, said in found.items() if said} == {}
