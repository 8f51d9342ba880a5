"""Disclosure: what may be shown of counts and results so that nobody can work out who stands behind a small one.

Tables of counts (`suppression`), columns that are a part of another (`parts`) and groups with results (`groups`). Knows
no word of the domain: a caller hands over numbers and is told what to hide.
"""
