"""Completions as reports count them: short rows in the order in which a person completed, derived and never the truth.

The truth is the enrolments. What is here is made of them (`filling`): at each completion for its person, for everybody
every night and by ``reports rebuild``. While it is not whole, reports read the enrolments themselves; both give the
same numbers (`reading`), which a test holds them to. No counts of people are kept: those of two periods do not add up.
"""
