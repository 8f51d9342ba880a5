"""Thirty people and ten questions, worked out apart from our code: in a spreadsheet, formula by formula.

The questions: one that everybody has right, one that those who know more have wrong, one with parts of points, and
answers left out. `make_reference.py` writes the spreadsheet.
"""

import shutil
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest
from openpyxl import load_workbook

from lms.measures import Counted, Item, ItemFigures, Totals, WholeFigures, judge_items, judge_whole, moments

FILE = Path(__file__).with_name("reference.xlsx")
ITEM_FIGURES = [field.name for field in fields(ItemFigures) if field.name != "guess"]
WHOLE_FIGURES = [field.name for field in fields(WholeFigures)]
#: What a denominator of n instead of n − 1 changes; in correlations and weights it stands above and below the line.
OF_A_SAMPLE = {"deviation", "skewness", "kurtosis", "standard_error"}


@pytest.fixture(scope="module")
def workbook():
    return load_workbook(FILE, data_only=True)


def lines(workbook, sheet):
    return {line[0]: line[1:] for line in workbook[sheet].iter_rows(min_row=2, values_only=True)}


def judged(workbook):
    """Our figures from the answers of the spreadsheet, and nothing else of it."""
    names, *people = ([*line[1:]] for line in workbook["Answers"].iter_rows(values_only=True))
    sums = [sum(mark or 0 for mark in marks) for marks in people]
    rows = [
        (name, mark, total, 1)
        for marks, total in zip(people, sums, strict=True)
        for name, mark in zip(names, marks, strict=True)
    ]
    items = {name: Item(2 if name == "Q9" else 1) for name in names}
    totals = Totals.of([(total, 1) for total in sums], maximum=11)
    return judge_items(Counted.of(rows), items, totals), judge_whole(Counted.of(rows), totals)


def differing(workbook):
    """``{figure of an item or of the whole: (ours, theirs)}`` where these are not the same to four decimals."""
    items, whole = judged(workbook)
    theirs_of_items, theirs = lines(workbook, "Items"), lines(workbook, "Test")
    pairs = {
        (name, figure): (getattr(items[name], figure), theirs_of_items[figure][number])
        for number, name in enumerate(items)
        for figure in ITEM_FIGURES
    }
    pairs |= {("whole", figure): (getattr(whole, figure), theirs[figure][0]) for figure in WHOLE_FIGURES}
    return {key: pair for key, pair in pairs.items() if not agree(*pair)}


def agree(ours, theirs):
    return ours is theirs if ours is None or theirs is None else ours == pytest.approx(theirs, abs=0.00005, rel=0)


def test_every_figure_is_that_of_the_spreadsheet_to_four_decimals(workbook):
    assert differing(workbook) == {}


def test_a_wrong_denominator_is_found(workbook, monkeypatch):
    monkeypatch.setattr(moments, "degrees", lambda number: number)

    assert {figure for _, figure in differing(workbook)} == OF_A_SAMPLE


def test_the_data_hold_what_goes_wrong_in_practice(workbook):
    items, _ = judged(workbook)

    assert items["Q4"].deviation == 0
    assert items["Q4"].discrimination is None
    assert items["Q7"].discrimination < -0.5
    assert items["Q7"].effective_weight is None
    assert items["Q10"].unanswered == 9


@pytest.mark.parametrize("sheet", ["Items", "Test"])
def test_the_spreadsheet_agrees_with_its_own_functions(workbook, sheet):
    values = lines(workbook, sheet)
    again = {name.removesuffix(" again"): line for name, line in values.items() if name.endswith(" again")}

    assert len(again) >= 2
    for name, line in again.items():
        for one, other in zip(values[name], line, strict=True):
            assert isinstance(one, str) or agree(one, other)


def test_figures_are_formulas_with_their_source_beside():
    for sheet in ("Items", "Test"):
        for name, *formulas, source in load_workbook(FILE)[sheet].iter_rows(min_row=2, values_only=True):
            assert name == "maximum" or all(str(cell).startswith("=") for cell in formulas)
            assert isinstance(source, str)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_values_are_those_of_the_formulas(workbook, tmp_path):
    """Worked out anew, from formulas without values: no number in the file was typed in."""
    bare = tmp_path / "bare" / FILE.name
    bare.parent.mkdir()
    load_workbook(FILE).save(bare)
    office = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    subprocess.run(
        [*office, "--convert-to", "xlsx", "--outdir", str(tmp_path), str(bare)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    anew = load_workbook(tmp_path / FILE.name, data_only=True)

    for sheet in ("Items", "Test"):
        for name, values in lines(anew, sheet).items():
            for one, other in zip(values, lines(workbook, sheet)[name], strict=True):
                assert one == (other if isinstance(other, str | None) else pytest.approx(other))
