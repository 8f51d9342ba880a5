"""Tables of people say to the team how complete their records are; and the long table is read without cleaning."""

import csv
import io
import re
from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

import pandas as pd
import pytest

from lms.accounts.models import Role
from lms.core import clock
from lms.quality import queries as quality
from lms.reporting import crossing, filters, participation
from lms.reporting.choices import Choice, Measure, Period
from lms.reporting.cohorts import cohorts_closed_in
from lms.reporting.comparing import comparison
from lms.reporting.crossing import Crossing
from lms.reporting.exporting import About, Format, content, write
from lms.reporting.reports import PUBLIC_TABLES, Audience, build, funnel
from lms.reporting.reports.gain import gain_table
from lms.reporting.reports.long import COLUMNS, OF_MODULES
from lms.reporting.standing import Span
from tests.reporting.reference import Reference
from tests.support.databases import noted_queries
from tests.support.factories import make_account

DAYS = {"from": "2024-01-01", "to": "2025-12-31"}
SAID = "Complete records:"


def asked():
    return filters.read(DAYS, today=clock.local_day(clock.now()))


def note_of(rows):
    """In plain Python, from the rows one by one."""
    found = Counter(all=len(rows))
    for row in rows:
        known = {
            "sex": row["sex"] != "not_stated",
            "age": row["age"] is not None,
            "place": row["institution_type"] is not None,
        }
        known = {fact: is_known and not row["is_withheld"] for fact, is_known in known.items()}
        found.update(fact for fact, is_known in known.items() if is_known)
        found["complete"] += all(known.values())

    def share(fact):
        return f"{(Decimal(found[fact] * 100) / found['all']).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"

    return (
        f"{SAID} {share('complete')} ({found['complete']} of {found['all']} have sex, age and institution). "
        f"Sex known {share('sex')}, age known {share('age')}, institution known {share('place')}."
    )


def test_every_table_of_people_tells_what_is_known_of_them(marred, english):
    reference, choice = Reference(), asked().choice()
    people, papers = (reference.rows_of(measure, choice) for measure in ("people", "certificates"))
    began = [cohort.began for cohort in cohorts_closed_in(choice.period)]
    cohorts = [row for row in reference.rows if any(days.start <= row["started_on"] <= days.end for days in began)]
    assert people
    assert papers
    assert cohorts
    wanted = {"a": people, "b": people, "c": cohorts, "f": papers, "g": cohorts}
    made = {slug: build(slug, choice, Audience.TEAM, key=b"") for slug in wanted}
    made["cross"] = crossing.cross(choice, Crossing(Measure.CERTIFICATES, ("sex",)))
    made["participation"] = participation.participation(asked(), "sex")
    made["comparison"] = comparison(Span(2025, 0), date(2026, 11, 16))
    year = filters.read({"from": "2025-01-01", "to": "2025-12-31"}, today=date(2026, 11, 16)).choice()
    made["gain"] = gain_table(choice, "sex")
    made["funnel"] = funnel.funnel_table(choice, funnel.funnel(choice))
    wanted |= {"gain": cohorts, "funnel": reference.rows_of("enrolments", choice)}
    wanted |= {"cross": papers, "participation": people, "comparison": reference.rows_of("people", year)}

    first_page = participation.overview(asked())
    made |= {"by_region": first_page.by_region, "by_group": first_page.by_group}
    wanted |= {"by_region": people, "by_group": people}

    said = {slug: [note for note in table.notes if note.startswith(SAID)] for slug, table in made.items()}

    assert said == {slug: [note_of(rows)] for slug, rows in wanted.items()}
    for slug in PUBLIC_TABLES:
        assert not [note for note in build(slug, choice, Audience.PUBLIC, key=b"").notes if SAID in note]
    told = [row for row in reference.rows if not row["is_withheld"]]
    whole = [row for row in told if row["sex"] != "not_stated" and row["age"] is not None and row["institution_id"]]
    assert quality.completeness() == (len(whole), len(told))


