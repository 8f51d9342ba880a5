"""Every figure is explained, in every language, in a few plain sentences."""

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from lms.core.i18n import speaking
from lms.measures import AnswerShares, Difference, ItemFigures, TooFew, WholeFigures
from lms.measures.explained import EXPLAINED

ROOT = Path(__file__).resolve().parents[2]
#: Said together with another figure: the interval with the ratio, the error with the difference.
TOGETHER = {ItemFigures: set(), WholeFigures: set(), TooFew: set(), AnswerShares: {"asked"}}
TOGETHER[Difference] = {"low", "high", "chi_square", "delta_error"}


@pytest.mark.parametrize("figures", TOGETHER)
def test_every_figure_is_explained(figures):
    explained = EXPLAINED[figures].keys()

    assert {field.name for field in fields(figures)} == (explained | TOGETHER[figures]) - {"size"}


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_an_explanation_is_two_to_four_sentences(app, language):
    with app.app_context(), speaking(language):
        texts = {
            str(explanation.name): str(explanation.text)
            for figures in EXPLAINED.values()
            for explanation in figures.values()
        }

    assert len(texts) == sum(map(len, EXPLAINED.values()))
    assert {name: text for name, text in texts.items() if not 2 <= len(re.findall(r"[.?!](?:\s|$)", text)) <= 4} == {}


def test_figures_need_no_big_library_before_groups_are_compared():
    command = (
        "import sys, lms.measures; print([name for name in ('scipy', 'statsmodels', 'flask') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", command], check=True, capture_output=True, text=True, cwd=ROOT)

    assert told.stdout.strip() == "[]"
