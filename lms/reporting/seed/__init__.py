"""A synthetic population for demonstration databases: the same people for the same number and seed.

Nobody in it is a real person. It is what figures are measured on and tested against, so it has what real records have:
people who moved, left, failed, came again, or did not say.
"""

from lms.reporting.seed.writing import NothingToStudy, Seeded, seed_population

__all__ = ["NothingToStudy", "Seeded", "seed_population"]
