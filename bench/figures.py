"""A figure beside its bound, and the report that holds them all."""

from dataclasses import dataclass
from pathlib import Path

REPORT = Path(__file__).with_name("README.md")

READING = """\
## How to read it

**Ratios.** Processor time (user and system, of all processes of the server, from `/proc`) for a request of ours,
divided by that of the floor in [`floor.py`](floor.py): a bare Flask application that does the same work with nothing
around it. It checks a signed cookie, reads the page's own rows by plain SQL from a copy of the same database, and
fills one template that gives the same bytes; to save, it writes the same row in one transaction of the same
durability. Both run under the same granian with the same threads and the same compression, over one connection that
is kept, signed in, by turns; neither keeps whole pages. A figure is the median of the rounds; the note gives the
milliseconds. The template of the floor is made from the page as our server sent it, with the values that depend on
person and rows put back as variables; before anything is measured the two answers are compared byte by byte.

The lesson page is every lesson of both modules in its three languages, each asked for as often as the others. The
longest and the shortest are also measured by themselves, without a bound of their own: a long text costs both sides the
same to compress, so the shorter the lesson, the larger the share of everything around it. Processor time on a virtual
machine with neighbours differs from run to run by up to a third, and ours more than the floor's.

**Weights.** Bytes as sent (Brotli), of the heaviest page of its kind that the real content has.

**Crowd.** Sixty browsers behind one address, each with a connection and cookies of its own, against one server.
*Refused* counts every answer that is not the one a person hopes for; *lost* compares the database with what was sent.

**Assessment.** Answers of the ten kinds that a program marks, as they are stored, half of them right; they are read
from the database and marked, to exact parts of a point. Then two hundred people one after the other: forty connections
of one person start and hand in without a pause, and the database is asked how many attempts there are.

**Restarts.** All processes of the server are killed (`SIGKILL`) while clients save answers; after each restart every
answer that was acknowledged must be in the database as it was acknowledged, or overwritten by a later one of the same
client. PostgreSQL runs apart from the application and is killed together with it every tenth time. The control is a
server that answers before it commits: it must lose, or the measurement would detect nothing. A kill is not a power cut;
for that both databases write with full synchronisation.

**Reports.** A synthetic population made by `flask demo seed`, the participation page and its export as a coordinator
asks for them. Memory is the peak of the largest process of the server (`VmHWM`) after all of it.

**A million enrolments.** A synthetic population of twenty thousand people, copied ten times, and years before it in
which the same people studied, with steps, attempts and certificates; the roll-up is made of it. Tables are over the
whole history and nothing is kept between two looks; each page is asked for twenty times, but no more once it takes
twice its bound. The files of the database are read once before, and PostgreSQL has vacuumed, as after a night. The
file of every enrolment is written while people save.

**Questions.** Forty questions and fifty thousand first attempts that were asked all of them: two million marks, on both
databases. All figures of the page, with the comparisons by language and by sex, are worked out anew each time; nothing
is kept between two looks. Each time stands for the whole page as a coordinator waits for it, the first with the
libraries that it loads.

**Imports.** A workbook with five thousand people is sent through the form, its dry run is shown, and everybody is
invited; then the same workbook once more. Seconds are those a coordinator waits for the pages.

**Question files.** Five thousand questions of five kinds in one GIFT file are read, laid beside the bank of a module
and saved as its draft; then the same file once more, which adds nothing.

**Studio.** A lesson is saved two hundred times as its editor does by itself, with another paragraph each time, while
sixty people turn pages of the same module on the same server; milliseconds are those the author waits. A lesson is
drawn from its text each time; the checks are those of the line that says what blocks publication, and of the page of
words.
"""


@dataclass(frozen=True)
class Figure:
    """``value`` must be at most ``bound``; at least, where ``at_least``. Without a bound it is only told."""

    what: str
    value: float
    bound: float | None
    unit: str = ""
    note: str = ""
    at_least: bool = False

    @property
    def is_met(self):
        if self.bound is None:
            return True
        return self.value >= self.bound if self.at_least else self.value <= self.bound

    def row(self):
        if self.bound is None:
            return f"| {self.what} | | {number(self.value)}{self.unit} | | {self.note} |"
        met = "met" if self.is_met else "**not met**"
        sign = "≥" if self.at_least else "≤"
        bound = f"{sign} {number(self.bound)}{self.unit}" if self.bound else f"{number(self.bound)}{self.unit}"
        return f"| {self.what} | {bound} | {number(self.value)}{self.unit} | {met} | {self.note} |"


def number(value):
    """Two decimals where they matter."""
    return f"{value:,.2f}".rstrip("0").rstrip(".") if abs(value) < 100 else f"{value:,.0f}"


def table(figures):
    return ["| figure | bound | measured | | how |", "|---|--:|--:|---|---|", *(figure.row() for figure in figures)]


def report(head, parts):
    """Write the report: the machine, a table for each part with the day it was measured, how to read it.

    ``parts``: title and (day, figures). What was not measured here, None, stays as it stands in the report.
    """
    before = sections(REPORT.read_text(encoding="utf-8")) if REPORT.exists() else {}
    found = [before.get(title) if known is None else section(title, *known) for title, known in parts]
    text = "\n".join(one for one in found if one)
    met, missed = text.count("| met |"), text.count("| **not met** |")
    lines = [
        "# Figures",
        "",
        *head,
        "",
        f"{met} of {met + missed} within their bounds. Made by `make bench`.",
        "",
        text,
    ]
    REPORT.write_text("\n".join([*lines, READING]), encoding="utf-8")


def section(title, day, figures):
    return "\n".join([f"## {title}", "", f"Measured on {day}.", "", *table(figures), ""])


def sections(text):
    """Title to the text of each section of a report."""
    parts = [f"## {part}" for part in text.split("\n## ")[1:]]
    return {part.partition("\n")[0].removeprefix("## "): part.rstrip("\n") + "\n" for part in parts}


def percentile(values, share):
    """The smallest value that at least this share of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]
