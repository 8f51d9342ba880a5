"""Figures, measured: ``make bench`` writes them beside their bounds into ``bench/README.md``.

Ratios are taken within one run, on the same server, with the same compression, signed in, against a bare Flask
application (``floor.py``) that does the same work with nothing around it. The command exits non-zero if a figure is
beyond its bound.
"""
