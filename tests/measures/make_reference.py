"""Write reference.xlsx, the arithmetic that is done apart from our code. Run once, by hand, with LibreOffice installed:

    .venv/bin/python tests/measures/make_reference.py

Every figure is a live formula, written out from the published one that stands beside it as text. LibreOffice works it
out, so that the file holds formulas and values. Where a spreadsheet has a function of its own for a figure, a second
line works it out that way; the test wants both to agree.
"""

import subprocess
import tempfile
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter as letter

HERE = Path(__file__).parent
MAXIMA = [1, 1, 1, 1, 1, 1, 1, 1, 2, 1]

#: Thirty people, ten questions. "-": asked, not answered. Everybody has the fourth right; in the seventh those who know
#: more do worse; the ninth is worth two points and gives parts of them; the last was often not reached.
ANSWERS = """
1 1 1 1 1 1 0 1 2   1
1 1 1 1 1 1 0 1 2   1
1 1 1 1 1 0 0 1 2   1
1 1 1 1 0 1 0 1 1.5 1
1 1 0 1 1 1 0 1 2   1
1 1 1 1 1 1 1 0 1.5 0
1 1 1 1 1 0 0 1 1.5 1
1 0 1 1 1 1 0 1 1   1
1 1 1 1 0 1 0 0 2   -
1 1 0 1 1 0 1 1 1.5 1
1 1 1 1 0 0 0 1 1   1
1 1 0 1 1 1 0 0 1   0
0 1 1 1 1 0 1 1 1.5 -
1 1 0 1 0 1 0 1 1   0
1 0 1 1 1 0 1 0 1   1
1 1 0 1 0 0 1 1 0.5 0
1 1 - 1 1 0 0 0 1   1
1 0 1 1 0 1 1 0 0.5 -
0 1 0 1 1 0 1 1 0.5 0
1 1 0 1 0 0 1 0 1   -
1 0 0 1 1 0 1 0 0.5 0
1 - 0 1 0 1 1 1 0   0
1 1 0 1 0 0 1 0 0   -
0 1 0 1 - 0 1 0 0.5 0
1 0 0 1 0 0 1 0 0.5 -
1 0 1 1 0 - 1 0 0   0
0 1 0 1 0 0 1 - 0   -
1 0 0 1 0 0 0 0 0.5 0
0 0 0 1 0 0 1 0 0   -
0 0 - 1 0 0 1 0 -   -
"""
SOURCE = "docs.moodle.org/dev/Quiz_statistics_calculations"
FIRST, LAST = 2, 31
QUESTIONS = range(2, 12)  # columns B to K


def column(sheet: str, number: int) -> str:
    return f"{sheet}!{letter(number)}${FIRST}:{letter(number)}${LAST}"


def spread(one: str, other: str) -> str:
    """C(x, y), written out: the sum of products of deviations, divided by n − 1."""
    return f"(SUMPRODUCT({one}-AVERAGE({one}),{other}-AVERAGE({other}))/(COUNT({one})-1))"


def write(workbook: Workbook) -> None:
    answers = workbook.active
    answers.title = "Answers"
    answers.append(["person", *(f"Q{number}" for number in range(1, 11))])
    for person, line in enumerate(ANSWERS.split("\n")[1:-1], start=1):
        answers.append([person, *(None if mark == "-" else float(mark) for mark in line.split())])
    write_marks(workbook.create_sheet("Marks"))
    write_rests(workbook.create_sheet("Rests"))
    for title, of in (("SortedMarks", "Marks"), ("SortedRests", "Rests")):
        write_sorted(workbook.create_sheet(title), of)
    write_items(workbook.create_sheet("Items"))
    write_test(workbook.create_sheet("Test"))


def write_marks(sheet) -> None:
    sheet.append(["No answer is a mark of 0", *(f"Q{number}" for number in range(1, 11)), "total"])
    for row in range(FIRST, LAST + 1):
        cells = [f'=IF(Answers!{letter(number)}{row}="",0,Answers!{letter(number)}{row})' for number in QUESTIONS]
        sheet.append([row - 1, *cells, f"=SUM(B{row}:K{row})"])


def write_rests(sheet) -> None:
    sheet.append(["Total without the question", *(f"Q{number}" for number in range(1, 11))])
    for row in range(FIRST, LAST + 1):
        sheet.append([row - 1, *(f"=Marks!$L{row}-Marks!{letter(number)}{row}" for number in QUESTIONS)])


def write_sorted(sheet, of: str) -> None:
    sheet.append([f"{of}, each column in order of size", *(f"Q{number}" for number in range(1, 11))])
    for row in range(FIRST, LAST + 1):
        sheet.append([row - 1, *(f"=SMALL({column(of, number)},{row - 1})" for number in QUESTIONS)])


def write_items(sheet) -> None:
    """One line for each figure: its name, ten formulas, and where the formula comes from."""
    sheet.append(["figure", *(f"Q{number}" for number in range(1, 11)), "formula and source"])
    sheet.append(["maximum", *MAXIMA, "given"])
    lines = [item_line(number) for number in QUESTIONS]
    for figure, source in ITEM_SOURCES.items():
        sheet.append([figure, *(line[figure] for line in lines), source])


