"""A figure beside its bound."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """``value`` must be at most ``bound`` (at least, where ``is_floor``)."""

    what: str
    value: float
    bound: float
    unit: str = ""
    note: str = ""

    @property
    def is_met(self):
        return self.value <= self.bound

    def row(self):
        met = "met" if self.is_met else "**not met**"
        return f"| {self.what} | {number(self.value)}{self.unit} | ≤ {number(self.bound)}{self.unit} | {met} | {self.note} |"


def number(value):
    """Two significant decimals where they matter."""
    return f"{value:,.2f}".rstrip("0").rstrip(".") if value < 100 else f"{value:,.0f}"


def table(figures):
    lines = ["| figure | measured | bound | | how |", "|---|---|---|---|---|"]
    return [*lines, *(figure.row() for figure in figures)]