def test_no_term_is_defined_twice(population, english, app):
    about = About(asked().choice(), Audience.TEAM, clock.now())
    for slug in ("a", "b", "c", "d", "f", "g", "long"):
        terms = Counter(term for term, _words in about.facts(build(slug, about.choice, Audience.TEAM, key=b"")))
        del terms["Note"]
        assert [term for term, times in terms.items() if times > 1] == [], slug


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_the_long_file_needs_no_cleaning(browser, population, delimiter):
    """Types by the letter, as a strict reader infers them: whole numbers, ISO days, two truth values, codes."""
    address = "/en/reports/files/long.csv?from=2024-01-01&to=2025-12-31"
    answer = browser(make_account(Role.COORDINATOR)).visit(
        address + ("&delimiter=semicolon" if delimiter == ";" else "")
    )
    text = answer.response.get_data(as_text=True)
    assert text.startswith(f'\ufeff"period"{delimiter}')
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter, strict=True))

    assert tuple(rows[0]) == COLUMNS
    assert COLUMNS[:13] == (
        "period", "module", "event", "institution_type", "role_group", "region_iso", "sex", "age_band", "measure",
        "value", "n", "suppressed", "reason",
    )  # fmt: skip
    code = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+-]*")
    for row in rows:
        assert None not in row.values()
        assert [date.fromisoformat(day) for day in row["period"].split("/")] == [date(2024, 1, 1), date(2025, 12, 31)]
        assert re.fullmatch("[1-9][0-9]*", row["value"])
        assert row["n"] == row["value"]
        assert (row["suppressed"], row["reason"], row["event"]) == ("false", "Demonstration data", "")
        assert row["workplace_confirmed"] in {"true", "false"}
        assert all(code.fullmatch(row[name]) for name in ("institution_type", "role_group", "region_iso", "sex"))
        assert row["measure"] in set(Measure)
        assert bool(row["module"]) == (row["measure"] in OF_MODULES)
    assert {row["measure"] for row in rows} == set(Measure)


def test_pandas_reads_the_long_file_as_it_is(browser, population):
    answer = browser(make_account(Role.COORDINATOR)).visit("/en/reports/files/long.csv?from=2024-01-01&to=2025-12-31")

    read = pd.read_csv(io.BytesIO(answer.response.get_data()))

    assert tuple(read.columns) == COLUMNS
    assert [str(read[name].dtype) for name in ("value", "n", "suppressed", "workplace_confirmed")] == [
        "int64", "int64", "bool", "bool",
    ]  # fmt: skip
    choice = Choice(Period(date(2024, 1, 1), date(2025, 12, 31)))
    sums = read[read.module.isna()].groupby(["measure", "sex"]).value.sum()
    for measure in ("people", "people_new", "people_cumulative"):
        plain = {(measure, *key): count for key, count in Reference().counts(measure, choice, "sex").items()}
        assert sums[[measure]].to_dict() == plain


def test_no_page_asks_the_same_of_the_enrolments_twice(app, browser, population):
    """How complete records are is asked once a page, however many lines stand on it."""
    own = browser(make_account(Role.COORDINATOR))
    for page in ("tables/a", "tables/b", "tables/c", "tables/f", "tables/g", "people", "gain", "funnel"):
        with noted_queries(app) as noted:
            assert own.visit(f"/en/reports/{page}?from=2024-01-01&to=2025-12-31").status == 200
        asked = Counter((sql, repr(values)) for sql, values in noted if "count(" in sql and "enrolments" in sql)
        assert asked
        assert [sql for (sql, _values), times in asked.items() if times > 1] == [], page


def test_the_sign_stands_in_a_number_only_where_a_column_beside_it_says_so(population, english):
    """Files of tables for people: numbers with dots, shares in per cent, empty for what is not known."""
    choice = Choice(Period(date(2024, 1, 1), date(2025, 12, 31)))
    for slug, audience in (("a", "team"), ("a", "public"), ("b", "public"), ("c", "team"), ("f", "public")):
        about = About(choice, Audience(audience), clock.now())
        table = build(slug, choice, Audience(audience), key=b"")
        text = content(partial(write, table, about, Format.CSV)).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text), strict=True))
        assert rows
        for row in rows:
            numbers = [text for name, text in list(row.items())[1:] if name not in {"Note", "Reason", "Data"}]
            assert not [text for text in numbers if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?|·|", text)]
            assert ("·" in row.values()) == (row.get("Note") == "· hidden to protect people")