#: In the order of the lines, so that "shared" is line 10 and its root line 11.
ITEM_SOURCES = {
    "asked": "attempts that were asked the question: all",
    "unanswered": "empty cells of the answers",
    "facility": f"Facility index = mean mark / maximum. {SOURCE}#Facility_index",
    "deviation": f"SD = √V(x), V(x) = Σ(x − mean)² / (S − 1); as a share of the maximum. {SOURCE}",
    "deviation again": "STDEV() of the spreadsheet / maximum",
    "intended_weight": f"Intended question weight = 100 · maximum / sum of maxima. {SOURCE}#Intended_question_weight",
    "shared": "C(x, T): covariance of the mark with the total, / (S − 1)",
    "root": "√C(x, T); empty if the covariance is negative",
    "effective_weight": f"Effective question weight = 100 · √C(x, T) / Σ √C(x, T). {SOURCE}#Effective_question_weight",
    "discrimination": f"Discrimination index = C(x, X) / √(V(x) V(X)), X the total without x. {SOURCE}",
    "discrimination again": "CORREL() of the spreadsheet",
    "efficiency": f"Discriminative efficiency = C(x, X) / Cmax(x, X), Cmax of both in order. {SOURCE}",
}


def item_line(number: int) -> dict[str, str]:
    here, mark, rest, total = letter(number), column("Marks", number), column("Rests", number), column("Marks", 12)
    largest = spread(column("SortedMarks", number), column("SortedRests", number))
    nothing = f"{spread(mark, mark)}*{spread(rest, rest)}=0"
    return {
        "asked": f"=COUNT({mark})",
        "unanswered": f"=COUNTBLANK({column('Answers', number)})",
        "facility": f"=SUM({mark})/COUNT({mark})/{here}2",
        "deviation": f"=SQRT({spread(mark, mark)})/{here}2",
        "deviation again": f"=STDEV({mark})/{here}2",
        "intended_weight": f"=100*{here}2/SUM($B2:$K2)",
        "shared": f"={spread(mark, total)}",
        "root": f'=IF({here}9<0,"",SQRT({here}9))',
        "effective_weight": f'=IF({here}10="","",100*{here}10/SUM($B10:$K10))',
        "discrimination": f'=IF({nothing},"",{spread(mark, rest)}/SQRT({spread(mark, mark)}*{spread(rest, rest)}))',
        "discrimination again": f'=IF({nothing},"",CORREL({mark},{rest}))',
        "efficiency": f'=IF({largest}=0,"",{spread(mark, rest)}/{largest})',
    }


def write_test(sheet) -> None:
    total = column("Marks", 12)
    own = "+".join(spread(column("Marks", number), column("Marks", number)) for number in QUESTIONS)
    moment = {power: f"SUMPRODUCT(({total}-AVERAGE({total}))^{power})/B2" for power in (2, 3, 4)}
    sheet.append(["figure", "value", "formula and source"])
    for line in (
        ("attempts", f"=COUNT({total})", "S"),
        ("maximum", "=SUM(Items!B2:K2)", "the most that can be reached"),
        ("mean", f"=SUM({total})/B2/B3", f"mean total / maximum. {SOURCE}#Mean_score"),
        ("median", f"=(SMALL({total},B2/2)+SMALL({total},B2/2+1))/2/B3", f"S is even: the two in the middle. {SOURCE}"),
        ("median again", f"=MEDIAN({total})/B3", "MEDIAN() of the spreadsheet / maximum"),
        ("deviation", f"=SQRT({spread(total, total)})/B3", f"SD = √(Σ(T − mean)² / (S − 1)) / maximum. {SOURCE}"),
        ("deviation again", f"=STDEV({total})/B3", "STDEV() of the spreadsheet / maximum"),
        ("m2", f"={moment[2]}", "m2 = Σ(T − mean)² / S"),
        ("m3", f"={moment[3]}", "m3 = Σ(T − mean)³ / S"),
        ("m4", f"={moment[4]}", "m4 = Σ(T − mean)⁴ / S"),
        ("k2", "=B2*B9/(B2-1)", "k2 = S m2 / (S − 1)"),
        ("k3", "=B2^2*B10/((B2-1)*(B2-2))", "k3 = S² m3 / ((S − 1)(S − 2))"),
        (
            "k4",
            "=B2^2*((B2+1)*B11-3*(B2-1)*B9^2)/((B2-1)*(B2-2)*(B2-3))",
            "k4 = S² ((S + 1) m4 − 3 (S − 1) m2²) / ((S − 1)(S − 2)(S − 3))",
        ),
        ("skewness", "=B13/B12^1.5", f"k3 / k2^(3/2). {SOURCE}#Skewness"),
        ("skewness again", f"=SKEW({total})", "SKEW() of the spreadsheet"),
        ("kurtosis", "=B14/B12^2", f"k4 / k2². {SOURCE}#Kurtosis"),
        ("kurtosis again", f"=KURT({total})", "KURT() of the spreadsheet"),
        (
            "consistency",
            f"=10/9*(1-({own})/{spread(total, total)})",
            f"Coefficient of internal consistency = p / (p − 1) · (1 − Σ V(x) / V(T)), p = 10 questions. {SOURCE}",
        ),
        ("error_ratio", "=SQRT(1-B19)", f"√(1 − consistency). {SOURCE}#Error_ratio"),
        ("standard_error", "=B20*B7", f"error ratio · SD. {SOURCE}#Standard_error"),
    ):
        sheet.append(line)


def main() -> None:
    workbook = Workbook()
    write(workbook)
    for sheet in workbook:
        sheet.column_dimensions["A"].width = 26
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "reference.xlsx"
        workbook.save(draft)
        office = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        subprocess.run([*office, "--convert-to", "xlsx", "--outdir", str(HERE), str(draft)], check=True)


if __name__ == "__main__":
    main()
