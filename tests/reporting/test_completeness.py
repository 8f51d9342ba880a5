"""Table A says how complete its records are, to the team alone; and the long table is read without cleaning."""

import csv
import io
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from lms.accounts.models import Role
from lms.core import clock
from lms.reporting import filters
from lms.reporting.choices import Measure
from lms.reporting.counting import counts
from lms.reporting.reports import Audience, build
from lms.reporting.reports.long import COLUMNS
from tests.support.factories import make_account

DAYS = {"from": "2024-01-01", "to": "2025-12-31"}


def known(part, whole):
    return f"{(Decimal(part * 100) / whole).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def test_table_a_tells_what_is_known_of_its_people(marred, english):
    choice = filters.read(DAYS, today=clock.local_day(clock.now())).choice()
    people = Counter()
    for kind, sex, band, count in counts(Measure.PEOPLE, choice, "institution_type", "sex", "age_band"):
        people["all"] += count
        people["sex"] += count * (sex != "not_stated")
        people["age"] += count * (band != "not-stated")
        people["place"] += count * (kind not in {None, "not-disaggregated"})
    sex, age, place = (known(people[fact], people["all"]) for fact in ("sex", "age", "place"))

    said = f"Complete records, of {people['all']} people: sex known {sex}, age known {age}, institution known {place}."
    assert said in build("a", choice, Audience.TEAM, key=b"").notes
    assert not [note for note in build("a", choice, Audience.PUBLIC, key=b"").notes if "Complete records" in note]


def test_the_long_file_has_the_columns_that_programs_expect(browser, population):
    answer = browser(make_account(Role.COORDINATOR)).visit("/en/reports/files/long.csv?from=2024-01-01&to=2025-12-31")
    rows = list(csv.DictReader(io.StringIO(answer.response.get_data(as_text=True).removeprefix("\ufeff"))))

    assert tuple(rows[0]) == COLUMNS
    assert COLUMNS[:13] == (
        "period", "module", "event", "institution_type", "role_group", "region_iso", "sex", "age_band", "measure",
        "value", "n", "suppressed", "reason",
    )  # fmt: skip
    assert {row["suppressed"] for row in rows} == {"false"}
    assert all(int(row["value"]) == int(row["n"]) > 0 for row in rows)
