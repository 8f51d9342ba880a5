"""Table F: certificates by module and quarter: issued, looked up by strangers, revoked and why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lms.certificates.reasons import reason_in_words
from lms.core.i18n import _, p_
from lms.disclosure.suppression import SIGN, TOTAL, Cell, Sheet, grid_of, suppress
from lms.reporting import dimensions, papers
from lms.reporting.choices import Choice
from lms.reporting.dimensions import WOMEN_AND_MEN
from lms.reporting.reports.base import BEHIND, K_PUBLIC, Audience, Table, Value, common_definitions, conditions
from lms.sheets import Column, Kind

REST = "rest"
PARTS = (*WOMEN_AND_MEN, REST)
LOOKUPS, REVOKED = "lookups", "revoked"


@dataclass
class _Counted:
    """By the code of a line, with TOTAL for all of them."""

    issued: Counter[Cell] = field(default_factory=Counter)
    lookups: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, Counter[str]] = field(default_factory=dict)

    def revoked(self, row: str) -> int:
        return self.reasons.get(row, Counter()).total()

    def has(self, row: str) -> bool:
        """Whether anything happened that stands in the line."""
        return bool(self.lookups[row] or self.revoked(row) or any(self.issued[row, sex] for sex in PARTS))


def table_f(choice: Choice, audience: Audience) -> Table:
    parts = papers.parts_of(choice.period)
    counted = _count(choice, parts)
    titles, names, behind = {}, {TOTAL: TOTAL}, {TOTAL: ""}
    for module, title in dimensions.modules():
        for place, part in enumerate(parts):
            if counted.has(row := f"{module.id}/{place}"):
                titles[row] = _("%(module)s: %(period)s", module=title, period=part.label)
                names[row] = f"{module.code}/{part.year}-Q{part.quarter}"
                behind[row] = conditions(("module", str(module.id)), ("period", f"{part.year}-{part.quarter}"))
    is_public = audience is Audience.PUBLIC
    hidden = _hidden(counted, list(titles)) if is_public else frozenset()
    filled = [
        {"row": title, "_code": names[row], BEHIND: behind[row], **_row(row, counted, hidden, is_public=is_public)}
        for row, title in [*titles.items(), (TOTAL, _("Total"))]
    ]
    return Table(
        slug="f",
        title=_("Table F. Certificates"),
        columns=_columns(),
        rows=filled[:-1],
        total=filled[-1],
        notes=[
            _(
                "Issued: the first certificate of each completion, on the day in Bishkek; the totals hold people "
                "of every sex."
            ),
            _("Verified lookups: how often somebody looked up a certificate by its code. Who it was is not kept."),
            _("Modules and quarters in which nothing happened are left out."),
        ],
        definitions=common_definitions(),
        has_hidden=any(SIGN in row.values() for row in filled),
    )


def _count(choice: Choice, parts: Sequence[papers.Part]) -> _Counted:
    found = _Counted()
    if not parts:
        return found
    for module_id, sex, part, count in papers.issued(choice, parts):
        for row in (f"{module_id}/{part}", TOTAL):
            found.issued[row, sex if sex in WOMEN_AND_MEN else REST] += count
    for module_id, code, part, count in papers.revoked(choice, parts):
        for row in (f"{module_id}/{part}", TOTAL):
            found.reasons.setdefault(row, Counter())[code or ""] += count
    for module_id, part, count in papers.looked_up(choice, parts):
        for row in (f"{module_id}/{part}", TOTAL):
            found.lookups[row] += count
    return found


def _hidden(counted: _Counted, rows: list[str]) -> frozenset[Cell]:
    """Issues as a table of counts; revocations, which are few, as a column of their own.

    Everybody by sex could be told from five on, but rows add up to it: none of them may be known to be under ten.
    """
    inner = {cell: count for cell, count in counted.issued.items() if cell[0] != TOTAL}
    revoked = {(row, REVOKED): counted.revoked(row) for row in (*rows, TOTAL)}
    return hidden_cells(rows, inner, revoked)


def hidden_cells(rows: Sequence[str], inner: Mapping[Cell, int], revoked: Mapping[Cell, int]) -> frozenset[Cell]:
    """``inner``: certificates issued by row and sex; ``revoked``: by row and the column of revocations.

    That none of a few certificates went to a woman, or to a man, is hidden with them. That none was revoked says
    nothing of these: it is about all certificates that there are of the module.
    """
    issued = grid_of(rows, PARTS, inner)

    def tells_by_zero(cell: Cell) -> bool:
        row, column = cell
        return column in WOMEN_AND_MEN and 0 < issued.values[row, TOTAL] < K_PUBLIC

    return suppress([issued, Sheet(rows, revoked, splits=())], k=K_PUBLIC, tells_by_zero=tells_by_zero)


def _row(row: str, counted: _Counted, hidden: frozenset[Cell], *, is_public: bool) -> dict[str, Value]:
    issued: Mapping[str, int] = {sex: counted.issued[row, sex] for sex in PARTS}
    reasons = counted.reasons.get(row, Counter())
    words = "; ".join(f"{reason_in_words(code)}: {number}" for code, number in sorted(reasons.items()))
    return {
        **{sex: SIGN if (row, sex) in hidden else issued[sex] for sex in WOMEN_AND_MEN},
        TOTAL: SIGN if (row, TOTAL) in hidden else sum(issued.values()),
        LOOKUPS: counted.lookups[row],
        REVOKED: SIGN if (row, REVOKED) in hidden else counted.revoked(row),
        # How many there were of each reason is for the team; to the public even ten say enough.
        "reason": SIGN if is_public and reasons else words or None,
    }


def _columns() -> list[Column]:
    counts = {
        "female": _("Issued F"),
        "male": _("Issued M"),
        TOTAL: _("Issued total"),
        LOOKUPS: _("Verified lookups"),
        REVOKED: p_("reports", "Revoked"),
    }
    return [
        Column("row", _("Module and quarter")),
        *(Column(key, title, Kind.INTEGER) for key, title in counts.items()),
        Column("reason", _("Reason")),
    ]
