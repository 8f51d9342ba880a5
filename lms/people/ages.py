"""Age bands. Age is the calendar year of the enrolment minus the year of birth, kept as an atomic band.

The bands are cut so that every definition of youth in use is a sum of them: 14–28 (Law No. 256 of 2009), 18–29
(Security Council resolution 2250), 14–35 (Law No. 157 of 2023).
"""

#: (code, first age, last age); ages in full years.
BANDS = (
    ("under-14", 0, 13),
    ("14", 14, 14),
    ("15-17", 15, 17),
    ("18-24", 18, 24),
    ("25-28", 25, 28),
    ("29", 29, 29),
    ("30-35", 30, 35),
    ("36-45", 36, 45),
    ("46-59", 46, 59),
    ("60+", 60, 200),
)
NOT_STATED = "not-stated"


def age_band(birth_year: int | None, year: int) -> str:
    """The atomic band of a person born in ``birth_year`` during ``year``."""
    if birth_year is None:
        return NOT_STATED
    age = year - birth_year
    return next((code for code, first, last in BANDS if first <= age <= last), NOT_STATED)
