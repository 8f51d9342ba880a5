"""Disclosure: what may be shown of counts and results so that nobody can work out who stands behind a small one.

For any table of counts: write its cells and every way to subtract them as a ``Sheet`` and ask ``suppress`` what to
hide (`suppression`). For a release after others: name what each number counts and ask ``hide_against`` (`releases`).
Groups with results have an answer of their own (`groups`), a single share as well (`parts`).
Beneath them: sums and their small cells (`systems`), what must be hidden for these (`protecting`), and the other tables
that a reader cannot tell from the true one (`moves`).

Knows no word of the domain: a caller hands over numbers and is told what to hide, and says which numbers are those of
one body, because it makes up most of what is counted.
"""
