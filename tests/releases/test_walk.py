"""The coordinator's way in the fewest steps, from the overview to the report, its files, and the people behind it."""

import io
import re
import zipfile
from collections import Counter

import docx
import openpyxl

from lms.core import jobs
from lms.core.extensions import db
from tests.releases.conftest import newest
from tests.support import pdf

LINES = re.compile(r"of (\d+)")


def plain(node):
    return "".join(node.itertext()).replace("\N{NO-BREAK SPACE}", "").replace(",", "")


def unpacked(data):
    """Ending to content."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name.rpartition(".")[2]: archive.read(name) for name in archive.namelist()}


def of_workbook(data, title):
    """Line to its cells."""
    rows = openpyxl.load_workbook(io.BytesIO(data))[title].iter_rows(values_only=True)
    return {row[0]: list(row[1:]) for row in rows if row and row[0] is not None}


def test_a_quarterly_report_takes_four_clicks_and_every_number_two_more_to_its_people(own, population):
    """From the overview: Prepare the report (of the quarter that ended last) · Save and check · Submit and freeze · all
    three files in one. From the report one click leads to Table A, another to Table B of its days, where each number is
    one click from its people.
    """
    clicks = Counter()

    def click(page, words):
        clicks["to files"] += 1
        return page.click(words)

    def press(page, words):
        clicks["to files"] += 1
        return page.submit(words)

    page = press(own.visit("/en/reports"), "Prepare the report: 2026, quarter 3")
    waiting = press(press(page, "Save and check"), "Submit and freeze")
    jobs.work_off()
    db.session.expire_all()
    report = own.visit(waiting.path)  # the page looks again by itself
    assert report.heading == f"{newest().number}, version 1"
    assert newest().number == "R-2026-Q3"
    together = unpacked(click(report, "PDF, DOCX and XLSX together (ZIP)").response.data)
    assert clicks["to files"] == 4
    alone = {one: report.click(one.upper()).response.data for one in ("pdf", "docx", "xlsx")}
    sheets = [
        of_workbook(found.pop("xlsx"), "Table B") for found in (together, alone)
    ]  # a workbook says when it was made
    assert sheets[0] == sheets[1] != {}
    assert together == alone

    everything = report.click("Show all numbers")
    files = unpacked(everything.click("PDF, DOCX and XLSX together (ZIP)").response.data)

    words = pdf.text_of(files["pdf"]).replace("\N{NO-BREAK SPACE}", "")
    papers = {table.rows[0].cells[0].text: table for table in docx.Document(io.BytesIO(files["docx"])).tables}
    looked = 0
    for slug, title in (("a", "Table A"), ("b", "Table B")):
        live = everything.click(title)
        frozen = of_workbook(files["xlsx"], title)
        head = [plain(cell) for cell in live.all("//table[1]/thead/tr[last()]/th")]
        paper = papers[head[0]]
        for row in live.all("//table[1]/tbody/tr | //table[1]/tfoot/tr"):
            line, *shown = [plain(cell) for cell in row.xpath("./th | ./td")]
            assert line in words
            printed = next(one for one in paper.rows if one.cells[0].text == line)
            for place, cell in enumerate(row.xpath("./th | ./td")[1:]):
                for link in cell.xpath(".//a"):
                    number = int(plain(link))
                    assert frozen[line][place] == number, (slug, line, head[place + 1])
                    assert printed.cells[place + 1].text.replace("\N{NO-BREAK SPACE}", "") == str(number)
                    people = own.visit(link.get("href"))
                    assert int(LINES.search(people.text).group(1)) == number, (slug, line, head[place + 1])
                    looked += 1
            assert len(row.xpath(".//a")) == sum(one.isdigit() and one != "0" for one in shown), (slug, line)
    assert looked > 40
