"""Wording: what to look at in a text before other people read it, in Kyrgyz, Russian and English.

No database and no web: a text and rules come in, findings with exact places go out. Rules are data (`rules`): words
that are avoided, what is written instead, why, and where they are right after all. Beside them stand checks that are
not lists of words: letters of a foreign alphabet and Kyrgyz written with Russian letters (`letters`), traces of real
people (`personal`), sentences that are too long (`reading`), numbers and laws without a source (`evidence`), and, over
many texts, whether women and men appear alike (`balance`).

A finding advises. What it means for publication is said by whoever asks.
"""

from lms.wording.balance import Balance, People, balance_of
from lms.wording.checker import Checker
from lms.wording.findings import Finding, Severity, Text
from lms.wording.rules import Misfit, Rule, rules_from, rules_of_terms

__all__ = [
    "Balance",
    "Checker",
    "Finding",
    "Misfit",
    "People",
    "Rule",
    "Severity",
    "Text",
    "balance_of",
    "rules_from",
    "rules_of_terms",
]
